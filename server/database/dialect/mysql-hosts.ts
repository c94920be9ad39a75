import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { type Connection, type ConnectionOptions, createConnection, type RowDataPacket } from 'mysql2'
import type { HostChange } from '../observer'
import { type DriverError, isRetryable, isSilence } from './mysql-errors'
import type { MysqlHost, MysqlUrl } from './mysql-url'

/** The longest time until a new connection is usable. */
const CONNECT_MS = 5_000
const BEAT_MS = 1_000
/**
 * After so many beats without an answer the server is taken for frozen. Beats are counted and not time: a process that
 * was asleep itself has seen no answer either.
 */
const MOST_MISSED = 5
/** A node of a cluster that isn't ready answers a SELECT without tables, but refuses to commit even nothing. */
const READY = 'COMMIT'
const READ_ONLY = 'SELECT @@global.read_only AS readOnly'

/** A connection to one of the hosts. */
export interface HostConnection {
  readonly connection: Connection
  readonly host: MysqlHost
}

const SILENCE = { code: 'ETIMEDOUT' }

interface HostEvents {
  /** This host isn't used any more; `silent`: what is under way on it will get no answer. */
  left: [host: MysqlHost, silent: boolean]
  /** The same, for people. */
  changed: [change: HostChange]
}

/** What the host in use is asked every second. */
interface Question {
  readonly host: MysqlHost
  connection: Connection | undefined
  /** It waits for its answer. */
  open: boolean
  /** Beats in which it waited. */
  missed: number
}

/**
 * The hosts of a URL. All pools of a dialect use the same one, so that a reader sees what a writer has just written; the
 * next one when it doesn't answer, isn't ready or only reads. A connection of its own asks the host in use every second.
 */
export class MysqlHosts extends EventEmitter<HostEvents> {
  private at = 0
  private users = 0
  private beats: NodeJS.Timeout | undefined
  private question: Question | undefined

  constructor(private readonly url: Pick<MysqlUrl, 'hosts' | 'socket' | 'user' | 'password' | 'tls'>) {
    super()
  }

  get current(): MysqlHost {
    return this.url.hosts[this.at]!
  }

  /** All of them, as an error names them. */
  get names(): string {
    return this.url.socket ?? this.url.hosts.map(nameOf).join(', ')
  }

  /**
   * A new connection to the first usable host, from the one in use on, with its settings made.
   *
   * @throws the host's error; where there are several, one that names what each of them said
   */
  async connect(options: ConnectionOptions, settings: readonly string[]): Promise<HostConnection> {
    const { hosts } = this.url
    const failures: { host: MysqlHost; error: DriverError }[] = []
    const first = this.at
    for (let i = 0; i < hosts.length; i++) {
      const host = hosts[(first + i) % hosts.length]!
      try {
        return await this.open(host, options, settings)
      } catch (error) {
        failures.push({ host, error: error as DriverError })
        this.leave(host, error)
      }
    }
    if (failures.length === 1) throw failures[0]!.error
    // What may be over in a moment is told before what stays.
    const { error } = failures.find((failure) => isRetryable(failure.error)) ?? failures[0]!
    const all = failures.map((failure) => `${nameOf(failure.host)}: ${failure.error.message}`).join('; ')
    throw Object.assign(new Error(`none of the hosts can be used: ${all}`), {
      code: error.code,
      errno: error.errno,
      fatal: true,
    })
  }

  /** What has happened on a host shows that it can't be used now: the next one is, where there is one. */
  leave(host: MysqlHost, error: unknown): void {
    const { hosts } = this.url
    if (host !== this.current || hosts.length === 1) return
    this.at = (this.at + 1) % hosts.length
    this.tellOfLeft(host, isSilence(error))
  }

  /** The host in use is asked whether it answers, as long as somebody uses it. */
  watch(): void {
    if (this.users++ > 0) return
    this.beats = setInterval(() => this.beat(), BEAT_MS).unref()
  }

  unwatch(): void {
    if (--this.users > 0) return
    clearInterval(this.beats)
    this.endQuestion()
  }

  private beat(): void {
    if (this.question && this.question.host !== this.current) this.endQuestion()
    this.question ??= { host: this.current, connection: undefined, open: false, missed: 0 }
    const { question } = this
    if (!question.open) {
      void this.ask(question)
    } else if (++question.missed >= MOST_MISSED) {
      this.endQuestion()
      if (this.url.hosts.length > 1) this.leave(question.host, SILENCE)
      else this.tellOfLeft(question.host, true)
    }
  }

  private tellOfLeft(host: MysqlHost, silent: boolean): void {
    this.emit('left', host, silent)
    this.emit('changed', { from: nameOf(host), to: nameOf(this.current), silent })
  }

  private async ask(question: Question): Promise<void> {
    Object.assign(question, { open: true, missed: 0 })
    try {
      question.connection ??= (await this.open(question.host, {}, [])).connection
      await this.requireUsable(question.connection)
    } catch (error) {
      if (this.question !== question) return
      this.endQuestion()
      this.leave(question.host, error)
    } finally {
      question.open = false
      if (this.question !== question) question.connection?.destroy()
    }
  }

  private endQuestion(): void {
    this.question?.connection?.destroy()
    this.question = undefined
  }

  private async open(
    host: MysqlHost,
    options: ConnectionOptions,
    settings: readonly string[],
  ): Promise<HostConnection> {
    const { user, password, tls, socket } = this.url
    const connection = createConnection({
      ...options,
      ...(socket ? { socketPath: socket } : host),
      host: host.host,
      user,
      password,
      ...(tls && { ssl: tls }),
      connectTimeout: CONNECT_MS,
    })
    // Errors come with the statements; without a listener, one between them would end the process.
    connection.on('error', () => undefined)
    const timer = setTimeout(() => cut(connection, 'the server does not answer'), CONNECT_MS)
    try {
      await new Promise<void>((resolve, reject) =>
        connection.connect((error) => (error ? reject(error) : resolve())),
      )
      if (this.url.hosts.length > 1) await this.requireUsable(connection)
      for (const setting of settings) await answer(connection, setting)
      return { connection, host }
    } catch (error) {
      connection.destroy()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  private async requireUsable(connection: Connection): Promise<void> {
    await answer(connection, READY)
    if (this.url.hosts.length === 1) return
    const [row] = await answer(connection, READ_ONLY)
    if (['0', 'OFF'].includes(String(row?.readOnly))) return
    throw Object.assign(new Error('the server only reads just now'), { errno: 1290, code: 'READ_ONLY' })
  }
}

/** Ends a connection at once; what is under way on it fails. mysql2's own `destroy` leaves it without an answer. */
export function cut(connection: Connection, why: string): void {
  const { stream } = connection as unknown as { stream: Socket }
  stream.destroy(Object.assign(new Error(why), { ...SILENCE, fatal: true }))
}

function answer(connection: Connection, sql: string): Promise<RowDataPacket[]> {
  return new Promise((resolve, reject) =>
    connection.query<RowDataPacket[]>(sql, (error, rows) => (error ? reject(error) : resolve(rows))),
  )
}

function nameOf({ host, port }: MysqlHost): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
