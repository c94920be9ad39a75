import { parseMysqlUrl } from './dialect/mysql-url'

/**
 * Checks a DATABASE_URL without connecting to it.
 *
 * @throws Error that says what is wrong with it; it never contains a password
 */
export function checkDatabaseUrl(url: string): void {
  if (url.startsWith('sqlite:')) return
  if (!/^(mysql|mariadb):\/\//.test(url))
    throw new Error('must be sqlite:./path/to/file or mysql://user:password@host:port/name')
  parseMysqlUrl(url)
}
