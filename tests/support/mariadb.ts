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

/** MariaDB's programs, from which tests start servers of their own; undefined where they are not installed. */
export function findMariadb(): MariadbPrograms | undefined {
  const find = (name: string) =>
    [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/usr/libexec']
      .map((folder) => join(folder, name))
      .find((file) => existsSync(file))
  const [server, install] = [find('mariadbd'), find('mariadb-install-db')]
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
    mkdirSync(this.file('tmp'), { recursive: true })
  }

  /** Starts the server without waiting for it. */
  spawn(options: readonly string[] = []): void {
    this.said = ''
    this.child = spawn(
      this.programs.server,
      [
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
        ...options,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.said = (this.said + text).slice(-20_000)
      })
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

  /** MariaDB refuses to run as root unless it is told to. */
  private user(): string[] {
    return process.getuid?.() === 0 ? ['--user=root'] : []
  }
}
