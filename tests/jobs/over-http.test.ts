import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { readConfiguration } from '../../server/configuration'
import { Service } from '../../server/programs/service'
import { expectProblem, putCatalogue, toCsv, uploadRows, vendorRows } from '../http/plan'
import { databases } from '../support/databases'
import { type Client, startService, type TestService } from '../support/service'

describe.each(databases())('Jobs over HTTP ($name)', (kind) => {
  let test: TestService
  let operator: Client
  let planner: Client

  beforeAll(async () => {
    test = await startService(kind, { JOB_SCHEDULES: 'none; standard-inventory-load=0 3 * * *' })
    operator = await test.signInAs('operator')
    planner = await test.signInAs('planner')
    await putCatalogue(operator)
  })
  afterAll(() => test?.stop())
  afterEach(() => {
    vi.useRealTimers()
  })

  it('are listed with when they come next', async () => {
    const { body } = await operator.get('/jobs')
    expect(body.items).toContainEqual({
      name: 'standard-inventory-load',
      monthly: true,
      schedule: '0 3 * * *',
      nextRunAt: expect.stringMatching(/T18:00:00\.000Z$/),
    })
    expect(body.items).toContainEqual({
      name: 'forecast-load',
      monthly: false,
      schedule: null,
      nextRunAt: null,
    })
    expect(expectProblem(await planner.get('/jobs'), 403, 'FORBIDDEN')).toMatchObject({
      cause: 'ROLE',
      role: 'operator',
    })
  })

  it('refuse to start with a schedule of a job that is not there', async () => {
    const schedules = readConfiguration({ JOB_SCHEDULES: 'nightly=0 3 * * *' }).jobSchedules
    const creating = Service.create({ ...test.service.configuration, jobSchedules: schedules })
    await expect(creating).rejects.toThrow(/JOB_SCHEDULES: there is no job nightly. Jobs: forecast-load, /)
  })

  it('run by themselves for the months that have a forecast', async () => {
    await uploadRows(operator, vendorRows())
    vi.useFakeTimers({
      now: new Date('2026-12-01T17:59:50Z'),
      toFake: ['setTimeout', 'clearTimeout', 'Date'],
    })
    const late = await Service.create({
      ...test.service.configuration,
      port: 0,
      jobSchedules: [{ job: 'standard-inventory-load', cron: '0 3 * * *' }],
    })
    await late.listen()
    await vi.advanceTimersByTimeAsync(15_000)
    const months = async () => {
      const { body } = await operator.get('/jobs/runs?job=standard-inventory-load')
      return body.items
        .filter(({ status }: { status: string }) => status === 'SUCCEEDED')
        .map(({ month }: { month: string }) => month)
        .sort()
    }
    await vi.waitFor(async () => expect(await months()).toEqual(['2026-12', '2027-01']), { timeout: 10_000 })
    // Only after the runs have ended: otherwise time would go backwards and queued runs would be due in the
    // future.
    vi.useRealTimers()
    await late.close()
  })

  it('leave no litter where they are light and come every minute', async () => {
    const { service } = test
    const job = service.jobs.all.find(({ name }) => name === 'expire-holds')!
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
    for (const days of [2, 0]) await service.jobs.startOnce(job.name, { slot: `schedule ${daysAgo(days)}` })
    const runs = async (query: string) => (await operator.get(`/jobs/runs${query}`)).body.items
    await vi.waitFor(async () => {
      for (const { status } of await runs('?job=expire-holds')) expect(status).toBe('SUCCEEDED')
    })
    expect((await runs('')).map((run: { job: string }) => run.job)).not.toContain(job.name)
    const [newest, oldest] = await runs('?job=expire-holds')
    const end = (id: string, at: Date) =>
      service.database.write((tx) =>
        tx.run('UPDATE job_run SET finished_at = ? WHERE id = ?', [at.toISOString(), id]),
      )
    await end(oldest.id, daysAgo(2))
    await end(newest.id, daysAgo(0))
    await service.jobs.runs.prune(service.jobs.light)
    expect((await runs('?job=expire-holds')).map(({ id }: { id: string }) => id)).toEqual([newest.id])

    // A failed run is listed and kept.
    await service.database.write((tx) =>
      tx.run("UPDATE job_run SET status = 'FAILED', finished_at = ? WHERE id = ?", [
        daysAgo(2).toISOString(),
        newest.id,
      ]),
    )
    await service.jobs.runs.prune(service.jobs.light)
    expect((await runs('')).map(({ id }: { id: string }) => id)).toContain(newest.id)
  })

  it('are canceled by an operator, once', async () => {
    const { body } = await operator.upload(toCsv(vendorRows(11)))
    const canceled = await operator.post(`/jobs/runs/${body.runId}/cancel`)
    const run = await operator.runEnd(body.runId)
    // It may have ended before the cancellation arrived.
    expect([
      [200, 'CANCELED'],
      [409, 'SUCCEEDED'],
    ]).toContainEqual([canceled.status, run.status])
    expectProblem(await operator.post(`/jobs/runs/${body.runId}/cancel`), 409, 'STATUS_CONFLICT')
    expectProblem(await planner.post(`/jobs/runs/${body.runId}/cancel`), 403, 'FORBIDDEN')
    expectProblem(
      await operator.post('/jobs/runs/00000000-0000-4000-8000-000000000000/cancel'),
      404,
      'NOT_FOUND',
    )
  })

  it('tell what a run has said', async () => {
    const { body } = await operator.get('/jobs/runs?job=forecast-load&limit=1')
    const log = await operator.get(`/jobs/runs/${body.items[0].id}/log`)
    expect(log.status).toBe(200)
    for (const line of log.body.items) {
      expect(line).toEqual({
        id: expect.any(Number),
        at: expect.any(String),
        level: expect.stringMatching(/^(info|warning|error)$/),
        text: expect.any(String),
      })
    }
    expectProblem(await planner.get(`/jobs/runs/${body.items[0].id}/log`), 403, 'FORBIDDEN')
  })
})
