import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A built service on an embedded database of its own, with sample data and demo accounts. */
export class PictureService {
  #folder = mkdtempSync(join(tmpdir(), 'flightsheet-pictures-'))
  #child
  origin = ''

  /** Starts the service, or starts it again at another instant. @param clock the instant at which its clock stands still */
  async startAt(clock) {
    await this.#end()
    const port = await freePort()
    this.origin = `http://127.0.0.1:${port}`
    let output = ''
    this.#child = spawn(process.execPath, ['--enable-source-maps', 'dist/server.mjs'], {
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        NODE_ENV: 'development',
        ROLE: 'all',
        CLOCK: clock,
        DATABASE_URL: `sqlite:${join(this.#folder, 'flightsheet.sqlite')}`,
        UPLOAD_DIR: join(this.#folder, 'uploads'),
        PROPOSAL_STORE: join(this.#folder, 'proposals'),
        FORECAST_INBOX: join(this.#folder, 'inbox'),
        REDIS_URL: '',
        ADMIN_EMAIL: '',
        ADMIN_PASSWORD: '',
        SAMPLE_DATA: 'auto',
        DEMO_ACCOUNTS: 'on',
        SESSION_HOURS: '8760',
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (text) => {
        output += text
      })
    for (let second = 0; second < 180; second++) {
      if (this.#child.exitCode !== null) throw new Error(`The service has ended:\n${output}`)
      const ready = await fetch(`${this.origin}/health/ready`).catch(() => undefined)
      if (ready?.ok) return
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
    throw new Error(`The service isn't ready after three minutes:\n${output}`)
  }

  /** Signs in with a demo account. @returns a function that calls the interface as this account */
  async signIn(email) {
    const { token } = await send(this.origin, '', 'POST', '/session', { email, password: DEMO_PASSWORD })
    return (method, path, body, headers) => send(this.origin, token, method, path, body, headers)
  }

  async stop() {
    await this.#end()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #end() {
    const child = this.#child
    if (!child || child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
}

export const DEMO_PASSWORD = 'flightsheet-demo'

/** @returns what the service answers: parsed JSON, or the bytes of a file */
async function send(origin, token, method, path, body, headers = {}) {
  const response = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.headers.get('content-type')?.includes('json')
    ? response.json()
    : Buffer.from(await response.arrayBuffer())
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
