import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Database, OUTDATED } from '../../server/database/database'
import { Outdated } from '../../server/database/schema-fence'
import { SCHEMA } from '../../server/programs/schema'
import { databases } from '../support/databases'
import { NEXT_SCHEMA } from '../support/next-schema'

const OWNER = "INSERT INTO content_owner (code, name, version) VALUES (?, 'n', 1)"

describe.each(databases())('a newer version that migrates the database on $name', (kind) => {
  let url: string
  let drop: () => Promise<void>
  let old: Database
  beforeAll(async () => {
    ;({ url, drop } = await kind.createMigrated())
    old = await Database.open(url, SCHEMA)
  })
  afterAll(async () => {
    await old.close()
    await drop()
  })

  it('waits for the writes of this version, which end as if it were not there, and fences off later ones', async () => {
    const told: string[] = []
    old.listen(OUTDATED, () => told.push('outdated'))
    await old.check()
    const order: string[] = []
    let begun = () => {}
    const under = new Promise<void>((resolve) => (begun = resolve))
    const write = old
      .write(async (tx) => {
        begun()
        await wait(700)
        await tx.run(OWNER, ['LAST'])
      })
      .then(() => order.push('written'))
    await under
    const next = await Database.open(url, NEXT_SCHEMA)
    order.push('migrated')
    await write
    expect(order).toEqual(['written', 'migrated'])

    await expect(old.write((tx) => tx.run(OWNER, ['LATE']))).rejects.toBeInstanceOf(Outdated)
    await expect(old.check()).rejects.toBeInstanceOf(Outdated)
    await expect(old.write((tx) => tx.run(OWNER, ['LATER']))).rejects.toBeInstanceOf(Outdated)
    expect(told).toEqual(['outdated'])
    const codes = (await old.rows<{ code: string }>('SELECT code FROM content_owner')).map(({ code }) => code)
    expect(codes).toEqual(['LAST'])

    await next.write((tx) => tx.run(OWNER, ['NEXT']))
    await next.close()
    await expect(Database.open(url, SCHEMA)).rejects.toThrow('newer than this program')
  })
})
