import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Database } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'
import { databases, type TestDatabase } from '../support/databases'
import { freePort } from '../support/free-port'
import { findMariadb, Mariadb } from '../support/mariadb'
import { findOpenssl, makeAuthority } from '../support/openssl'

const mysql = databases().find(({ name }) => name === 'mysql')

const serverOf = async (database: Database) =>
  (await database.rows<{ port: string }>('SELECT @@port AS port'))[0]!.port

/** A way to a server that can be closed, and frozen: then it accepts connections and is silent. */
class Gate {
  port = 0
  private frozen = false
  private server: Server | undefined
  private readonly sockets = new Set<Socket>()

  constructor(private readonly to: { port: number; host: string }) {}

  async open(): Promise<void> {
    this.frozen = false
    this.server = createServer((from) => {
      this.hold(from)
      if (this.frozen) return
      const to = connect(this.to.port, this.to.host)
      this.hold(to)
      from.on('data', (data) => !this.frozen && to.write(data))
      to.on('data', (data) => !this.frozen && from.write(data))
      from.on('close', () => to.destroy())
      to.on('close', () => from.destroy())
    }).listen(this.port, '127.0.0.1')
    await once(this.server, 'listening')
    this.port = (this.server.address() as { port: number }).port
  }

  freeze(): void {
    this.frozen = true
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    if (!this.server?.listening) return
    this.server.close()
    await once(this.server, 'close')
  }

  private hold(socket: Socket): void {
    this.sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => this.sockets.delete(socket))
  }
}

describe.skipIf(!mysql)('several hosts', () => {
  let at: TestDatabase
  let gates: [Gate, Gate]
  let database: Database

  beforeAll(async () => {
    at = await mysql!.createMigrated()
    const url = new URL(at.url)
    const server = { port: Number(url.port || 3306), host: url.hostname }
    gates = [new Gate(server), new Gate(server)]
    for (const gate of gates) await gate.open()
    const address = gates.map(({ port }) => `127.0.0.1:${port}`).join(',')
    database = await Database.open(at.url.replace(url.host, address), SCHEMA, { poolSize: 3 })
  })
  afterAll(async () => {
    await database.close()
    for (const gate of gates) await gate.close()
    await at.drop()
  })

  const write = (code: string) =>
    database.write((tx) =>
      tx.run('INSERT INTO content_owner (code, name, version) VALUES (?, ?, 1)', [code, code]),
    )

  it('serve one after the other: one that closes its connections costs no error', async () => {
    await write('first')
    await gates[0].close()
    await Promise.all(['second', 'third', 'fourth', 'fifth'].map(write))
    expect(await database.rows('SELECT code FROM content_owner')).toHaveLength(5)
    await gates[0].open()
    await gates[1].close()
    await write('sixth')
    await gates[1].open()
  })

  it('serve what hangs on a host that has gone silent', async () => {
    let attempts = 0
    const since = Date.now()
    await database.write(async (tx) => {
      attempts++
      await tx.run('UPDATE content_owner SET version = version + 1')
      if (attempts === 1) gates[0].freeze()
      await tx.run('UPDATE content_owner SET version = version + 1')
    })
    expect(attempts).toBe(2)
    expect(Date.now() - since).toBeLessThan(12_000)
    expect(await database.rows('SELECT DISTINCT version FROM content_owner')).toEqual([{ version: 3 }])
  })
})

describe.skipIf(!mysql)('hosts none of which can be used', () => {
  it('are all named, with what each said', async () => {
    const [first, second] = [await freePort(), await freePort()]
    const url = `mysql://root:secret@127.0.0.1:${first},127.0.0.1:${second}/flightsheet`
    const opening = Database.open(url, SCHEMA)
    await expect(opening).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await expect(opening).rejects.toThrow(new RegExp(`127.0.0.1:${first}: .*; 127.0.0.1:${second}: `))
    await expect(opening).rejects.not.toThrow(/secret/)
  })
})

const mariadb = findMariadb()
if (!mariadb || !findOpenssl())
  console.log('[skipped] MariaDB: TLS and sockets skipped; install mariadb-server and openssl')

describe.skipIf(!mariadb || !findOpenssl())('a server with TLS', () => {
  let server: Mariadb
  const ca = () => server.file('ca.pem')
  const url = (query: string, host = `localhost:${server.port}`, user = 'root') =>
    `mysql://${user}@${host}/flightsheet?${query}`
  const opened = async (at: string) => {
    const database = await Database.open(at, SCHEMA)
    try {
      const [row] = await database.rows<{ Value: string }>("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
      return { cipher: row!.Value, port: await serverOf(database) }
    } finally {
      await database.close()
    }
  }

  beforeAll(async () => {
    server = new Mariadb(mariadb!, await freePort())
    server.install()
    makeAuthority({ ca: ca(), cert: server.file('cert.pem'), key: server.file('key.pem') })
    makeAuthority({
      ca: server.file('other-ca.pem'),
      cert: server.file('own-cert.pem'),
      key: server.file('own-key.pem'),
    })
    await server.start([
      `--ssl-cert=${server.file('cert.pem')}`,
      `--ssl-key=${server.file('key.pem')}`,
      `--ssl-ca=${server.file('other-ca.pem')}`,
    ])
    const root = await createConnection({ socketPath: server.socket, user: 'root' })
    await root.query("CREATE USER certified@localhost IDENTIFIED BY '' REQUIRE X509")
    await root.query('GRANT ALL ON flightsheet.* TO certified@localhost')
    await root.end()
  }, 60_000)
  afterAll(() => server?.drop())

  it('is used as the URL says', async () => {
    expect((await opened(url(''))).cipher).toBe('')
    expect((await opened(url('ssl-mode=required'))).cipher).toMatch(/TLS|AES|CHACHA/)
    expect(
      (await opened(url(`ssl-mode=verify-ca&ssl-ca=${ca()}`, `127.0.0.1:${server.port}`))).cipher,
    ).not.toBe('')
    expect((await opened(url(`ssl-mode=verify-identity&ssl-ca=${ca()}`))).cipher).not.toBe('')
  })

  it('is refused with another authority, and with another name', async () => {
    for (const query of [
      `ssl-mode=verify-ca&ssl-ca=${server.file('other-ca.pem')}`,
      `ssl-mode=verify-identity&ssl-ca=${server.file('other-ca.pem')}`,
      'ssl-mode=verify-identity',
    ])
      await expect(opened(url(query)), query).rejects.toThrow(/certificate/)
    // Another name of 127.0.0.1, which the certificate doesn't have.
    await expect(
      opened(url(`ssl-mode=verify-identity&ssl-ca=${ca()}`, `127.1:${server.port}`)),
    ).rejects.toThrow(/altnames/)
  })

  it('asks for a certificate of ours', async () => {
    const own = `ssl-cert=${server.file('own-cert.pem')}&ssl-key=${server.file('own-key.pem')}`
    const as = (query: string) => opened(url(query, undefined, 'certified'))
    await expect(as(`ssl-mode=required&${own}`)).resolves.toBeDefined()
    await expect(as('ssl-mode=required')).rejects.toThrow(/Access denied/)
  })

  it('is reached by its socket', async () => {
    expect(await opened(url(`socket=${server.socket}`, ''))).toEqual({ cipher: '', port: server.port })
    await expect(opened(url(`socket=${join(server.folder, 'none')}`, ''))).rejects.toThrow(/ENOENT/)
  })
})
