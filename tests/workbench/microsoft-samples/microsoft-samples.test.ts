// @vitest-environment happy-dom
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Ran, runSample } from './run'
import { readSamples } from './sample'

/** A copy of github.com/OfficeDev/office-js-snippets. */
const REPOSITORY = process.env.OFFICE_JS_SNIPPETS

describe.skipIf(!REPOSITORY)('Microsoft’s samples', () => {
  const report: unknown[] = []
  for (const [folder, samples] of REPOSITORY ? readSamples(REPOSITORY) : []) {
    it(folder, async () => {
      for (const sample of samples) {
        const ran: Ran = await runSample(sample)
        for (const click of ran.clicks) report.push({ folder, sample: sample.name, ...click })
      }
      writeFileSync('/tmp/scratch/samples.json', JSON.stringify(report, null, 1))
      expect(1).toBe(1)
    }, 300_000)
  }
})
