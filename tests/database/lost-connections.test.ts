import { connect, createServer } from 'node:net'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Database, OutcomeUnknown, type Transaction, Unwritable } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'
import { writeOnce } from '../../server/purchases/idempotency'
import { databases, openTestDatabase } from '../support/databases'
import { freePort } from '../support/free-port'
import { startService } from '../support/service'

const mysql = databases().find(({ name }) => name === 'mysql')

const insert = (tx: Transaction, code: string) =>
  tx.run('INSERT INTO content_owner (code, name, version) VALUES (?, ?, 1)', [code, code])

const owners = async (database: Database) =>
  (await database.rows<{ code: string }>('SELECT code FROM content_owner ORDER BY code')).map(
    ({ code }) => code,
  )

describe.skipIf(!mysql)('a connection that is lost', () => {
  let at: Awaited<ReturnType<typeof openTestDatabase>>
  beforeAll(async () => {
    at = await openTestDatabase(mysql!)
  })
  afterAll(() => at.drop())

  /** Ends the connection of a transaction, as a server that goes away does. */
  async function kill(tx: Transaction): Promise<void> {
    const [row] = await tx.rows<{ id: number }>('SELECT CONNECTION_ID() AS id')
    const admin = await createConnection(at.url)
    await admin.query(`KILL CONNECTION ${row!.id}`)
    await admin.end()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }

  it('before the commit is another attempt: nothing of the first one is there', async () => {
    let attempts = 0
    await at.database.write(async (tx) => {
      attempts++
      await insert(tx, `attempt-${attempts}`)
      if (attempts === 1) await kill(tx)
      await insert(tx, `end-${attempts}`)
    })
    expect(attempts).toBe(2)
    expect(await owners(at.database)).toEqual(['attempt-2', 'end-2'])
  })

  it('at the commit leaves it unknown what happened, and is not tried again', async () => {
    let attempts = 0
    const writing = at.database.write(async (tx) => {
      attempts++
      await insert(tx, 'unknown')
      await kill(tx)
    })
    await expect(writing).rejects.toBeInstanceOf(OutcomeUnknown)
    expect(attempts).toBe(1)
  })

  it('at the commit of a request with a key is found out by the same key', async () => {
    let attempts = 0
    const request = {
      accountId: 'somebody',
      key: 'the-key',
      method: 'POST',
      path: '/purchases',
      body: {},
      at: new Date().toISOString(),
      deadline: Date.now() + 20_000,
    }
    const writing = writeOnce(at.database, request, async (tx) => {
      attempts++
      await insert(tx, `with-key-${attempts}`)
      if (attempts === 1) await kill(tx)
      return { attempts }
    })
    expect(await writing).toEqual({ answer: { attempts: 2 }, replayed: false })
    expect((await owners(at.database)).filter((code) => code.startsWith('with-key'))).toEqual(['with-key-2'])
  })

  it('while reading is another attempt', async () => {
    let attempts = 0
    const found = await at.database.read(async (tx) => {
      attempts++
      if (attempts === 1) await kill(tx)
      return tx.rows('SELECT 1 AS one')
    })
    expect({ attempts, found }).toEqual({ attempts: 2, found: [{ one: 1 }] })
  })
})

describe.skipIf(!mysql)('a server that starts later than the service', () => {
  it('is waited for', async () => {
    const { url, drop } = await mysql!.createMigrated()
    const server = new URL(url)
    const gate = createServer((from) => {
      const to = connect(Number(server.port || 3306), server.hostname)
      from.pipe(to).pipe(from)
      to.on('error', () => from.destroy())
      from.on('error', () => to.destroy())
    })
    const port = await freePort()
    const behind = new URL(url)
    behind.port = String(port)
    await expect(Database.open(behind.href, SCHEMA)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    const begun: unknown[] = []
    const opening = Database.open(behind.href, SCHEMA, {
      waiting: { forMs: 20_000, begin: (reason) => begun.push(reason) },
    })
    await vi.waitFor(() => expect(begun).toHaveLength(1))
    gate.listen(port, '127.0.0.1')
    const database = await opening
    expect(await owners(database)).toEqual([])
    expect(begun).toMatchObject([{ code: 'ECONNREFUSED' }])
    await database.close()
    gate.close()
    await drop()
  })
})

describe('a disk that refuses what was committed', () => {
  it('leaves that write unknown, and no further one is begun', async () => {
    const at = await openTestDatabase(databases()[0]!)
    const { upkeep } = at.database as unknown as { upkeep: { durable(): Promise<void>; refusal(): Error } }
    const refused = new Error('the disk did not take what was written')
    let broken: Error | undefined
    Object.assign(upkeep, {
      durable: async () => {
        broken = refused
        throw refused
      },
      refusal: () => broken,
      mend: async () => false,
    })
    await expect(at.database.write((tx) => insert(tx, 'there'))).rejects.toBeInstanceOf(OutcomeUnknown)
    await expect(at.database.write((tx) => insert(tx, 'never'))).rejects.toBeInstanceOf(Unwritable)
    expect(await owners(at.database)).toEqual(['there'])
    await at.drop()
  })

  it('is told to the caller as what it is, with no word of "nothing was changed"', async () => {
    const service = await startService(databases()[0]!)
    const { upkeep } = service.service.database as unknown as { upkeep: object }
    const refused = new Error('the disk did not take what was written')
    let broken: Error | undefined
    Object.assign(upkeep, {
      durable: async () => {
        broken = refused
        throw refused
      },
      refusal: () => broken,
      mend: async () => false,
    })
    const first = await service.admin.put('/content-owners/CJ', { name: 'CJ ENM' })
    expect(first).toMatchObject({ status: 500, body: { code: 'OUTCOME_UNKNOWN' } })
    expect(first.body.detail).not.toMatch(/nothing was changed/i)
    const second = await service.admin.put('/content-owners/SBS', { name: 'SBS' })
    expect(second).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } })
    expect(second.body.detail).toContain('Nothing was changed')
    expect((await service.admin.get('/content-owners')).body.items).toHaveLength(1)
    await service.stop()
  })
})
