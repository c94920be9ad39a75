import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfiguration } from '../../server/configuration'
import { Service } from '../../server/programs/service'
import { databases, type TestDatabase } from '../support/databases'
import { testRedis } from '../support/redis'
import { CLOCK, existing, startService, type TestService } from '../support/service'

const redis = testRedis()
const queues: { queue: string; env: Record<string, string> | undefined }[] = [
  { queue: 'Redis', env: redis ? { REDIS_URL: redis.url, REDIS_PREFIX: redis.prefix } : undefined },
  { queue: 'the database alone', env: {} },
]

describe.each(databases())('A server and a worker on $name', (kind) => {
  afterAll(() => redis?.drop())

  describe.each(queues.filter(({ env }) => env !== undefined))('with $queue', ({ env }) => {
    let base: TestDatabase
    let server: TestService
    let worker: Service | undefined
    beforeAll(async () => {
      base = await kind.createMigrated()
      server = await startService(existing(base.url), { ...env, ROLE: 'server' })
    })
    afterAll(async () => {
      await worker?.close()
      await server.stop()
      await base.drop()
    })

    it('a run waits for the worker, which answers nothing but its health and metrics', async () => {
      const { admin } = server
      const { body } = await admin.post('/jobs/standard-inventory-load/runs', { month: '2026-12' })
      await wait(500)
      expect((await admin.get(`/jobs/runs/${body.runId}`)).body.status).toBe('QUEUED')

      worker = await Service.create(
        readConfiguration({
          ...env,
          ROLE: 'worker',
          PORT: '0',
          DATABASE_URL: base.url,
          SAMPLE_DATA: 'none',
          JOB_SCHEDULES: 'none',
          PUBLISHING: 'off',
          CLOCK,
          LOG_LEVEL: 'silent',
        }),
      )
      const origin = `http://127.0.0.1:${await worker.listen()}`
      expect(await admin.runEnd(body.runId)).toMatchObject({ status: 'SUCCEEDED' })
      const answers = ['/health/ready', '/api/v1/openapi.json', '/', '/dashboard', '/metrics']
      const statuses = await Promise.all(answers.map(async (path) => (await fetch(origin + path)).status))
      expect(statuses).toEqual([200, 404, 404, 404, 401])
    })
  })
})
