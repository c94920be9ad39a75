import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forecastCsv } from '../../samples/market/forecast-csv'
import { sample } from '../../samples/market/sample'

let directory: string

function generate(...args: string[]) {
  return spawnSync(process.execPath, [join(directory, 'generate.mjs'), ...args], {
    cwd: directory,
    encoding: 'utf8',
  })
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'flightsheet-samples-'))
  buildSync({
    entryPoints: [fileURLToPath(new URL('../../samples/market/generate.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(directory, 'generate.mjs'),
  })
})

afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

describe('the generator on the command line', () => {
  it('writes the catalogue and the forecast, and says how much', () => {
    const run = generate(
      '--seed',
      '5',
      '--size',
      '0.05',
      '--month',
      '2027-02',
      '--months',
      '1',
      '--out',
      'a/b',
    )
    expect(run).toMatchObject({ status: 0, stderr: '' })
    const expected = sample({ seed: 5, size: 0.05, firstMonth: '2027-02', months: 1 })
    const csv = readFileSync(join(directory, 'a/b/forecast.csv'))
    expect(csv.toString()).toBe([...forecastCsv(expected.forecastRows())].join(''))
    expect(JSON.parse(readFileSync(join(directory, 'a/b/catalog.json'), 'utf8'))).toEqual(expected.catalog)
    const rows = [...expected.forecastRows()].length
    expect(run.stdout).toContain(`${rows} rows, ${csv.length} bytes`)
  })

  it.each([
    [['--month', '2026-1'], 'The first month must be YYYY-MM'],
    [['--seed', '0x10'], '--seed must be a number'],
    [['--size', '0'], 'The size must be'],
    [['--out', ''], '--out must name a directory'],
    [['--colour', 'red'], "Unknown option '--colour'"],
  ])('refuses %j with a sentence and the usage', (args, sentence) => {
    const run = generate(...args)
    expect(run.status).toBe(2)
    expect(run.stderr).toContain(sentence)
    expect(run.stderr).toContain('--months N')
    expect(run.stderr).not.toContain('    at ')
  })

  it('says why it could not write', () => {
    const run = generate('--size', '0.05', '--months', '1', '--out', 'generate.mjs')
    expect(run.status).toBe(1)
    expect(run.stderr).toContain('EEXIST')
  })
})
