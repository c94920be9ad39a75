import type { SELF_CHECK_KO } from '../ko/self-check'
import type { Wording } from '../words'

/** Texts of the self-check, in English. */
export const SELF_CHECK_EN: Wording<typeof SELF_CHECK_KO> = {
  title: 'Check Excel',
  lead: 'Tries everything the add-in needs on a scratch sheet of this Excel. It takes about a minute.',
  run: 'Start',
  running: 'Checking…',
  again: 'Check again',
  passed: 'works',
  failed: 'does not work',
  nobodyClicked: 'The cell was not clicked, so this is not known.',
  summary: (passed, all) => (passed === all ? `All ${all} work` : `${passed} of ${all} work`),
  failedNext: 'Download the result and send it to your administrator.',
  export: 'Download result (JSON)',
  click: 'When a blue cell shows on the scratch sheet, click it once',
  clickNext: 'Not clicked within 15 seconds, only that step is left out.',
  steps: {},
}
