import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const text = readFileSync('docs/asvs.md', 'utf8')
const rows = [...text.matchAll(/^\| ([\d.]+) \| (\S+) \| (.*) \| (.*) \|$/gm)].map(
  ([, point, met, why, tests]) => ({ point: point!, met: met!, why: why!, tests: tests! }),
)
/** How many points of level 1 and 2 each section of the standard 5.0 has. */
const SECTIONS: Record<string, number> = {
  '1.1': 2,
  '1.2': 9,
  '1.3': 11,
  '1.4': 3,
  '1.5': 2,
  '2.1': 3,
  '2.2': 3,
  '2.3': 4,
  '2.4': 1,
  '3.2': 2,
  '3.3': 4,
  '3.4': 6,
  '3.5': 5,
  '3.7': 2,
  '4.1': 3,
  '4.2': 1,
  '4.3': 2,
  '4.4': 4,
  '5.1': 1,
  '5.2': 3,
  '5.3': 2,
  '5.4': 3,
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
  '9.1': 3,
  '9.2': 4,
  '10.1': 2,
  '10.2': 2,
  '10.3': 4,
  '10.4': 11,
  '10.5': 5,
  '10.6': 2,
  '10.7': 3,
  '11.1': 2,
  '11.2': 3,
  '11.3': 3,
  '11.4': 4,
  '11.5': 1,
  '11.6': 1,
  '12.1': 3,
  '12.2': 2,
  '12.3': 4,
  '13.1': 1,
  '13.2': 5,
  '13.3': 2,
  '13.4': 5,
  '14.1': 2,
  '14.2': 4,
  '14.3': 3,
  '15.1': 3,
  '15.2': 3,
  '15.3': 7,
  '16.1': 1,
  '16.2': 5,
  '16.3': 4,
  '16.4': 3,
  '16.5': 3,
  '17.1': 1,
  '17.2': 4,
  '17.3': 2,
}
const links = (cell: string) => [...cell.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target]) => target!)

describe('The list of what the security standard asks for', () => {
  it('has every point of levels 1 and 2, once', () => {
    const counts: Record<string, number> = {}
    for (const { point } of rows) {
      const section = point.slice(0, point.lastIndexOf('.'))
      counts[section] = (counts[section] ?? 0) + 1
    }
    expect(counts).toEqual(SECTIONS)
    expect(new Set(rows.map(({ point }) => point)).size).toBe(rows.length)
  })

  it('has a test behind every yes, and a reason behind everything else', () => {
    for (const { point, met, why, tests } of rows) {
      expect(['yes', 'part', 'no', 'inst', 'n/a'], point).toContain(met)
      expect(why, point).not.toBe('')
      if (met === 'yes') expect(links(tests).length, point).toBeGreaterThan(0)
    }
  })

  it('leads to tests and documents that are there', () => {
    for (const { point, why, tests } of rows) {
      for (const target of links(tests)) {
        expect(target, point).toMatch(/^\.\.\/tests\/.*\.test\.ts$/)
        expect(existsSync(join('docs', target)), `${point} ${target}`).toBe(true)
      }
      for (const target of links(why).filter((one) => !one.startsWith('http')))
        expect(existsSync(join('docs', target)), `${point} ${target}`).toBe(true)
    }
  })

  it('counts itself rightly', () => {
    for (const met of ['yes', 'part', 'no', 'inst', 'n/a'])
      expect(text).toContain(`${rows.filter((row) => row.met === met).length} ${met}`)
  })
})
