import { statSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { Database } from '../../server/database/database'
import { WalSync } from '../../server/database/dialect/wal-sync'
import { SCHEMA } from '../../server/programs/schema'
import { databases } from '../support/databases'
import { eventually } from '../support/eventually'
import { buildPrograms } from '../support/programs'

/** A disk on which the test ends every sync. */
function slowDisk() {
  const syncs: { end(): void; fail(error: Error): void }[] = []
  return {
    syncs,
    datasync: () => new Promise<void>((end, fail) => syncs.push({ end, fail })),
    close: async () => undefined,
  }
}

/** Waits until all promises that can settle have settled. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('Waiting for the disk', () => {
  it('is done once for all that come while another waits', async () => {
    const disk = slowDisk()
    const log = new WalSync(disk)
    const done: string[] = []
    const wait = (name: string) => log.durable().then(() => done.push(name))
    const all = [wait('a'), wait('b'), wait('c')]
    expect(disk.syncs).toHaveLength(1)
    disk.syncs[0]!.end()
    await settled()
    // The writes of b and c may have come too late for the first sync.
    expect(done).toEqual(['a'])
    expect(disk.syncs).toHaveLength(2)
    disk.syncs[1]!.end()
    await Promise.all(all)
    expect(done).toEqual(['a', 'b', 'c'])
    expect(disk.syncs).toHaveLength(2)
  })

  it('says no for ever after the disk has refused once', async () => {
    const disk = slowDisk()
    const log = new WalSync(disk)
    const waiting = [log.durable(), log.durable()]
    disk.syncs[0]!.fail(new Error('EIO'))
    for (const one of waiting) await expect(one).rejects.toThrow('the disk did not take what was written')
    await expect(log.durable()).rejects.toThrow('the disk did not take what was written')
    expect(disk.syncs).toHaveLength(1)
  })
})

describe('The embedded database', () => {
  const sqlite = databases()[0]!
  const closing: (() => Promise<void> | void)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  const insert = (database: Database, code: string) =>
    database.write(async (tx) => {
      tx.signal('test')
      await tx.run('INSERT INTO content_owner (code, name, version) VALUES (?, ?, 1)', [code, code])
    })

  it('acknowledges and tells of a write when it is on the disk; the next one works meanwhile', async () => {
    const { url, drop } = await sqlite.create()
    closing.push(drop)
    const database = await Database.open(url, SCHEMA)
    closing.push(() => database.close())
    const waiting: (() => void)[] = []
    const upkeep = (database as unknown as { upkeep: { durable(): Promise<void> } }).upkeep
    upkeep.durable = () => new Promise((resolve) => waiting.push(resolve))
    const seen: string[] = []
    database.listen('test', () => seen.push('told'))
    const writes = ['A', 'B'].map((code) => insert(database, code).then(() => seen.push(code)))
    await eventually(() => waiting.length === 2)
    expect(seen).toEqual([])
    for (const end of waiting) end()
    await Promise.all(writes)
    expect(seen.sort()).toEqual(['A', 'B', 'told', 'told'])
  })

  it('has its log written back by a thread, and by itself when that has ended', async () => {
    const programs = await buildPrograms({ 'upkeep-thread': 'server/database/upkeep-thread.ts' })
    closing.push(programs.remove)
    for (const program of [programs.file('upkeep-thread'), programs.file('not-there')]) {
      const { url, drop } = await sqlite.create()
      closing.push(drop)
      const database = await Database.open(url, SCHEMA, { upkeepThread: program })
      closing.push(() => database.close())
      const size = () => statSync(url.slice('sqlite:'.length)).size
      const before = size()
      const text = 'x'.repeat(200)
      const fill = (from: number) =>
        database.write((tx) =>
          tx.insert(
            'content_owner',
            ['code', 'name', 'version'],
            Array.from({ length: 20_000 }, (_, i) => [`${from + i}`, text, 1]),
          ),
        )
      // About 1,500 pages. Where the thread is missing, the commits that follow write them back.
      await fill(0)
      if (program.includes('not-there')) await fill(20_000)
      await eventually(() => size() > before + 3_000_000, size, 20_000)
    }
  })
})
