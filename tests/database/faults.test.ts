import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { audit } from '../../server/audit/audit'
import { Database } from '../../server/database/database'
import { LibsqlDriver } from '../../server/database/dialect/libsql-driver'
import { rewriteLog } from '../../server/database/dialect/wal-log'
import { SCHEMA } from '../../server/programs/schema'
import { done } from '../http/plan'
import { Market, members, type Placed } from '../purchases/market'
import { type DatabaseKind, databases } from '../support/databases'
import { eventually } from '../support/eventually'

const ROW = { productCode: 'DIRECT', startDate: '2026-12-02', endDate: '2026-12-06', amount: 30_000 } as const
const sqlite = databases()[0]!
const folder = mkdtempSync(join(tmpdir(), 'flightsheet-faults-'))
const mounts: string[] = []

function mounted(name: string, ...options: string[]): string | undefined {
  const place = join(folder, name)
  mkdirSync(place, { recursive: true })
  const source = options.includes('--bind') ? place : 'tmpfs'
  if (spawnSync('mount', [...options, source, place]).status !== 0) return undefined
  mounts.push(place)
  return place
}

const small = mounted('small', '-t', 'tmpfs', '-o', 'size=40m')
const bound = mounted('bound', '--bind')
if (!small || !bound) console.log('Skipped: a full disk and a read-only one, which need the right to mount.')

afterAll(() => {
  for (const place of mounts) spawnSync('umount', ['-l', place])
  rmSync(folder, { recursive: true, force: true })
})

/** The embedded database in a folder of one's own. */
function within(place: string): DatabaseKind & { file: string } {
  const file = join(place, 'market.sqlite')
  return {
    ...sqlite,
    file,
    async createFilled(name, fill) {
      const filled = await sqlite.createFilled(name, fill)
      copyFileSync(filled.url.slice('sqlite:'.length), file)
      await filled.drop()
      return { url: `sqlite:${file}`, drop: async () => undefined }
    },
  }
}

describe('The embedded database', () => {
  let market: Market
  let file: string
  const place = () => market.place(ROW, members('PG1', 'PG2'))
  const health = async () => {
    const answer = await fetch(`${market.test.origin}/health`)
    return { ...((await answer.json()) as object), status: answer.status }
  }
  const opened = async (where: string) => {
    const kind = within(where)
    file = kind.file
    market = await Market.open(kind, { REQUEST_DEADLINE_SECONDS: '3', LOG_LEVEL: 'silent' })
  }
  const audited = async () => {
    const verdicts = await audit(market.test.service.database, market.clock.now())
    expect(verdicts.filter(({ count }) => count > 0)).toEqual([])
  }
  const buyWith = async (placed: Placed, key: string, language = 'en', known?: number) => {
    const units = [{ unitId: placed.unitId, version: known ?? (await market.version(placed)) }]
    return market.planner.post(
      `/campaigns/${placed.campaignId}/purchases`,
      { units, mode: 'all' },
      { 'Idempotency-Key': key, 'accept-language': language },
    )
  }

  describe.skipIf(!small)('on a full disk', () => {
    beforeAll(() => opened(small!))
    afterAll(() => market.stop())

    it('refuses writes with 503, goes on reading, and sells again when there is room', async () => {
      const placed: Placed[] = []
      for (let i = 0; i < 6; i++) placed.push(await place())
      done(await market.buy(placed[0]!))
      expect(await health()).toMatchObject({ status: 200, database: 'ok' })
      const filler = join(small!, 'filler')
      const fd = openSync(filler, 'w')
      expect(() => {
        for (;;) writeSync(fd, Buffer.alloc(65_536))
      }).toThrow(/ENOSPC/)
      closeSync(fd)
      const answers = []
      for (const [i, one] of placed.slice(1).entries())
        answers.push(await buyWith(one, `full-key-${i}-0123456789`))
      const refused = answers.filter(({ status }) => status !== 201)
      expect(refused.length).toBeGreaterThan(0)
      for (const { status, body, headers } of refused) {
        expect([status, body.code, body.fault, headers.get('retry-after')]).toEqual([
          503,
          'UNAVAILABLE',
          'full',
          '60',
        ])
        expect(body.detail).toMatch(/disk of the database is full. Nothing was changed/)
      }
      const korean = await buyWith(placed.at(-1)!, 'full-key-ko-0123456789', 'ko')
      expect(korean.body.detail).toMatch(/디스크가 가득 찼습니다. 바뀐 것은 없습니다/)
      expect(await health()).toMatchObject({ status: 503, database: 'full' })
      expect((await market.planner.get(`/campaigns/${placed[0]!.campaignId}/media-mix`)).status).toBe(200)
      rmSync(filler)
      await eventually(async () => (await health()).status === 200)
      for (const one of placed.slice(1)) {
        const { bookingStatus } = await market.row(one)
        if (bookingStatus !== 'Booked') done(await market.buy(one))
      }
      await audited()
    })
  })

  describe('with trouble', () => {
    beforeAll(async () => {
      const where = join(folder, 'plain')
      mkdirSync(where)
      await opened(where)
    })
    afterAll(() => market.stop())
    afterEach(() => vi.restoreAllMocks())

    it('says that another program has locked it, and goes on when that is over', async () => {
      const placed = await place()
      const script = `
        const libsql = require('libsql')
        const database = new libsql(${JSON.stringify(file)}, {})
        database.exec('BEGIN IMMEDIATE')
        console.log('locked')
        process.stdin.on('data', () => { database.exec('ROLLBACK'); process.exit(0) })`
      const other = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
      try {
        await once(other.stdout, 'data')
        const refused = await market.buy(placed)
        expect([refused.status, refused.body.fault, refused.headers.get('retry-after')]).toEqual([
          503,
          'locked',
          '2',
        ])
        expect(refused.body.detail).toMatch(/Another program has locked the database. Nothing was changed/)
        expect(await health()).toMatchObject({ status: 503, database: 'locked' })
        expect((await market.planner.get('/campaigns')).status).toBe(200)
      } finally {
        other.stdin.write('end\n')
        await once(other, 'exit')
      }
      await eventually(async () => (await health()).status === 200)
      done(await market.buy(placed))
      await audited()
    })

    it('says that it can only be read, and goes on when it can be written', async () => {
      const placed = await place()
      const { dataSource } = market.test.service.database
      await dataSource.query('PRAGMA query_only = 1')
      const refused = await market.buy(placed)
      expect([refused.status, refused.body.fault]).toEqual([503, 'read-only'])
      expect(refused.body.detail).toMatch(/can only be read just now. Nothing was changed/)
      expect(await health()).toMatchObject({ status: 503, database: 'read-only' })
      expect((await market.planner.get('/campaigns')).status).toBe(200)
      await dataSource.query('PRAGMA query_only = 0')
      await eventually(async () => (await health()).status === 200)
      done(await market.buy(placed))
      await audited()
    })

    it('acknowledges a purchase whose first fsync failed, once the log is on the disk after all', async () => {
      const placed = await place()
      const sync = await failingSync(1)
      done(await market.buy(placed))
      expect(sync).toHaveBeenCalled()
      expect(await health()).toMatchObject({ status: 200 })
    })

    it('says that an outcome is unknown while the disk refuses, sells nothing more, and knows all when it is mended', async () => {
      const [first, second] = [await place(), await place()]
      const version = await market.version(first)
      const sync = await failingSync(Number.POSITIVE_INFINITY)
      const unknown = await buyWith(first, 'unknown-key-0123456789', 'en', version)
      expect([unknown.status, unknown.body.code]).toEqual([500, 'OUTCOME_UNKNOWN'])
      const refused = await buyWith(second, 'second-key-0123456789')
      expect([refused.status, refused.body.code, refused.body.fault]).toEqual([503, 'UNAVAILABLE', 'failing'])
      expect(refused.body.detail).toMatch(/disk of the database refuses writes. Nothing was changed/)
      expect(await health()).toMatchObject({ status: 503, database: 'failing' })
      sync.mockRestore()
      await eventually(async () => (await health()).status === 200, undefined, 10_000)
      const again = await buyWith(first, 'unknown-key-0123456789', 'en', version)
      expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
      done(await buyWith(second, 'second-key-0123456789'))
      await audited()
    })

    /** Refuses as the system does: everything but the sync itself is real. */
    async function failingSync(times: number) {
      const handle = await open(file, 'r')
      const prototype = Object.getPrototypeOf(handle) as FileHandle
      await handle.close()
      const real = prototype.datasync
      let left = times
      return vi.spyOn(prototype, 'datasync').mockImplementation(function (this: FileHandle) {
        return left-- > 0
          ? Promise.reject(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }))
          : real.call(this)
      })
    }
  })

  it.each([
    ['whole', (_at: number) => undefined, true],
    ['changed in a frame', (at: number) => at, false],
  ])('whose log is %s is seen as that when it is written again', async (_name, change, whole) => {
    const where = mkdtempSync(join(folder, 'log-'))
    const kind = within(where)
    const { url } = await kind.createFilled('migrated', async (empty) =>
      (await Database.open(empty, SCHEMA)).close(),
    )
    const database = await Database.open(url, SCHEMA)
    for (let i = 0; i < 20; i++)
      await database.write((tx) =>
        tx.run('INSERT INTO content_owner (code, name, version) VALUES (?, ?, 1)', [
          `C${i}`,
          'x'.repeat(500),
        ]),
      )
    const log = await open(`${kind.file}-wal`, 'r+')
    const { size } = await log.stat()
    expect(size).toBeGreaterThan(20_000)
    const at = change(Math.floor(size / 2))
    if (at !== undefined) await log.write(Buffer.from([0xff, 0x00, 0xff, 0x01]), 0, 4, at)
    expect(await rewriteLog(log, `${kind.file}-shm`)).toBe(whole)
    await log.close()
    if (whole) {
      const [row] = await database.rows<{ n: number }>('SELECT COUNT(*) AS n FROM content_owner')
      expect(row?.n).toBe(20)
    }
    await database.close().catch(() => undefined)
  })

  describe('that was damaged', () => {
    beforeAll(async () => {
      const where = join(folder, 'damaged')
      mkdirSync(where)
      await opened(where)
      await place()
    })
    afterAll(() => market.stop().catch(() => undefined))

    it('says so in answers, in health and in the audit, and does not start again', async () => {
      const beside = new LibsqlDriver(file, {})
      beside.pragma('wal_checkpoint(TRUNCATE)')
      beside.close()
      const { size } = statSync(file)
      const fd = openSync(file, 'r+')
      writeSync(fd, Buffer.alloc(size - 3 * 4096, 7), 0, size - 3 * 4096, 3 * 4096)
      closeSync(fd)
      const answers = await Promise.all(
        ['/unit-inventory', '/standard-inventory?month=2026-12', '/contents', '/campaigns', '/jobs/runs'].map(
          (path) => market.operator.get(path),
        ),
      )
      const refused = answers.filter(({ status }) => status !== 200)
      expect(refused.length).toBeGreaterThan(0)
      for (const { status, body } of refused) expect([status, body.fault]).toEqual([503, 'damaged'])
      expect(refused[0]?.body.detail).toMatch(
        /damaged. Nothing was changed. Tell your administrator: a backup/,
      )
      expect(await health()).toMatchObject({ status: 503, database: 'damaged' })
      const reader = await Database.openToRead(`sqlite:${file}`, SCHEMA).catch((error: Error) => error)
      if (reader instanceof Error) {
        expect(reader.message).toMatch(/damaged/)
      } else {
        const verdicts = await audit(reader, market.clock.now())
        const found = verdicts.filter(({ count }) => count > 0).map(({ name }) => name)
        expect(found).toContain('stored-file')
        await reader.close()
      }
      const copy = join(folder, 'copy.sqlite')
      copyFileSync(file, copy)
      await expect(Database.open(`sqlite:${copy}`, SCHEMA)).rejects.toThrow(/is damaged, or is none/)
    })

    it('is noticed by the audit where only one page was overwritten', async () => {
      const where = mkdtempSync(join(folder, 'page-'))
      const kind = within(where)
      const { url } = await kind.createFilled('migrated', async (empty) =>
        (await Database.open(empty, SCHEMA)).close(),
      )
      const { size } = statSync(kind.file)
      const fd = openSync(kind.file, 'r+')
      writeSync(fd, Buffer.alloc(4096, 9), 0, 4096, size - 2 * 4096)
      closeSync(fd)
      const reader = await Database.openToRead(url, SCHEMA)
      const verdicts = await audit(reader, new Date())
      expect(verdicts.find(({ name }) => name === 'stored-file')?.count).toBeGreaterThan(0)
      await reader.close()
    })
  })

  it('that is no database is told at the start', async () => {
    const text = join(folder, 'text.sqlite')
    writeFileSync(text, 'This is no database. '.repeat(1000))
    await expect(Database.open(`sqlite:${text}`, SCHEMA)).rejects.toThrow(/is damaged, or is none/)
  })

  it.skipIf(!bound)('on a disk that can only be read is told at the start', async () => {
    const kind = within(bound!)
    const { url } = await kind.createFilled('migrated', async (empty) =>
      (await Database.open(empty, SCHEMA)).close(),
    )
    expect(spawnSync('mount', ['-o', 'remount,ro,bind', bound!]).status).toBe(0)
    await expect(Database.open(url, SCHEMA)).rejects.toThrow(
      /can only be read: the file, its folder and its disk/,
    )
  })
})
