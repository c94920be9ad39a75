import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, Transaction } from '../../server/database/database'
import { databases, openTestDatabase } from '../support/databases'

const insertOwner = (tx: Transaction, code: string) =>
  tx.run('INSERT INTO content_owner (code, name, version) VALUES (?, ?, 1)', [code, code])

/** What a read computes between its statements. */
function busyFor(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

describe.each(databases())('unit of work on $name', (kind) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => {
    ;({ database, drop } = await openTestDatabase(kind))
  })
  afterAll(() => drop())
  beforeEach(() => database.write((tx) => tx.run('DELETE FROM content_owner')))

  const owners = async () =>
    (
      await database.read((tx) => tx.rows<{ code: string }>('SELECT code FROM content_owner ORDER BY code'))
    ).map(({ code }) => code)

  // Without the queue, the second transaction on SQLite's one connection becomes a savepoint of the first: it
  // reports success and is then rolled back with the first.
  it('keeps what is committed when an interleaved write fails', async () => {
    const failing = database.write(async (tx) => {
      await insertOwner(tx, 'A')
      await sleep(30)
      throw new Error('changed my mind')
    })
    await sleep(5)
    const succeeding = database.write(async (tx) => {
      await insertOwner(tx, 'B')
      await sleep(50)
    })
    await expect(failing).rejects.toThrow('changed my mind')
    await succeeding
    expect(await owners()).toEqual(['B'])
  })

  it('keeps a write in flight out of sight until it is committed', async () => {
    const writing = database.write(async (tx) => {
      await insertOwner(tx, 'A')
      await sleep(40)
    })
    await sleep(15)
    expect(await owners()).toEqual([])
    await writing
    expect(await owners()).toEqual(['A'])
  })

  it('joins nested writes: all of it or nothing', async () => {
    const outer = database.write(async (tx) => {
      await insertOwner(tx, 'A')
      await database.write((inner) => insertOwner(inner, 'B'))
      expect(await owners()).toEqual(['A', 'B'])
      throw new Error('undo')
    })
    await expect(outer).rejects.toThrow('undo')
    expect(await owners()).toEqual([])
  })

  it('loses no update of 40 concurrent read-modify-writes', async () => {
    await database.write((tx) => insertOwner(tx, 'N'))
    await Promise.all(
      Array.from({ length: 40 }, () =>
        database.write(async (tx) => {
          const [row] = await tx.rows<{ version: number }>(
            `SELECT version FROM content_owner WHERE code = 'N' ${tx.dialect.forUpdate}`,
          )
          await sleep(1)
          await tx.run("UPDATE content_owner SET version = ? WHERE code = 'N'", [row!.version + 1])
        }),
      ),
    )
    const [row] = await database.read((tx) =>
      tx.rows<{ version: number }>("SELECT version FROM content_owner WHERE code = 'N'"),
    )
    expect(row?.version).toBe(41)
  })

  it('goes on after a failed write', async () => {
    await expect(database.write((tx) => tx.run('INSERT INTO nowhere VALUES (1)'))).rejects.toThrow()
    await database.write((tx) => insertOwner(tx, 'A'))
    expect(await owners()).toEqual(['A'])
  })

  it('rolls back to a savepoint and keeps the rest', async () => {
    await database.write(async (tx) => {
      await insertOwner(tx, 'A')
      await expect(
        tx.savepoint(async () => {
          await insertOwner(tx, 'B')
          throw new Error('only this')
        }),
      ).rejects.toThrow('only this')
      await tx.savepoint(() => insertOwner(tx, 'C'))
    })
    expect(await owners()).toEqual(['A', 'C'])
  })

  it('reads one consistent state, whatever is committed in between', async () => {
    await database.write((tx) => insertOwner(tx, 'A'))
    const counts = await database.read(async (tx) => {
      const count = async () =>
        Number((await tx.rows<{ n: number }>('SELECT COUNT(*) AS n FROM content_owner'))[0]!.n)
      const before = await count()
      await outside(() => database.write((other) => insertOwner(other, 'B')))
      return [before, await count()]
    })
    expect(counts).toEqual([1, 1])
    expect(await owners()).toEqual(['A', 'B'])
  })

  it('answers a single SELECT while a long read is under way, with what is committed meanwhile', async () => {
    await database.read(async (tx) => {
      expect(await tx.rows('SELECT code FROM content_owner')).toEqual([])
      await outside(() => database.write((other) => insertOwner(other, 'A')))
      const [alone] = await outside(() => database.rows('SELECT code FROM content_owner'))
      expect(alone).toEqual({ code: 'A' })
      expect(await tx.rows('SELECT code FROM content_owner')).toEqual([])
    })
  })

  it('lets others in between the statements of a long read', async () => {
    let rounds = 0
    let reading = true
    const others = () => {
      rounds++
      if (reading) setImmediate(others)
    }
    setImmediate(others)
    await database.read(async (tx) => {
      for (let i = 0; i < 20; i++) {
        await tx.rows('SELECT code FROM content_owner')
        busyFor(3)
      }
    })
    reading = false
    expect(rounds).toBeGreaterThan(10)
  })

  it('skips given rows that are there, and nothing else', async () => {
    const columns = { meta_id: 'text', platform: 'text', weight: 'whole' } as const
    const give = (rows: [string, string, number][]) =>
      database.write((tx) => tx.insertGiven('content_platform_weight', columns, rows))
    const given = () =>
      database.rows(
        "SELECT platform, weight FROM content_platform_weight WHERE meta_id = 'given' ORDER BY platform",
      )
    await give([['given', 'a', 1]])
    await give([
      ['given', 'a', 2],
      ['given', 'b', 3],
    ])
    const stands = [
      { platform: 'a', weight: 1 },
      { platform: 'b', weight: 3 },
    ]
    expect(await given()).toEqual(stands)
    // A CHECK refuses it: it must neither be stored nor passed over.
    await expect(give([['given', 'c', 0]])).rejects.toThrow(/constraint/i)
    if (kind.name === 'mysql') await expect(give([['given', 'd'.repeat(65), 1]])).rejects.toThrow(/too long/)
    expect(await given()).toEqual(stands)
  })

  it('inserts a row if it is absent, and says whether it was', async () => {
    const insert = (code: string, name: string) =>
      database.write((tx) => tx.insertIfAbsent('content_owner', ['code', 'name', 'version'], [code, name, 1]))
    expect([await insert('absent', '하나'), await insert('absent', '둘')]).toEqual([true, false])
    expect(await database.rows("SELECT name FROM content_owner WHERE code = 'absent'")).toEqual([
      { name: '하나' },
    ])
    if (kind.name === 'mysql') await expect(insert('long', 'x'.repeat(201))).rejects.toThrow(/too long/)
  })

  it('refuses to write inside a read', async () => {
    await expect(database.read(() => database.write((tx) => insertOwner(tx, 'A')))).rejects.toThrow(
      'must not write',
    )
  })

  // On a lock time-out MySQL rolls back only the statement: a rollback to the savepoint alone would leave the
  // transaction open, with its locks and its connection.
  it('gives back every connection after a lock time-out inside a savepoint', async () => {
    if (database.dialect.name === 'sqlite') return
    await database.write((tx) => insertOwner(tx, 'A'))
    const update = 'UPDATE content_owner SET version = version + 1 WHERE code = ?'
    const holding = database.write(async (tx) => {
      await tx.run(update, ['A'])
      await sleep(1500)
    })
    await sleep(20)
    const waiting = database.write(async (tx) => {
      await tx.run('SET SESSION innodb_lock_wait_timeout = 1')
      await insertOwner(tx, 'B')
      await tx.savepoint(() => tx.run(update, ['A']))
    })
    await Promise.all([holding, waiting])
    await Promise.all(Array.from({ length: 30 }, (_, i) => database.write((tx) => insertOwner(tx, `C${i}`))))
    expect(await owners()).toHaveLength(32)
    const [row] = await database.read((tx) =>
      tx.rows<{ version: number }>("SELECT version FROM content_owner WHERE code = 'A'"),
    )
    expect(row?.version).toBe(3)
  })

  it('begins anew after the database has rolled back by itself', async () => {
    await expect(
      database.write(async (tx) => {
        await insertOwner(tx, 'A')
        await tx.run('ROLLBACK')
        throw new Error('disk full')
      }),
    ).rejects.toThrow('disk full')
    await database.write(async (tx) => {
      await insertOwner(tx, 'B')
      await expect(tx.savepoint(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    })
    expect(await owners()).toEqual(['B'])
  })

  it('tries a transaction again that lost a deadlock', async () => {
    await database.write(async (tx) => {
      await insertOwner(tx, 'A')
      await insertOwner(tx, 'B')
    })
    const swap = (first: string, second: string) =>
      database.write(async (tx) => {
        await tx.run('UPDATE content_owner SET version = version + 1 WHERE code = ?', [first])
        await sleep(20)
        await tx.run('UPDATE content_owner SET version = version + 1 WHERE code = ?', [second])
      })
    await Promise.all([swap('A', 'B'), swap('B', 'A')])
    const rows = await database.read((tx) =>
      tx.rows<{ version: number }>('SELECT version FROM content_owner'),
    )
    expect(rows.map(({ version }) => version)).toEqual([3, 3])
  })
})

/** Runs work as another request would: outside of the unit of work that is open here. */
function outside<T>(work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    pending.push(() => void work().then(resolve, reject))
  })
}

const pending: (() => void)[] = []
setInterval(() => pending.shift()?.(), 2).unref()
