import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** The guides in which bold text is the name of something to press or to look at. */
const GUIDES = ['planner.ko.md', 'planner.md', 'operator.md'].map((name) => join('docs/guides', name))

/** Where the names are written. */
const WORDS = [
  'manifest.xml',
  ...['addin', 'workbench/page', 'shared/sheets'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  ),
]

/** Every text in the sources, as a pattern: `${…}` of a template stands for a number or a name. */
function patterns(): RegExp[] {
  const texts = WORDS.flatMap((file) => {
    const source = readFileSync(file, 'utf8')
    return [...source.matchAll(/'([^'\n]+)'|`([^`\n]+)`|"([^"\n]+)"|>([^<>\n]+)</g)].map(
      ([, single, template, double, between]) => single ?? template ?? double ?? between!,
    )
  })
  return [...new Set(texts)].map((text) => {
    const parts = text.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/)
    return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join(VALUE)}$`)
  })
}

/** What the guides write for a number or an amount. */
const VALUE = '(?:N|N원|₩N|N rows)'

describe('The guides', () => {
  const known = patterns()

  it.each(GUIDES)('%s name buttons as pane and pages do', (guide) => {
    const names = [...readFileSync(guide, 'utf8').matchAll(/\*\*([^*]+)\*\*/g)].map(([, name]) => name!)
    expect(names.length).toBeGreaterThan(5)
    expect(names.filter((name) => !known.some((pattern) => pattern.test(name)))).toEqual([])
  })
})
