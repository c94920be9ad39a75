import { describe, expect, it } from 'vitest'
import { serverOf } from '../../server/database/dialect/mysql-server'

describe('the version of a database server', () => {
  it.each([
    ['8.0.19', 'mysql'],
    ['8.0.36-28.1', 'mysql'],
    ['8.4.2', 'mysql'],
    ['9.1.0-commercial', 'mysql'],
    ['10.6.0-MariaDB', 'mariadb'],
    ['10.11.19-MariaDB-0+deb12u1-log', 'mariadb'],
    ['11.4.3-MariaDB-log', 'mariadb'],
  ])('%s is served', (version, server) => {
    expect(serverOf(version)).toBe(server)
  })

  it.each([
    ['5.7.44-log', /MySQL 5.7.44-log: use MySQL 8.0.19 or MariaDB 10.6.0, or later/],
    ['8.0.18', /MySQL 8.0.18/],
    ['10.5.27-MariaDB', /MariaDB 10.5.27/],
    ['8.0.11-TiDB-v8.5.6', /TiDB .*JSON_TABLE/],
    ['8.0.30-Vitess', /Vitess .*JSON_TABLE/],
  ])('%s is refused', (version, why) => {
    expect(() => serverOf(version)).toThrow(why)
  })
})
