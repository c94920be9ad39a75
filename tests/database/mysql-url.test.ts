import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfiguration } from '../../server/configuration'
import { parseMysqlUrl } from '../../server/database/dialect/mysql-url'
import { findOpenssl, makeCertificate } from '../support/openssl'

describe('a URL of MySQL', () => {
  it('names user, password, host, port and database, percent-encoded where needed', () => {
    expect(parseMysqlUrl('mysql://flight%40sheet:p%2Fw%3A%25@db.example.com/plan%20a')).toEqual({
      hosts: [{ host: 'db.example.com', port: 3306 }],
      socket: undefined,
      user: 'flight@sheet',
      password: 'p/w:%',
      database: 'plan a',
      tls: undefined,
    })
    expect(parseMysqlUrl('mariadb://u:a@b:c@h:3307/name')).toMatchObject({
      user: 'u',
      password: 'a@b:c',
      hosts: [{ host: 'h', port: 3307 }],
    })
    expect(parseMysqlUrl('mysql://h/name')).toMatchObject({ user: '', password: '' })
  })

  it('names several hosts in order, IPv6 addresses in brackets', () => {
    expect(parseMysqlUrl('mysql://root@one,two:3307,[::1],[fd00::2]:3308/name').hosts).toEqual([
      { host: 'one', port: 3306 },
      { host: 'two', port: 3307 },
      { host: '::1', port: 3306 },
      { host: 'fd00::2', port: 3308 },
    ])
  })

  it('names a socket', () => {
    for (const host of ['', 'localhost'])
      expect(parseMysqlUrl(`mysql://root@${host}/name?socket=/run/mysqld/mysqld.sock`), host).toMatchObject({
        socket: '/run/mysqld/mysqld.sock',
      })
    expect(parseMysqlUrl('mysql:///name?socket=%2Ftmp%2Fa%20b').socket).toBe('/tmp/a b')
  })

  it.each([
    ['disabled', undefined],
    ['REQUIRED', { rejectUnauthorized: false, verifyIdentity: false }],
    ['verify_identity', { rejectUnauthorized: true, verifyIdentity: true }],
    ['verify-identity', { rejectUnauthorized: true, verifyIdentity: true }],
  ])('says by ssl-mode=%s how the server proves who it is', (mode, tls) => {
    expect(parseMysqlUrl(`mysql://u@h/name?ssl-mode=${mode}`).tls).toEqual(tls)
    expect(parseMysqlUrl(`mysql://u@h/name?ssl=${mode}`).tls).toEqual(tls)
  })

  it.each([
    ['mysql://u:secret@h/name?compress=true', /unknown option compress: known are ssl-mode, ssl-ca/],
    ['mysql://u:secret@h/name?ssl=yes', /ssl-mode=yes: it must be disabled, required, verify-ca/],
    ['mysql://u:secret@h/name?ssl-mode=preferred', /it must be disabled, required/],
    ['mysql://u:secret@h/name?ssl=required&ssl-mode=required', /twice/],
    ['mysql://u:secret@h/name?ssl-ca=', /without a value/],
    ['mysql://u:secret@h/name?ssl-ca=/nowhere/ca.pem', /ssl-ca that can't be read: ENOENT/],
    ['mysql://u:secret@h/name?ssl-mode=required&ssl-ca=/ca.pem', /does not check/],
    ['mysql://u:secret@h/name?ssl-mode=verify-ca', /ssl-ca/],
    ['mysql://u:secret@h/name?ssl-mode=disabled&ssl-ca=/ca.pem', /no TLS/],
    ['mysql://u:secret@h/name?ssl-cert=/c.pem&ssl-key=/k.pem', /no TLS/],
    ['mysql://u:secret@h/name?ssl-mode=required&ssl-cert=/c.pem', /together/],
    ['mysql://u:secret@127.0.0.1/name?ssl-mode=verify-identity', /127\.0\.0\.1 is an address/],
    ['mysql://u:secret@/name?ssl-mode=verify-identity&socket=/s', /a socket has none/],
    ['mysql://u:secret@h/name?socket=/run/s', /both a socket and a host/],
    ['mysql://u:secret@h', /names no database/],
    ['mysql://u:secret@h/', /names no database/],
    ['mysql://u:secret@h/a/b', /"\/" in the name/],
    ['mysql://u:secret@/name', /has "" for a host/],
    ['mysql://u:secret@one,,two/name', /has "" for a host/],
    ['mysql://u:secret@one,one:3306/name', /one:3306 twice/],
    ['mysql://u:secret@::1/name', /in brackets/],
    ['mysql://u:secret@[nothing]/name', /in brackets/],
    ['mysql://u:secret@h:99999/name', /ports go from 1 to 65535/],
    ['mysql://u:secret%@h/name', /write % as %25/],
    ['mysql://u:secret#1@h/name', /write it as %23/],
  ])('refuses %s', (url, why) => {
    expect(() => parseMysqlUrl(url)).toThrow(why)
    expect(() => parseMysqlUrl(url)).not.toThrow(/secret/)
  })
})

describe.skipIf(!findOpenssl())('the files of a URL', () => {
  let folder: string
  const file = (name: string) => join(folder, name)
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flightsheet-url-'))
    makeCertificate(file('ca.pem'), file('key.pem'))
    writeFileSync(file('none.pem'), 'no certificate')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('are read, and an authority alone is checked', () => {
    const { tls } = parseMysqlUrl(`mysql://u@h/name?ssl-ca=${file('ca.pem')}`)
    expect(tls).toMatchObject({ rejectUnauthorized: true, verifyIdentity: false })
    expect(String(tls?.ca)).toContain('BEGIN CERTIFICATE')
    const own = parseMysqlUrl(
      `mysql://u@h/name?ssl-mode=required&ssl-cert=${file('ca.pem')}&ssl-key=${file('key.pem')}`,
    )
    expect(String(own.tls?.key)).toContain('PRIVATE KEY')
  })

  it('must be what they are for', () => {
    expect(() => parseMysqlUrl(`mysql://u@h/name?ssl-ca=${file('none.pem')}`)).toThrow(/PEM/)
    expect(() => parseMysqlUrl(`mysql://u@h/name?ssl-ca=${file('key.pem')}`)).toThrow(/no certificate/)
  })
})

describe('DATABASE_URL', () => {
  const wrong = (url: string) => () => readConfiguration({ DATABASE_URL: url })

  it('is checked with the other settings, and told without its password', () => {
    const both = () => readConfiguration({ DATABASE_URL: 'mysql://u:secret@h/name?tls=on', PORT: 'many' })
    expect(both).toThrow(/PORT: .*\n.*DATABASE_URL: has an unknown option tls/)
    expect(both).not.toThrow(/secret/)
    expect(wrong('postgres://u:secret@h/name')).toThrow(/DATABASE_URL: must be sqlite:/)
    expect(wrong('postgres://u:secret@h/name')).not.toThrow(/secret/)
  })

  it('may be what it was', () => {
    for (const url of ['sqlite:./data/try.sqlite', 'mysql://root@127.0.0.1:3306/flightsheet'])
      expect(readConfiguration({ DATABASE_URL: url }).databaseUrl).toBe(url)
  })
})
