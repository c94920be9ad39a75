import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ADMIN, CLOCK, type Client, client } from '../support/service'

/** The built service in a process of its own that can be killed and restarted over the same database. */
export class KillableService {
  /** The address of the running process; every start takes a free port. */
  origin = ''
  private child: ChildProcess | undefined
  private readonly uploads = mkdtempSync(join(tmpdir(), 'flightsheet-storm-'))

  /** @param env further settings */
  constructor(
    private readonly databaseUrl: string,
    private readonly env: Readonly<Record<string, string>> = {},
  ) {}

  async start(): Promise<void> {
    this.child = spawn(process.execPath, ['dist/server.mjs'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        NODE_ENV: 'development',
        PORT: '0',
        DATABASE_URL: this.databaseUrl,
        REDIS_URL: '',
        CLOCK,
        SAMPLE_DATA: 'none',
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
        UPLOAD_DIR: this.uploads,
        PROPOSAL_STORE: join(this.uploads, 'proposals'),
        LOG_LEVEL: 'error',
        ...this.env,
      },
    })
    this.origin = await addressOf(this.child)
  }

  get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null
  }

  /** kill -9: the process finishes nothing. */
  async kill(): Promise<void> {
    const { child } = this
    if (!child || !this.running) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  async signIn(): Promise<Client> {
    const { body } = await client(this.origin, '').post('/session', ADMIN)
    return client(this.origin, body.token)
  }

  async stop(): Promise<void> {
    await this.kill()
    rmSync(this.uploads, { recursive: true, force: true })
  }
}

/** The address in the process's "ready" line. */
async function addressOf(child: ChildProcess): Promise<string> {
  const said: string[] = []
  for await (const line of createInterface({ input: child.stdout! })) {
    said.push(line)
    const address = /ready at (http:\S+)/.exec(line)?.[1]
    if (!address) continue
    // Later output must not fill the pipe.
    child.stdout!.resume()
    return address.replace('localhost', '127.0.0.1')
  }
  throw new Error(`the service did not start:\n${said.join('\n')}`)
}
