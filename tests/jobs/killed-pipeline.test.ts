import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forecastCsv } from '../../samples/market/forecast-csv'
import { sample } from '../../samples/market/sample'
import { putContentOwner } from '../../server/catalog/content-owners'
import { putContent } from '../../server/catalog/contents'
import { putPart } from '../../server/catalog/parts'
import { putPlatform } from '../../server/catalog/platforms'
import { putTargetingGroup } from '../../server/catalog/targeting-groups'
import { Database } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'
import { type DatabaseKind, databases, type TestDatabase } from '../support/databases'
import { buildPrograms, type Programs, type Spawned, spawnProgram } from '../support/programs'
import { CLOCK } from '../support/service'
import { environment } from './harness'

const MONTH = '2026-12'
/** `npm run test:long` sets more. */
const KILLS = Number(process.env.PIPELINE_KILLS ?? 4)

/** Everything that the pipeline writes, except ids and versions, which may differ. */
const RESULTS = {
  content: 'SELECT meta_id, type, name, broadcaster, owner, needs_review FROM content',
  content_owner: 'SELECT code, name FROM content_owner',
  forecast_inventory: 'SELECT date, part, meta_id, hour, forecast, actual FROM forecast_inventory',
  standard_inventory: `SELECT month, type, meta_id, forecast_total, actual_total, forecast_with_actual, adjusted_total,
      status FROM standard_inventory`,
  standard_inventory_day: `SELECT s.type, s.meta_id, d.part, d.date, d.forecast, d.actual
      FROM standard_inventory_day d JOIN standard_inventory s ON s.id = d.standard_id`,
  standard_inventory_change: `SELECT s.type, s.meta_id, c.kind, c.actor
      FROM standard_inventory_change c JOIN standard_inventory s ON s.id = c.standard_id`,
  unit_inventory: 'SELECT meta_id, platform, date, forecast, capacity, held, sold FROM unit_inventory',
  targeting_group_ratio:
    'SELECT group_code, month, platform, date, meta_id, ratio_ppb FROM targeting_group_ratio',
}

describe.each(databases())('A pipeline that is killed ($name)', (kind) => {
  let folder: string
  let programs: Programs
  const bases: TestDatabase[] = []
  const market = sample({ firstMonth: MONTH, months: 1, size: 0.1 })

  beforeAll(async () => {
    programs = await buildPrograms({ pipeline: 'tests/jobs/pipeline-program.ts' })
    folder = mkdtempSync(joinPath(tmpdir(), 'flightsheet-pipeline-'))
    writeFileSync(joinPath(folder, 'forecast.csv'), [...forecastCsv(market.forecastRows())].join(''))
  })
  afterAll(async () => {
    for (const base of bases) await base.drop()
    programs?.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  it(`ends in the same rows as one that was left alone, killed at ${KILLS} random points`, async () => {
    const left = await place(kind)
    const begun = await start(left.url)
    const from = performance.now()
    expect(await begun.ended).toBe(0)
    let whole = performance.now() - from

    const disturbed = await place(kind)
    let killed = 0
    // The next process opens the database while the one before works, so that kills hit only the work itself.
    let next = begin(disturbed.url)
    for (let attempt = 0; killed < KILLS && attempt < 4 * KILLS; attempt++) {
      const program = next
      next = begin(disturbed.url)
      await program.said('ready')
      program.process.stdin!.write('go\n')
      const began = performance.now()
      await Promise.race([sleep(Math.random() * whole), program.ended])
      program.process.kill('SIGKILL')
      if ((await program.ended) === 'SIGKILL') killed++
      // It ended sooner than the measured time: later kills are aimed at the shorter time.
      else whole = Math.min(whole, performance.now() - began)
    }
    expect(killed).toBe(KILLS)
    await next.said('ready')
    next.process.stdin!.write('go\n')
    expect(await next.ended, next.output()).toBe(0)

    const [expected, found] = [await rowsOf(left.url), await rowsOf(disturbed.url)]
    for (const table of Object.keys(RESULTS)) {
      expect(expected[table]!.length, table).toBeGreaterThan(0)
      expect(found[table], table).toEqual(expected[table])
    }
  }, 180_000)

  function begin(url: string): Spawned {
    const env = { ...environment(url, undefined), CLOCK }
    return spawnProgram(programs.file('pipeline'), [joinPath(folder, 'forecast.csv'), MONTH], env)
  }

  async function start(url: string): Promise<Spawned> {
    const program = begin(url)
    await program.said('ready')
    program.process.stdin!.write('go\n')
    return program
  }

  /** A database with a catalogue that lacks half of the file's contents. */
  async function place({ createMigrated }: DatabaseKind): Promise<TestDatabase> {
    const base = await createMigrated()
    bases.push(base)
    const database = await Database.open(base.url, SCHEMA)
    const { platforms, contentOwners, parts, contents, targetingGroups } = market.catalog
    const known = contents.filter((_content, i) => i % 2 === 0)
    const members = new Set(known.map(({ metaId }) => metaId))
    await database.write(async (tx) => {
      for (const { code, ...body } of platforms) await putPlatform(tx, code, body)
      for (const { code, ...body } of contentOwners) await putContentOwner(tx, code, body)
      for (const { code, ...body } of parts) await putPart(tx, code, body)
      for (const { metaId, ...body } of known) await putContent(tx, metaId, body)
      for (const { code, ...body } of targetingGroups) {
        const some = body.members.filter(({ metaId }) => members.has(metaId))
        if (some.length > 0) await putTargetingGroup(tx, code, { ...body, members: some })
      }
    })
    await database.close()
    return base
  }
})

async function rowsOf(url: string): Promise<Record<string, string[]>> {
  const database = await Database.open(url, SCHEMA)
  const rows: Record<string, string[]> = {}
  for (const [table, sql] of Object.entries(RESULTS)) {
    const found = await database.read((tx) => tx.rows<object>(sql))
    rows[table] = found.map((row) => JSON.stringify(Object.values(row))).sort()
  }
  await database.close()
  return rows
}
