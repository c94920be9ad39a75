import type { Surroundings } from './surroundings'

export function headlessSurroundings(functionsAssociated: () => void): Surroundings {
  return {
    language: 'ko-KR',
    dark: false,
    showPane: () => undefined,
    hidePane: () => undefined,
    messageParent: () => undefined,
    openDialog: () => null,
    ribbonUpdated: () => undefined,
    functionsAssociated,
  }
}
