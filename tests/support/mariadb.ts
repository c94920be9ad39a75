import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'

const START_MS = 60_000

interface MariadbPrograms {
  server: string
  install: string
}

/** The file of a program: on the PATH, or where servers are installed. */
export function programFile(name: string): string | undefined {
  return [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/usr/libexec']
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file))
}

/** MariaDB's programs, from which tests start servers of their own; undefined where they are not installed. */
export function findMariadb(): MariadbPrograms | undefined {
  const [server, install] = [programFile('mariadbd'), programFile('mariadb-install-db')]
  return server && install ? { server, install } : undefined
}

/** A server of its own on loopback, whose root has no password. Its process can be killed and frozen. */
export class Mariadb {
  readonly folder = mkdtempSync(join(tmpdir(), 'flightsheet-mariadb-'))
  readonly socket = join(this.folder, 'socket')
  private child: ChildProcess | undefined
  private said = ''

  constructor(
    private readonly programs: MariadbPrograms,
    readonly port: number,
  ) {}

  /** A file in the server's folder. */
  file(name: string): string {
    return join(this.folder, name)
  }

  /** Creates an empty data folder. */
  install(): void {
    this.prepareFolder()
    const { status, stdout, stderr } = spawnSync(
      this.programs.install,
      [
        '--no-defaults',
        ...this.user(),
        `--datadir=${this.file('data')}`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
      ],
      { encoding: 'utf8' },
    )
    if (status !== 0) throw new Error(`${stdout}${stderr}`)
  }

  /** Starts the server without waiting for it. */
  spawn(options: readonly string[] = []): void {
    this.said = ''
    this.prepareFolder()
    this.child = spawn(this.programs.server, this.options(options), { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.said = (this.said + text).slice(-20_000)
      })
  }

  /** The position in its cluster's history up to which a killed node has everything: `uuid:number`. */
  recoveredPosition(options: readonly string[]): string {
    const { stderr } = spawnSync(this.programs.server, this.options([...options, '--wsrep-recover']), {
      encoding: 'utf8',
    })
    const position = /Recovered position:\s*(\S+)/.exec(stderr)?.[1]
    if (!position) throw new Error(`no position was recovered:\n${stderr.slice(-5000)}`)
    return position
  }

  /** Starts the server and waits until it answers. */
  async start(options: readonly string[] = []): Promise<void> {
    this.spawn(options)
    await this.answers()
  }

  /** Waits until a query is answered: a node of a cluster answers when it is ready. */
  async answers(): Promise<void> {
    const until = Date.now() + START_MS
    for (;;) {
      try {
        const connection = await createConnection({
          socketPath: this.socket,
          user: 'root',
          connectTimeout: 2000,
        })
        try {
          await connection.query('SELECT 1')
          return
        } finally {
          connection.destroy()
        }
      } catch (error) {
        if (Date.now() > until || !this.running)
          throw new Error(`MariaDB did not start:\n${this.said}`, { cause: error })
        await sleep(100)
      }
    }
  }

  get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null
  }

  /** SIGKILL: it finishes nothing. SIGSTOP: it accepts connections and says nothing, until SIGCONT. */
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.child?.kill(name)
  }

  async kill(): Promise<void> {
    const { child } = this
    if (!child || !this.running) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  async drop(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private options(more: readonly string[]): string[] {
    return [
      '--no-defaults',
      ...this.user(),
      `--datadir=${this.file('data')}`,
      `--tmpdir=${this.file('tmp')}`,
      `--socket=${this.socket}`,
      `--pid-file=${this.file('pid')}`,
      '--bind-address=127.0.0.1',
      `--port=${this.port}`,
      '--innodb-buffer-pool-size=64M',
      '--innodb-log-file-size=32M',
      ...more,
    ]
  }

  /** The server doesn't run as root, which it and the copying of a cluster's data refuse: it runs as its packages' user. */
  private user(): string[] {
    return process.getuid?.() === 0 ? ['--user=mysql'] : []
  }

  private prepareFolder(): void {
    for (const name of ['data', 'tmp']) mkdirSync(this.file(name), { recursive: true })
    if (process.getuid?.() === 0) spawnSync('chown', ['-R', 'mysql', this.folder])
  }
}
