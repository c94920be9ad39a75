import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openAsBlob, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import serviceFlags from '../scripts/service-flags.json'
import { clearedAway } from './leaving'

const ADMIN = { email: 'bench@example.com', password: 'only for measuring' }
const POLL_MS = 25

/** A run as the API returns it. */
export interface Run {
  status: string
  startedAt: string
  finishedAt: string
  result: Record<string, unknown>
  error: { detail: string } | null
}

/** The built service in a separate process, on a given database, used over HTTP. */
export class ServiceProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly uploads: string,
    readonly origin: string,
    private token: string,
  ) {}

  /** @param settings in addition to those of every bench */
  static async start(databaseUrl: string, settings: Record<string, string> = {}): Promise<ServiceProcess> {
    const uploads = mkdtempSync(join(tmpdir(), 'flightsheet-bench-uploads-'))
    // The same flags as `npm start` (scripts/run.mjs).
    const child = spawn(process.execPath, [...serviceFlags, 'dist/server.mjs'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        MALLOC_ARENA_MAX: '2',
        NODE_ENV: 'development',
        PORT: '0',
        DATABASE_URL: databaseUrl,
        REDIS_URL: '',
        JOB_SCHEDULES: 'none',
        CLOCK: '',
        SAMPLE_DATA: 'none',
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
        UPLOAD_DIR: uploads,
        UPLOAD_LIMIT_MB: '4096',
        LOG_LEVEL: 'error',
        ...settings,
      },
    })
    const service = new ServiceProcess(child, uploads, await addressOf(child), '')
    const { token } = await service.call<{ token: string }>('POST', '/session', ADMIN)
    service.token = token
    return service
  }

  /** The administrator of this service. */
  readonly account = ADMIN

  /** Headers for requests that don't use {@link call}. */
  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` }
  }

  /** @throws Error with the answer when it isn't successful */
  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`)
    return JSON.parse(text)
  }

  /** Uploads a forecast file and waits until its rows are stored. */
  async upload(path: string): Promise<Run> {
    const form = new FormData()
    form.append('file', await openAsBlob(path), 'forecast.csv')
    return this.runEnd(await this.call('POST', '/forecasts', form))
  }

  async job(name: string, month: string): Promise<Run> {
    return this.runEnd(await this.call('POST', `/jobs/${name}/runs`, { month }))
  }

  /** The peak memory of the process so far, in MiB; undefined where the system doesn't report it. */
  peakMemory(): number | undefined {
    return this.mebibytes('VmHWM')
  }

  /** The memory of the process now. */
  memory(): number | undefined {
    return this.mebibytes('VmRSS')
  }

  private mebibytes(figure: 'VmHWM' | 'VmRSS'): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8')
      return Number(new RegExp(`${figure}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024
    } catch {
      return undefined
    }
  }

  /** Stops the service properly. */
  readonly stop = clearedAway(async () => {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM')
      await once(this.child, 'exit')
    }
    rmSync(this.uploads, { recursive: true, force: true })
  })

  private async runEnd({ runId }: { runId: string }): Promise<Run> {
    for (;;) {
      const run = await this.call<Run>('GET', `/jobs/runs/${runId}`)
      if (run.status === 'SUCCEEDED') return run
      if (run.status === 'FAILED' || run.status === 'CANCELED')
        throw new Error(`a run ended as ${run.status}: ${run.error?.detail}`)
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }
}

/** The address from the service's "ready" line. */
async function addressOf(child: ChildProcess): Promise<string> {
  const said: string[] = []
  for await (const line of createInterface({ input: child.stdout! })) {
    said.push(line)
    const address = /ready at (http:\S+)/.exec(line)?.[1]
    if (!address) continue
    // Discards further output, so that the pipe doesn't fill up.
    child.stdout!.resume()
    return address.replace('localhost', '127.0.0.1')
  }
  throw new Error(`the service did not start:\n${said.join('\n')}`)
}
