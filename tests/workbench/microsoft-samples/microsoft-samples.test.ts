// @vitest-environment happy-dom
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compared } from './compare'
import { EXPECTED } from './expected'
import type { Click } from './run'
import { readSamples } from './sample'

/** A copy of github.com/OfficeDev/office-js-snippets, which has a licence of its own. */
const REPOSITORY = process.env.OFFICE_JS_SNIPPETS
if (!REPOSITORY)
  console.log('[skipped] Microsoft’s samples: set OFFICE_JS_SNIPPETS to a copy of the repository')

/**
 * Folders whose clicks all pass, but for what the client's pinned version lacks, and leave in the workbook what their
 * scripts say.
 */
const WHOLE = Object.keys(EXPECTED)
/** Members that came to Office.js after the version of the client that the workbench runs, and a second window. */
const EXCUSED = /clearOrResetContents|workbook\.focus|reading '(checkbox|empty)'|createAndOpenWorkbook/

describe.skipIf(!REPOSITORY)('Microsoft’s samples', () => {
  const passed: string[] = []
  // Samples about pivots start batches that nobody waits for; each counts as a click that failed, or not at all.
  const others = process.listeners('unhandledRejection')
  beforeAll(() => {
    process.removeAllListeners('unhandledRejection')
    process.on('unhandledRejection', () => undefined)
  })
  afterAll(() => {
    process.removeAllListeners('unhandledRejection')
    for (const listener of others) process.on('unhandledRejection', listener)
    console.log(passed.join('\n'))
  })

  it.each([...(REPOSITORY ? readSamples(REPOSITORY) : [])].filter(([, { length }]) => length > 0))(
    '%s',
    async (folder, samples) => {
      const clicks: (Click & { sample: string })[] = []
      const wrong: unknown[] = []
      for (const sample of samples) {
        const expected = EXPECTED[folder]?.[sample.name] ?? []
        const { ran, differences } = await compared(sample, expected)
        wrong.push(...differences)
        if (EXPECTED[folder] && expected.length === 0) wrong.push(`${sample.name}: nothing is expected of it`)
        clicks.push(...ran.clicks.map((click) => ({ ...click, sample: sample.name })))
      }
      const failed = clicks.filter(({ error }) => error !== null)
      passed.push(`${folder.padEnd(28)} ${clicks.length - failed.length} of ${clicks.length} clicks`)
      if (!WHOLE.includes(folder)) return
      expect(failed.filter(({ error }) => !EXCUSED.test(error!))).toEqual([])
      expect(wrong).toEqual([])
    },
    300_000,
  )
})
