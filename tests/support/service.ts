import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../server/clock'
import { readConfiguration } from '../../server/configuration'
import { Service } from '../../server/programs/service'
import type { DatabaseKind } from './databases'

export const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' }
/** Noon of 1 December 2026 in Seoul. */
export const CLOCK = '2026-12-01T03:00:00.000Z'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: an answer from outside has the shape that a test asserts
  body: any
  headers: Headers
  bytes: Buffer
}

export interface Client {
  token: string
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  patch(path: string, body?: unknown): Promise<Answer>
  delete(path: string, body?: unknown): Promise<Answer>
  /** Uploads a forecast file. @param fields further fields of the form */
  upload(content: string | Buffer, name?: string, fields?: Record<string, string>): Promise<Answer>
  /** Waits for the end of a run and returns the run. */
  runEnd(runId: string): Promise<Answer['body']>
  /** Starts a monthly job and waits for its end. */
  job(name: string, month: string): Promise<Answer['body']>
}

export interface TestService {
  service: Service
  origin: string
  admin: Client
  /** Creates an account with a role and signs it in. */
  signInAs(role: 'planner' | 'operator' | 'admin', email?: string): Promise<Client>
  anonymous: Client
  stop(): Promise<void>
}

/** Where a service gets its database from. */
export type ServiceDatabase = Pick<DatabaseKind, 'createMigrated'>

/** A database that is there already, and stays. */
export function existing(url: string): ServiceDatabase {
  return { createMigrated: async () => ({ url, drop: async () => undefined }) }
}

/**
 * The whole service on a free port, with a database of its own.
 *
 * @param clock replaces the clock that stands still at CLOCK
 */
export async function startService(
  kind: ServiceDatabase,
  env: Record<string, string> = {},
  clock?: Clock,
): Promise<TestService> {
  const { url, drop } = await kind.createMigrated()
  const uploads = mkdtempSync(join(tmpdir(), 'flightsheet-uploads-'))
  const configuration = readConfiguration({
    PORT: '0',
    DATABASE_URL: url,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    SAMPLE_DATA: 'none',
    JOB_SCHEDULES: 'none',
    PUBLISHING: 'off',
    CLOCK,
    UPLOAD_DIR: uploads,
    PROPOSAL_STORE: join(uploads, 'proposals'),
    LOG_LEVEL: 'error',
    CALLS_PER_MINUTE: '0',
    // However slow the machine is, a test sees expired holds released.
    HOLD_RELEASE_WAIT_MS: '30000',
    ...env,
  })
  const service = await Service.create(configuration, { checkAnswers: true, ...(clock ? { clock } : {}) })
  await service.accounts.ensureAdministrator(ADMIN.email, ADMIN.password)
  const origin = `http://127.0.0.1:${await service.listen()}`
  const signIn = async (email: string, password: string) => {
    const { body } = await client(origin, '').post('/session', { email, password })
    return client(origin, body.token)
  }
  const admin = await signIn(ADMIN.email, ADMIN.password)
  return {
    service,
    origin,
    admin,
    anonymous: client(origin, ''),
    async signInAs(role, email = `${role}@example.com`) {
      await admin.post('/users', {
        email,
        name: role,
        role,
        password: ADMIN.password,
        passwordToChange: false,
      })
      return signIn(email, ADMIN.password)
    },
    async stop() {
      await service.close()
      await drop()
      rmSync(uploads, { recursive: true, force: true })
    },
  }
}

export function client(origin: string, token: string): Client {
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const multipart = body instanceof FormData
    const response = await fetch(`${origin}${path.startsWith('/api/') ? path : `/api/v1${path}`}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined || multipart ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: multipart || typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const json = response.headers.get('content-type')?.includes('json')
      ? JSON.parse(bytes.toString('utf8'))
      : undefined
    return { status: response.status, body: json, headers: response.headers, bytes }
  }
  const self: Client = {
    token,
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body, headers) => call('PUT', path, body, headers),
    patch: (path, body) => call('PATCH', path, body),
    delete: (path, body) => call('DELETE', path, body),
    async upload(content, name = 'forecast.csv', fields = {}) {
      const form = new FormData()
      for (const [field, value] of Object.entries(fields)) form.append(field, value)
      form.append('file', new Blob([new Uint8Array(Buffer.from(content))]), name)
      return call('POST', '/forecasts', form)
    },
    async runEnd(runId) {
      for (let attempt = 0; attempt < 3000; attempt++) {
        const { body } = await self.get(`/jobs/runs/${runId}`)
        if (['SUCCEEDED', 'FAILED', 'CANCELED'].includes(body.status)) return body
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      throw new Error(`run ${runId} does not end`)
    },
    async job(name, month) {
      const { status, body } = await self.post(`/jobs/${name}/runs`, { month })
      if (status !== 202) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`)
      return self.runEnd(body.runId)
    },
  }
  return self
}
