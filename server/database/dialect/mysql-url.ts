import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { createSecureContext } from 'node:tls'

export interface MysqlHost {
  host: string
  port: number
}

/** How the server must prove who it is. `disabled` is undefined where these settings are. */
export interface MysqlTls {
  ca?: Buffer
  cert?: Buffer
  key?: Buffer
  /** Whether the certificate must come from `ca`, or from an authority that Node knows. */
  rejectUnauthorized: boolean
  /** Whether the certificate must be one of the host's name. */
  verifyIdentity: boolean
}

/** What a `mysql://` URL says. */
export interface MysqlUrl {
  /** In the order in which they are tried; one with an empty name where there is a socket. */
  hosts: readonly [MysqlHost, ...MysqlHost[]]
  /** The path of a Unix socket on this machine. */
  socket: string | undefined
  user: string
  password: string
  database: string
  /** Undefined: no TLS. */
  tls: MysqlTls | undefined
}

/** As MySQL's own URI-like strings name them. */
const OPTIONS = ['ssl-mode', 'ssl-ca', 'ssl-cert', 'ssl-key', 'socket'] as const
type Option = (typeof OPTIONS)[number]
/** Other names of the same. */
const ALIASES: Readonly<Record<string, Option>> = { ssl: 'ssl-mode' }
const MODES = ['disabled', 'required', 'verify-ca', 'verify-identity'] as const
type Mode = (typeof MODES)[number]

const FORM = 'mysql://user:password@host:port/name, with several hosts as host1:3306,host2:3306'

/**
 * Reads a URL of MySQL or MariaDB, and the files that its options name.
 *
 * @throws Error that says what is wrong; it never contains the password
 */
export function parseMysqlUrl(url: string): MysqlUrl {
  if (url.includes('#')) throw new Error('has a "#": write it as %23')
  const [, address, query] = /^(?:mysql|mariadb):\/\/([^?]*)(?:\?(.*))?$/s.exec(url) ?? []
  if (address === undefined) throw new Error(`must be ${FORM}`)
  // A password may contain an @ that isn't encoded, but no slash.
  const slash = address.indexOf('/')
  if (slash < 0 || slash === address.length - 1) throw new Error(`names no database: it must be ${FORM}`)
  const authority = address.slice(0, slash)
  const at = authority.lastIndexOf('@')
  const [user = '', ...password] = at < 0 ? [''] : authority.slice(0, at).split(':')
  const options = optionsOf(query ?? '')
  const hosts = hostsOf(authority.slice(at + 1), options.socket !== undefined)
  const database = decoded(address.slice(slash + 1), 'the name of the database')
  if (database.includes('/')) throw new Error(`has a "/" in the name of the database: it must be ${FORM}`)
  return {
    hosts,
    socket: options.socket,
    user: decoded(user, 'the user'),
    password: decoded(password.join(':'), 'the password'),
    database,
    tls: tlsOf(options, hosts),
  }
}

function optionsOf(query: string): Partial<Record<Option, string>> {
  const options: Partial<Record<Option, string>> = {}
  for (const part of query.split('&').filter((text) => text !== '')) {
    const [written = '', ...rest] = part.split('=')
    const named = decoded(written, 'an option').toLowerCase()
    const option = ALIASES[named] ?? OPTIONS.find((known) => known === named)
    if (!option) throw new Error(`has an unknown option ${named}: known are ${OPTIONS.join(', ')}`)
    if (options[option] !== undefined) throw new Error(`has the option ${option} twice`)
    const value = decoded(rest.join('='), option)
    if (value === '') throw new Error(`has the option ${option} without a value`)
    options[option] = value
  }
  return options
}

function hostsOf(text: string, socket: boolean): [MysqlHost, ...MysqlHost[]] {
  if (socket) {
    if (text !== '' && text !== 'localhost')
      throw new Error('has both a socket and a host: a socket is on this machine, so leave the host out')
    return [{ host: 'localhost', port: 0 }]
  }
  const [first, ...others] = text.split(',').map(hostOf)
  const hosts: [MysqlHost, ...MysqlHost[]] = [first!, ...others]
  const names = hosts.map(({ host, port }) => `${host}:${port}`)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice) throw new Error(`names the host ${twice} twice`)
  return hosts
}

/** `host`, `host:port`, `[::1]` or `[::1]:port`. */
function hostOf(text: string): MysqlHost {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = decoded(bracketed ?? plain ?? '', 'a host')
  if (host === '' || (bracketed !== undefined && isIP(host) !== 6))
    throw new Error(
      `has "${text}" for a host: it must be ${FORM}; an IPv6 address stands in brackets, [::1]:3306`,
    )
  const number = Number(port ?? 3306)
  if (number < 1 || number > 65_535)
    throw new Error(`has a port ${port} of ${host}: ports go from 1 to 65535`)
  return { host, port: number }
}

function tlsOf(options: Partial<Record<Option, string>>, hosts: readonly MysqlHost[]): MysqlTls | undefined {
  const mode = modeOf(options)
  const files = (['ssl-ca', 'ssl-cert', 'ssl-key'] as const).filter((option) => options[option])
  if (mode === undefined || mode === 'disabled') {
    if (files.length > 0) throw new Error(`has ${files.join(' and ')}, but no TLS: set ssl-mode`)
    return undefined
  }
  if (Boolean(options['ssl-cert']) !== Boolean(options['ssl-key']))
    throw new Error('must have ssl-cert and ssl-key together')
  if (mode === 'required' && options['ssl-ca'])
    throw new Error('has ssl-ca, which ssl-mode=required does not check: set verify-ca or verify-identity')
  // Anybody gets a certificate from an authority that everybody knows.
  if (mode === 'verify-ca' && !options['ssl-ca'])
    throw new Error('has ssl-mode=verify-ca: name the authority’s file in ssl-ca')
  if (mode === 'verify-identity') {
    const numeric = hosts.find(({ host }) => isIP(host) !== 0)
    if (numeric || options.socket)
      throw new Error(
        `has ssl-mode=verify-identity, which compares the certificate with the host’s name: ${numeric ? `${numeric.host} is an address` : 'a socket has none'}`,
      )
  }
  const read = (option: 'ssl-ca' | 'ssl-cert' | 'ssl-key') => {
    try {
      return options[option] === undefined ? undefined : readFileSync(options[option])
    } catch (error) {
      throw new Error(`has a file in ${option} that can't be read: ${(error as Error).message}`)
    }
  }
  const [ca, cert, key] = [read('ssl-ca'), read('ssl-cert'), read('ssl-key')]
  const material = { ...(ca && { ca }), ...(cert && key && { cert, key }) }
  try {
    createSecureContext(material)
  } catch (error) {
    throw new Error(`has files in ${files.join(', ')} that are not PEM: ${(error as Error).message}`)
  }
  if (ca && !ca.includes('-----BEGIN CERTIFICATE-----'))
    throw new Error('has a file in ssl-ca that has no certificate in PEM')
  return {
    ...material,
    rejectUnauthorized: mode !== 'required',
    verifyIdentity: mode === 'verify-identity',
  }
}

/** With an authority and no mode the certificate is checked against it, as MySQL Shell does. */
function modeOf(options: Partial<Record<Option, string>>): Mode | undefined {
  const written = options['ssl-mode']
  if (written === undefined) return options['ssl-ca'] ? 'verify-ca' : undefined
  const named = written.toLowerCase().replaceAll('_', '-')
  const mode = MODES.find((known) => known === named)
  if (!mode) throw new Error(`has ssl-mode=${written}: it must be ${MODES.join(', ')}`)
  return mode
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Error(`has a "%" in ${what} that encodes nothing: write % as %25`)
  }
}
