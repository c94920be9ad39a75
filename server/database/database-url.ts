import { parseMysqlUrl } from './dialect/mysql-url'

/** How a DATABASE_URL signs in, and at which servers; undefined: the embedded database has neither. */
export function signInOf(url: string): { password: string; hosts: string[] } | undefined {
  if (url.startsWith('sqlite:')) return undefined
  const { password, hosts, socket } = parseMysqlUrl(url)
  return { password, hosts: socket === undefined ? hosts.map(({ host }) => host) : [] }
}

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
