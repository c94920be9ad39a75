import type { Language } from '../../shared/language'

export interface Preferences {
  language: Language
  dark: boolean
  paneWidth: number
}

export const PANE_WIDTH = { least: 320, most: 450, usual: 360 }
const KEY = 'flightsheet.workbench'

/** `?lang=` and `?theme=` take precedence over the last choice; the default is Korean and light. */
export function readPreferences(): Preferences {
  const kept = keptPreferences()
  const asked = new URLSearchParams(window.location.search)
  const language = asked.get('lang') ?? kept.language
  const theme = asked.get('theme')
  return {
    language: language === 'en' ? 'en' : 'ko',
    dark: theme ? theme === 'dark' : kept.dark === true,
    paneWidth: paneWidth(kept.paneWidth ?? PANE_WIDTH.usual),
  }
}

export function keepPreferences(change: Partial<Preferences>): void {
  localStorage.setItem(KEY, JSON.stringify({ ...keptPreferences(), ...change }))
}

export function paneWidth(pixels: number): number {
  return Math.min(PANE_WIDTH.most, Math.max(PANE_WIDTH.least, Math.round(pixels)))
}

function keptPreferences(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>
  } catch {
    return {}
  }
}
