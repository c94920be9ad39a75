import type { Connection, ConnectionOptions, QueryError } from 'mysql2'
import type { PoolFigures } from './dialect'
import { isOfHost } from './mysql-errors'
import { cut, type HostConnection, type MysqlHosts } from './mysql-hosts'
import type { MysqlHost } from './mysql-url'

export type PooledConnection = Connection & { release(): void }

type Callback = (error: Error | null, connection?: PooledConnection) => void

interface Member extends HostConnection {
  readonly connection: PooledConnection
  idle: boolean
  /** It must not be used again: its host is not in use, or a transaction may be open on it. */
  spent: boolean
}

export interface PoolSettings {
  options: ConnectionOptions
  /** Statements for every new connection. */
  session: readonly string[]
  size: number
}

/**
 * Connections to the host in use, in the form in which TypeORM asks for a pool. mysql2's own knows one host, and keeps a
 * connection whose ROLLBACK was refused: the next transaction on it would commit what was given up.
 */
export class MysqlPool {
  private readonly members = new Set<Member>()
  private readonly waiting: Callback[] = []
  private opening = 0
  private closed = false
  private readonly onLeft = (host: MysqlHost, silent: boolean) => this.drop(host, silent)

  constructor(
    private readonly hosts: MysqlHosts,
    private readonly settings: PoolSettings,
  ) {
    hosts.on('left', this.onLeft)
    hosts.watch()
  }

  get figures(): PoolFigures {
    const used = [...this.members].filter(({ idle }) => !idle).length
    return { open: this.members.size, used, waiting: this.waiting.length }
  }

  getConnection(callback: Callback): void {
    const idle = [...this.members].findLast((member) => member.idle)
    if (this.closed) {
      later(() => callback(new Error('Pool is closed.')))
    } else if (idle) {
      idle.idle = false
      later(() => callback(null, idle.connection))
    } else if (this.members.size + this.opening < this.settings.size) {
      this.open(callback)
    } else {
      this.waiting.push(callback)
    }
  }

  /** Ends all connections; those in use too, as mysql2's pool does. */
  end(callback: (error?: Error) => void): void {
    if (!this.closed) {
      this.closed = true
      this.hosts.off('left', this.onLeft)
      this.hosts.unwatch()
    }
    for (const waits of this.waiting.splice(0)) waits(new Error('Pool is closed.'))
    const ends = [...this.members].map(
      ({ connection }) => new Promise<void>((resolve) => connection.end(() => resolve())),
    )
    this.members.clear()
    void Promise.all(ends).then(() => callback())
  }

  private open(callback: Callback): void {
    this.opening++
    this.hosts.connect(this.settings.options, this.settings.session).then(
      (opened) => {
        this.opening--
        if (this.closed) {
          opened.connection.destroy()
          callback(new Error('Pool is closed.'))
        } else {
          callback(null, this.admit(opened).connection)
        }
      },
      (error: Error) => {
        this.opening--
        callback(error)
        // Those who wait for a connection to be given back go on waiting, as long as one can be.
        if (this.members.size + this.opening === 0) for (const waits of this.waiting.splice(0)) waits(error)
      },
    )
  }

  private admit({ connection, host }: HostConnection): Member {
    const member: Member = {
      connection: Object.assign(connection, { release: () => this.release(member) }),
      host,
      idle: false,
      spent: false,
    }
    this.members.add(member)
    connection.once('end', () => this.remove(member))
    connection.once('error', () => this.remove(member))
    this.mind(member)
    return member
  }

  /** Sees the errors of all statements, TypeORM's too. */
  private mind(member: Member): void {
    const { connection, host } = member
    const query = connection.query.bind(connection) as (...statement: unknown[]) => unknown
    const minded = (sql: unknown, ...rest: unknown[]) => {
      const callback = rest.at(-1)
      if (typeof callback !== 'function') return query(sql, ...rest)
      return query(sql, ...rest.slice(0, -1), (error: QueryError | null, ...result: unknown[]) => {
        if (error && (isOfHost(error) || sql === 'ROLLBACK')) member.spent = true
        if (error && isOfHost(error)) this.hosts.leave(host, error)
        callback(error, ...result)
      })
    }
    connection.query = minded as Connection['query']
  }

  private release(member: Member): void {
    if (member.idle || !this.members.has(member)) return
    if (member.spent || member.host !== this.hosts.current) {
      member.connection.destroy()
      this.remove(member)
      return
    }
    const next = this.waiting.shift()
    if (next) later(() => next(null, member.connection))
    else member.idle = true
  }

  private remove(member: Member): void {
    if (!this.members.delete(member) || this.closed) return
    const next = this.waiting.shift()
    if (next) this.open(next)
  }

  private drop(host: MysqlHost, silent: boolean): void {
    for (const member of [...this.members].filter((one) => one.host === host)) {
      if (silent) cut(member.connection, 'the server does not answer')
      else if (member.idle) {
        member.connection.destroy()
        this.remove(member)
      }
    }
  }
}

function later(work: () => void): void {
  process.nextTick(work)
}
