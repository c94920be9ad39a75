import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { Database } from '../../server/database/database'
import { createLog } from '../../server/log'
import { Observation } from '../../server/observation'
import { SCHEMA } from '../../server/programs/schema'
import { databases, type TestDatabase } from '../support/databases'
import { eventually } from '../support/eventually'
import { Gate } from '../support/gate'
import { buildPrograms, type Programs } from '../support/programs'
import { testRedis } from '../support/redis'
import { ADMIN, client, startService, type TestService } from '../support/service'

const ROOT = join(import.meta.dirname, '..', '..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const TOKEN = 'a-token-for-the-scraper'

interface Span {
  name: string
  traceId: string
  spanId: string
  parentSpanId?: string
  attributes: { key: string; value: Record<string, unknown> }[]
}

describe('Metrics', () => {
  const redis = testRedis()
  let test: TestService
  let text: string
  beforeAll(async () => {
    test = await startService(databases()[0]!, {
      METRICS_TOKEN: TOKEN,
      REDIS_URL: redis?.url ?? '',
      REDIS_PREFIX: redis?.prefix ?? 'none',
    })
    await test.admin.get('/campaigns/00000000-0000-0000-0000-000000000000')
    await test.admin.job('standard-inventory-load', '2026-12')
    const answer = await fetch(`${test.origin}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
    text = await answer.text()
  })
  afterAll(async () => {
    await test?.stop()
    await redis?.drop()
  })

  const known = () => new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name!))

  it('follow Prometheus’ conventions: a help for each, base units, counters that end in _total', () => {
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].map(([, name, type]) => ({ name: name!, type }))
    for (const { name, type } of types) {
      expect(text).toMatch(new RegExp(`^# HELP ${name} \\S`, 'm'))
      if (name.startsWith('flightsheet_')) {
        expect(type === 'counter', name).toBe(name.endsWith('_total'))
        expect(name).not.toMatch(/_(ms|millis|minutes|mb|kb)\b/)
      }
    }
  })

  it('say what the process has open, what it needs, and what jobs did', () => {
    for (const line of [
      /^flightsheet_database_up 1$/m,
      /^flightsheet_database_connections\{pool="write",state="open"\} 1$/m,
      /^flightsheet_database_free_bytes \d+/m,
      /^flightsheet_event_streams 0$/m,
      /^flightsheet_problems_total\{code="NOT_FOUND"\} 1$/m,
      /^flightsheet_job_last_success_timestamp_seconds\{job="standard-inventory-load"\} \d+/m,
      /^flightsheet_http_requests_under_way 1$/m,
    ])
      expect(text).toMatch(line)
    if (redis) expect(text).toMatch(/^flightsheet_redis_up 1$/m)
  })

  /** Names of metrics in a query: without functions, labels and their values. */
  function metricsIn(query: string): string[] {
    return [
      ...query
        .replace(/"[^"]*"/g, '""')
        .replace(/\{[^}]*\}/g, '')
        .matchAll(/\b[a-z]+(?:_[a-z0-9]+)+\b/g),
    ]
      .map(([name]) => name)
      .filter(
        (name) => !/^(max_over_time|histogram_quantile|label_replace|job_name|exported_job)$/.test(name),
      )
  }
  const exists = (name: string) => known().has(name) || known().has(name.replace(/_(bucket|count|sum)$/, ''))
  const isOptional = (name: string) => name === 'flightsheet_redis_up' && !redis

  it('are those that the alert rules ask for, and each rule has its place in the runbook', () => {
    const { groups } = parse(read('deploy/monitoring/flightsheet-alerts.yml')) as {
      groups: {
        rules: { alert: string; expr: string; annotations: { runbook: string; summary: string } }[]
      }[]
    }
    const rules = groups.flatMap((group) => group.rules)
    expect(rules.length).toBeGreaterThan(15)
    const headings = new Set(
      [...read('docs/runbook.md').matchAll(/^## (.+)$/gm)].map(([, heading]) =>
        heading!.toLowerCase().replaceAll(' ', '-'),
      ),
    )
    for (const { alert, expr, annotations } of rules) {
      const names = metricsIn(expr)
      if (alert !== 'FlightsheetDown') expect(names.length, alert).toBeGreaterThan(0)
      expect(
        names.filter((name) => !exists(name) && !isOptional(name)),
        alert,
      ).toEqual([])
      const [file, heading] = annotations.runbook.split('#')
      expect(existsSync(join(ROOT, file!))).toBe(true)
      expect(headings.has(heading!), `${alert}: ${annotations.runbook}`).toBe(true)
      expect(annotations.summary).not.toBe('')
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
  })

  it('are those that the dashboard shows, and it shows all of the service’s own', () => {
    const dashboard = read('deploy/monitoring/grafana-dashboard.json')
    const { panels } = JSON.parse(dashboard) as { panels: { title: string; targets: { expr: string }[] }[] }
    const shown = new Set<string>()
    for (const { title, targets } of panels)
      for (const { expr } of targets) {
        for (const name of metricsIn(expr)) {
          expect(exists(name) || isOptional(name), `${title}: ${name}`).toBe(true)
          shown.add(name)
        }
      }
    const own = [...known()].filter((name) => name.startsWith('flightsheet_'))
    const alerts = read('deploy/monitoring/flightsheet-alerts.yml')
    expect(own.filter((name) => !shown.has(name) && !alerts.includes(name))).toEqual([])
  })
})

describe('A process of the service', () => {
  const kind = databases().at(-1)!
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-traces-'))
  const bodies: string[] = []
  const receiver = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    bodies.push(`${request.url} ${request.headers['x-api-key']} ${body}`)
    response.setHeader('content-type', 'application/json').end('{}')
  })
  let programs: Programs
  let base: TestDatabase
  let output = ''
  const spans = (): Span[] =>
    bodies
      .map((body) => JSON.parse(body.slice(body.indexOf('{'))))
      .flatMap(({ resourceSpans }) => resourceSpans)
      .flatMap(({ scopeSpans }: { scopeSpans: { spans: Span[] }[] }) => scopeSpans)
      .flatMap((scope) => scope.spans)
  const lines = () =>
    output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
  const trace = '0af7651916cd43dd8448eb211c80319c'
  let requestId: string | null
  let runId: string
  let token: string

  beforeAll(async () => {
    programs = await buildPrograms({
      main: 'server/programs/main.ts',
      'job-thread': 'server/programs/job-thread.ts',
      'render-thread': 'server/programs/render-thread.ts',
      'upkeep-thread': 'server/database/upkeep-thread.ts',
    })
    receiver.listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    base = await kind.createMigrated()
    const child = spawn(process.execPath, [programs.file('main')], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        DATABASE_URL: base.url,
        SAMPLE_DATA: 'none',
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
        JOB_SCHEDULES: 'none',
        LOG_REQUESTS: 'on',
        SLOW_QUERY_MS: '1',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=key%20of%20ours',
        OTEL_BSP_SCHEDULE_DELAY: '200',
      },
    })
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
    await eventually(
      () => /ready at (http:\S+)/.test(output),
      () => output,
      30_000,
    )
    const origin = /ready at (http:\S+)/.exec(output)![1]!.replace('localhost', '127.0.0.1')
    const { body } = await client(origin, '').post('/session', ADMIN)
    token = body.token
    const admin = client(origin, token)
    const answer = await admin.get('/users?limit=5', { traceparent: `00-${trace}-b7ad6b7169203331-01` })
    requestId = answer.headers.get('x-request-id')
    await admin.put('/content-owners/CJ', { name: 'CJ ENM' })
    runId = (await admin.post('/jobs/standard-inventory-load/runs', { month: '2026-12' })).body.runId
    await admin.runEnd(runId)
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  }, 120_000)
  afterAll(async () => {
    receiver.close()
    await base?.drop()
    programs?.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  it('sends traces to an OTLP receiver: request and statements, as a part of the caller’s own trace', () => {
    expect(bodies.length).toBeGreaterThan(0)
    for (const body of bodies) expect(body).toMatch(/^\/v1\/traces key of ours \{/)
    const request = spans().find(({ parentSpanId }) => parentSpanId === 'b7ad6b7169203331')
    expect(request).toMatchObject({ name: 'GET /api/v1/users', traceId: trace })
    const attributes = Object.fromEntries(
      request!.attributes.map(({ key, value }) => [key, Object.values(value)[0]]),
    )
    expect(attributes).toMatchObject({
      'http.route': '/api/v1/users',
      'http.response.status_code': 200,
      'flightsheet.request_id': requestId,
    })
    const statements = spans().filter((span) => span.parentSpanId === request!.spanId)
    expect(statements.map(({ name }) => name)).toContain('SELECT')
    const texts = statements.flatMap((span) => span.attributes.map(({ value }) => value.stringValue))
    expect(texts.join('\n')).toMatch(/FROM `?"?account/)
  })

  it('sends those of a run of a job, in whichever thread it runs', () => {
    const run = spans().find(({ name }) => name === 'job standard-inventory-load')
    expect(run?.attributes).toContainEqual({ key: 'flightsheet.run', value: { stringValue: runId } })
    expect(spans().some(({ parentSpanId }) => parentSpanId === run!.spanId)).toBe(true)
  })

  it('writes a line for each request, and slow statements with the request or run that they belong to', () => {
    const request = lines().find((line) => line.msg === 'request' && line.requestId === requestId)
    expect(request).toMatchObject({
      method: 'GET',
      route: '/api/v1/users',
      status: 200,
      ms: expect.any(Number),
    })
    const slow = lines().filter(({ msg }) => msg === 'a statement was slow')
    expect(slow.length).toBeGreaterThan(0)
    for (const { sql, ms } of slow) expect([sql, ms]).toEqual([expect.any(String), expect.any(Number)])
    expect(slow.some((line) => line.requestId !== undefined)).toBe(true)
    expect(slow.some((line) => line.run === runId && line.job === 'standard-inventory-load')).toBe(true)
    const queued = lines().find(({ msg }) => msg === 'a run was queued')
    expect(queued).toMatchObject({ run: runId, requestId: expect.any(String) })
  })

  it('writes no secret into logs or traces', () => {
    const said = output + bodies.join('\n')
    for (const secret of [ADMIN.password, token, 'CJ ENM', new URL(base.url).password].filter(Boolean))
      expect(said.includes(secret!), secret).toBe(false)
  })
})

const mysql = databases().find(({ name }) => name === 'mysql')

describe.skipIf(!mysql)('A process that changes its database host', () => {
  it('says and counts it', async () => {
    const base = await mysql!.createMigrated()
    const gates = [new Gate(base.url), new Gate(base.url)]
    for (const gate of gates) await gate.open()
    const [first, second] = gates.map((gate) => new URL(gate.url).host)
    const name = new URL(base.url).pathname
    const said: Record<string, unknown>[] = []
    const log = createLog('warn', { write: (line: string) => void said.push(JSON.parse(line)) })
    const observation = new Observation(log, 0)
    const database = await Database.open(`mysql://root@${first},${second}${name}`, SCHEMA, {
      observer: observation,
      readLimitMs: 20_000,
    })
    await gates[0]!.shut()
    await eventually(
      async () => (await database.rows('SELECT 1').catch(() => [])).length === 1,
      undefined,
      20_000,
    )
    await eventually(() => said.length > 0)
    expect(said[0]).toMatchObject({ from: first, to: second, msg: expect.stringContaining('another host') })
    const registry = new Registry()
    observation.measure(registry)
    expect(await registry.metrics()).toContain(
      `flightsheet_database_host_changes_total{from="${first}",to="${second}"} 1`,
    )
    await database.close()
    await gates[1]!.shut()
    await base.drop()
  })

  it('counts what is tried again, by why', async () => {
    const base = await mysql!.createMigrated()
    const observation = new Observation(createLog('silent'), 0)
    const database = await Database.open(base.url, SCHEMA, { observer: observation })
    const insert = (code: string) =>
      database.write((tx) =>
        tx.run('INSERT INTO content_owner (code, name, version) VALUES (?, ?, 1)', [code, code]),
      )
    await insert('A')
    await insert('B')
    const meet = async (one: string, other: string) =>
      database.write(async (tx) => {
        await tx.run('UPDATE content_owner SET version = version + 1 WHERE code = ?', [one])
        await new Promise((resolve) => setTimeout(resolve, 200))
        await tx.run('UPDATE content_owner SET version = version + 1 WHERE code = ?', [other])
      })
    await Promise.all([meet('A', 'B'), meet('B', 'A')])
    const registry = new Registry()
    observation.measure(registry)
    expect(await registry.metrics()).toMatch(/flightsheet_database_retries_total\{reason="deadlock"\} [1-9]/)
    expect(database.figures.write.open).toBeGreaterThan(0)
    await database.close()
    await base.drop()
  })
})
