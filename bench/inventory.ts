import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { addMonths, businessDateOf, firstDayOf, lastDayOf, type Month, monthOf } from '../shared/calendar'
import type { BenchOptions } from './bench'
import type { BenchDatabase, DatabaseKind } from './databases'
import { bareLoads } from './inventory-bare'
import { queryBuilderLoads, type Steps } from './inventory-query-builder'
import { during } from './latency'
import { clearedAway } from './leaving'
import type { Results } from './results'
import { type Run, ServiceProcess } from './service-process'
import { clipContents, writeVendorFile } from './vendor-file'

const PROMISED_ROWS = 1_000_000
const PROMISED_SECONDS = { embedded: 12, mysql: 30 }
const PROMISED_MEMORY_MIB = 350
const PROMISED_P99_MS = 100
/** How long the other requests are measured before a load, for comparison. */
const ALONE_MS = 3000
/**
 * Ratios: unit load to bare SQL; QueryBuilder to service, all steps together; time per row at five times the
 * rows.
 */
const PROMISED_RATIO = { bare: 1.5, queryBuilder: 3, growth: 1.3 }

/**
 * Measures the way from a vendor's file to inventory for sale through the built service over HTTP: time,
 * memory, and the response times of other requests meanwhile. Compares it, on the same rows, with bare SQL
 * and TypeORM's QueryBuilder.
 */
export async function inventory(options: BenchOptions, results: Results): Promise<void> {
  const rows = options.rows ?? PROMISED_ROWS
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-bench-files-'))
  const removeFolder = clearedAway(async () => rmSync(folder, { recursive: true, force: true }))
  try {
    const next = addMonths(monthOf(businessDateOf(new Date())), 1)
    const files = new Files(folder, next)
    for (const kind of options.databases) {
      const database = await kind.create()
      try {
        await measure(kind, database, rows, files, options.say, results)
      } finally {
        await database.drop()
      }
    }
  } finally {
    await removeFolder()
  }
}

/** Vendor files of one month each, written once for all databases. */
class Files {
  private readonly paths = new Map<string, string>()

  constructor(
    private readonly folder: string,
    private readonly first: Month,
  ) {}

  /** @param at number of months after the first */
  async month(at: number, rows: number): Promise<{ month: Month; path: string }> {
    const month = addMonths(this.first, at)
    const path = join(this.folder, `${month}-${rows}.csv`)
    if (!this.paths.has(path)) await writeVendorFile(path, month, rows)
    this.paths.set(path, path)
    return { month, path }
  }
}

async function measure(
  kind: DatabaseKind,
  database: BenchDatabase,
  rows: number,
  files: Files,
  say: (line: string) => void,
  results: Results,
): Promise<void> {
  const add = (metric: string, value: number, unit: string, target = {}) =>
    results.add(kind.name, metric, value, unit, target)
  const promised = rows === PROMISED_ROWS
  const quiet = await files.month(0, rows)

  say(`${kind.name}: ${rows.toLocaleString('en')} rows through the service …`)
  const service = await ServiceProcess.start(database.url)
  let load: Load
  try {
    await putCatalogue(service)
    load = await loadMonth(service, quiet.path, quiet.month)
    add('file to sellable', total(load), 's', { most: promised ? PROMISED_SECONDS[kind.name] : undefined })
    for (const step of ['upload', 'standard', 'confirm', 'unit'] as const) add(`· ${step}`, load[step], 's')

    say(`${kind.name}: the same again while others ask …`)
    const busy = await files.month(1, rows)
    const questions = {
      health: () => fetch(`${service.origin}/health`).then((answer) => answer.text()),
      availability: () => askAvailability(service, quiet.month),
    }
    const alone = await during(() => sleep(ALONE_MS), questions)
    const meanwhile = await during(() => loadMonth(service, busy.path, busy.month), questions)
    for (const name of ['health', 'availability'] as const) {
      const latency = meanwhile[name]
      add(`${name} without a load, p99`, alone[name].p99, 'ms')
      add(`${name} during a load, p99`, latency.p99, 'ms', { most: PROMISED_P99_MS })
      add(`${name} during a load, longest`, latency.max, 'ms')
    }

    // On MySQL, the server's buffers dominate at five million rows; the service's own growth shows on the
    // embedded database.
    if (kind.name === 'embedded') {
      say(`${kind.name}: a tenth and five times the rows …`)
      const small = await files.month(2, rows / 10)
      const large = await files.month(3, rows * 5)
      const tenth = total(await loadMonth(service, small.path, small.month))
      const fivefold = total(await loadMonth(service, large.path, large.month))
      add('seconds for a tenth of the rows', tenth, 's')
      add('seconds for five times the rows', fivefold, 's')
      add('a row at five times the rows', fivefold / 5 / total(load), '×', { most: PROMISED_RATIO.growth })
    }
    const memory = service.peakMemory()
    if (memory !== undefined) add('peak memory of the service', memory, 'MiB', { most: PROMISED_MEMORY_MIB })
  } finally {
    await service.stop()
  }

  say(`${kind.name}: bare SQL …`)
  const bare = await bareLoads(database.url, quiet.month)
  // The last content of the file has no rows on some days, which the service fills with zeros.
  if (Math.abs(bare.unitRows - load.unitRows) > load.unitRows / 100) {
    throw new Error(`bare SQL made ${bare.unitRows} rows of unit inventory, the service ${load.unitRows}`)
  }
  add('bare SQL, standard days', bare.standard, 's')
  add('bare SQL, unit inventory', bare.unit, 's')
  add('unit load : bare SQL', load.unitItself / bare.unit, '×', { most: PROMISED_RATIO.bare })

  say(`${kind.name}: TypeORM's QueryBuilder …`)
  const second = await kind.create()
  try {
    const builder = await queryBuilderLoads(second.url, quiet.path, quiet.month)
    add('QueryBuilder, file to sellable', total(builder), 's')
    for (const step of ['upload', 'standard', 'confirm', 'unit'] as const)
      add(`· QueryBuilder ${step}`, builder[step], 's')
    add('QueryBuilder : service', total(builder) / total(load), '×', { least: PROMISED_RATIO.queryBuilder })
  } finally {
    await second.drop()
  }
}

/** Seconds that a person waits for each step. */
interface Load extends Steps {
  /** Seconds of the unit load, from the run's own timestamps. */
  unitItself: number
  unitRows: number
}

function total({ upload, standard, confirm, unit }: Steps): number {
  return upload + standard + confirm + unit
}

async function loadMonth(service: ServiceProcess, path: string, month: Month): Promise<Load> {
  const upload = await seconds(() => service.upload(path))
  const standard = await seconds(() => service.job('standard-inventory-load', month))
  const confirm = await seconds(() => service.call('POST', '/standard-inventory/confirmations', { month }))
  let run!: Run
  const unit = await seconds(async () => {
    run = await service.job('unit-inventory-load', month)
  })
  return { upload, standard, confirm, unit, unitItself: ownSeconds(run), unitRows: Number(run.result.rows) }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

function ownSeconds({ startedAt, finishedAt }: Run): number {
  return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
}

async function putCatalogue(service: ServiceProcess): Promise<void> {
  const platforms = ['NAVER', 'KAKAO', 'DAUM', 'YOUTUBE']
  for (const [displayOrder, code] of platforms.entries()) {
    await service.call('PUT', `/platforms/${code}`, { name: code, displayOrder })
  }
  await service.call('PUT', '/products/CLIPS', {
    name: 'CLIPS',
    targetingKind: 'CONTENTS',
    platforms: platforms.slice(0, 3),
    ecpm: 10_000,
    ctr: 0.01,
    vtr: 0.3,
  })
}

function askAvailability(service: ServiceProcess, month: Month): Promise<unknown> {
  return service.call('POST', '/availability', {
    productCode: 'CLIPS',
    startDate: firstDayOf(month),
    endDate: lastDayOf(month),
    groups: [{ name: 'G', weight: 1, members: clipContents(5).map((metaId) => ({ metaId, weight: 1 })) }],
    amount: 1_000_000,
  })
}
