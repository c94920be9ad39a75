import { isDeepStrictEqual } from 'node:util'
import type { Headless } from '../../../workbench/headless'
import type { Expected } from './expected'
import { type Ran, runSample } from './run'
import type { Sample } from './sample'

/** Runs a sample and lists where what it leaves differs from what is expected of it. */
export async function compared(
  sample: Sample,
  expected: readonly Expected[],
): Promise<{ ran: Ran; differences: unknown[] }> {
  const differences: unknown[] = []
  /** Each look at what is expected after the last click replaces the one before. */
  let last: unknown[] = []
  const ran = await runSample(sample, async (open, button) => {
    for (const each of expected.filter(({ after }) => after === button)) {
      differences.push(...(await differencesIn(open, sample, each)))
    }
    last = []
    for (const each of expected.filter(({ after }) => after === undefined)) {
      last.push(...(await differencesIn(open, sample, each)))
    }
  })
  differences.push(...last)
  const clicked = new Set(ran.clicks.map(({ button }) => button))
  for (const { after, said = [] } of expected) {
    if (after && !clicked.has(after)) differences.push([sample.name, `has no button ${after}`])
    let from = 0
    for (const line of said) {
      const at = ran.said.findIndex(
        (text, i) => i >= from && (typeof line === 'string' ? text === line : line.test(text)),
      )
      if (at < 0) differences.push([sample.name, 'said', line, ran.said])
      from = at + 1
    }
  }
  return { ran, differences }
}

function differencesIn(
  open: Headless,
  sample: Sample,
  { cells = {}, look, is }: Expected,
): Promise<unknown[]> {
  return open.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet()
    const ranges = Object.keys(cells).map(
      (address) => [address, sheet.getRange(address).load('values')] as const,
    )
    await context.sync()
    const found = ranges.flatMap(([address, { values }]) => {
      const wanted = cells[address]
      const value: unknown = Array.isArray(wanted) ? values : values[0]![0]
      return isDeepStrictEqual(value, wanted) ? [] : [[sample.name, address, value, wanted]]
    })
    const seen: unknown = await look?.(context).catch((error: unknown) => String(error))
    // By way of JSON, because the client's arrays are of its own realm.
    if (look && !isDeepStrictEqual(JSON.parse(JSON.stringify(seen)), is))
      found.push([sample.name, 'look', seen, is])
    return found
  })
}
