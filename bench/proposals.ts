import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Bench, BenchOptions } from './bench'
import { during } from './latency'
import { clearedAway } from './leaving'
import { ProposalMarket } from './proposal-market'
import type { Results } from './results'
import { ServiceProcess } from './service-process'

const run = promisify(execFile)

const SERVICE = [
  { rows: 30, times: 40, most: 30 },
  { rows: 1000, times: 10, most: 400 },
] as const
const MOST_HEALTH_MS = 100
const LONG_ROWS = 50_000
const LONG = { seconds: 5, mib: 300, openpyxl: 10, xlsxwriter: 2.5 }
/** The median of so many runs counts; some take a minute or more. */
const RUNS = { flightsheet: 5, 'wasm-xlsxwriter': 1, xlsxwriter: 5, openpyxl: 1 } as const

type Library = keyof typeof RUNS

/** Measures how fast proposals are made: over HTTP, and a long sheet beside other libraries with the same content. */
export const proposals: Bench = async (options, results) => {
  for (const kind of options.databases) {
    const { url, drop } = await kind.create()
    try {
      await throughService(kind.name, url, options, results)
    } finally {
      await drop()
    }
  }
  await longSheets(options, results)
}

async function throughService(
  database: string,
  url: string,
  { say }: BenchOptions,
  results: Results,
): Promise<void> {
  say(`${database}: loading a month of inventory …`)
  const service = await ServiceProcess.start(url)
  try {
    const market = await ProposalMarket.open(service)
    for (const { rows, times, most } of SERVICE) {
      const campaign = await market.campaign(rows)
      say(`${database}: proposals of ${rows} rows …`)
      const spent: number[] = []
      let bytes = 0
      // A service that has just started compiles its code first; the figures are of a warm one.
      for (let i = 0; i < times; i++) await download(service, campaign)
      const work = async () => {
        for (let i = 0; i < times; i++) {
          const start = performance.now()
          bytes = await download(service, campaign)
          spent.push(performance.now() - start)
        }
      }
      const name = `${database}, MediaMix and 큐레이션타겟팅 of ${rows} rows`
      // First alone, then while others ask.
      await work()
      results.add(name, 'median', median(spent), 'ms', { most })
      results.add(name, 'slowest', Math.max(...spent), 'ms')
      results.add(name, 'size', bytes / 1024, 'KiB')
      const { health } = await during(work, {
        health: () => fetch(`${service.origin}/health`).then((answer) => answer.text()),
      })
      results.add(name, 'health meanwhile, longest', health.max, 'ms', { most: MOST_HEALTH_MS })
      await internally(service, campaign, `${name}, internal`, results)
    }
    const memory = service.peakMemory()
    if (memory !== undefined) results.add(database, 'peak memory of the service', memory, 'MiB')
  } finally {
    await service.stop()
  }
}

/** The proposal for the house asks for each row whether it is short of inventory. */
async function internally(
  service: ServiceProcess,
  campaign: string,
  name: string,
  results: Results,
): Promise<void> {
  const spent: number[] = []
  const work = async () => {
    for (let i = 0; i < 3; i++) {
      const start = performance.now()
      await download(service, campaign, '&audience=internal')
      spent.push(performance.now() - start)
    }
  }
  const { health } = await during(work, {
    health: () => fetch(`${service.origin}/health`).then((answer) => answer.text()),
  })
  results.add(name, 'median', median(spent), 'ms')
  results.add(name, 'health meanwhile, longest', health.max, 'ms', { most: MOST_HEALTH_MS })
}

async function download(service: ServiceProcess, campaign: string, also = ''): Promise<number> {
  const path = `/api/v1/campaigns/${campaign}/proposal.xlsx?sheets=media-mix,targeting${also}`
  const response = await fetch(`${service.origin}${path}`, { headers: service.headers })
  const { byteLength } = await response.arrayBuffer()
  if (!response.ok) throw new Error(`the proposal: ${response.status}`)
  return byteLength
}

async function longSheets({ rows = LONG_ROWS, say }: BenchOptions, results: Results): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-bench-sheets-'))
  const removeFolder = clearedAway(async () => rmSync(folder, { recursive: true, force: true }))
  const name = `a sheet of ${rows.toLocaleString('en')} rows × 16 columns`
  const promised = rows === LONG_ROWS
  const measured = new Map<Library, Measured[]>()
  try {
    const python = findPython()
    if (!python) say('[skipped] openpyxl and XlsxWriter: install python3-openpyxl and python3-xlsxwriter')
    const libraries = (Object.keys(RUNS) as Library[]).filter((one) => python || !isPythons(one))
    // In turn, so that what else the machine does meets all of them.
    for (let round = 0; round < Math.max(...Object.values(RUNS)); round++) {
      for (const library of libraries.filter((one) => round < RUNS[one])) {
        say(`${name} with ${library} …`)
        const file = join(folder, `${library}.xlsx`)
        const program = isPythons(library)
          ? [python!, 'bench/long_sheet.py']
          : [process.execPath, '--max-semi-space-size=32', 'dist/long-sheet-writer.mjs']
        const [command, ...args] = [...program, library, String(rows), file]
        const { stdout } = await run(command!, args)
        measured.set(library, [...(measured.get(library) ?? []), JSON.parse(stdout)])
      }
    }
  } finally {
    await removeFolder()
  }
  const secondsOf = (library: Library) => median(measured.get(library)!.map(({ seconds }) => seconds))
  for (const [library, runs] of measured) {
    const ours = library === 'flightsheet' && promised
    results.add(name, `${library}, median`, secondsOf(library), 's', {
      most: ours ? LONG.seconds : undefined,
    })
    const mib = Math.max(...runs.map((one) => one.mib ?? 0))
    if (mib > 0)
      results.add(name, `${library}, peak memory`, mib, 'MiB', { most: ours ? LONG.mib : undefined })
  }
  for (const library of ['openpyxl', 'xlsxwriter', 'wasm-xlsxwriter'] as const) {
    if (!measured.has(library)) continue
    const least = promised && library !== 'wasm-xlsxwriter' ? LONG[library] : undefined
    results.add(name, `times as fast as ${library}`, secondsOf(library) / secondsOf('flightsheet'), '×', {
      least,
    })
  }
}

interface Measured {
  seconds: number
  mib: number | null
}

function isPythons(library: Library): boolean {
  return library === 'openpyxl' || library === 'xlsxwriter'
}

function findPython(): string | undefined {
  const programs = [process.env.PYTHON, 'python3', '/usr/bin/python3'].filter((one) => one !== undefined)
  return programs.find((one) => spawnSync(one, ['-c', 'import openpyxl, xlsxwriter']).status === 0)
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}
