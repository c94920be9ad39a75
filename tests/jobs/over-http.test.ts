import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { readConfiguration } from '../../server/configuration'
import { Service } from '../../server/service'
import { expectProblem, putCatalogue, toCsv, uploadRows, vendorRows } from '../http/plan'
import { databases } from '../support/databases'
import { type Client, startService, type TestService } from '../support/service'

describe.each(databases())('Jobs over HTTP ($name)', (kind) => {
  let test: TestService
  let operator: Client
  let planner: Client

  beforeAll(async () => {
    test = await startService(kind, { JOB_SCHEDULES: 'standard-inventory-load=0 3 * * *' })
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
    expectProblem(await planner.get('/jobs'), 403, 'FORBIDDEN')
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
    vi.useRealTimers()
    const months = async () => {
      const { body } = await operator.get('/jobs/runs?job=standard-inventory-load')
      return body.items
        .filter(({ status }: { status: string }) => status === 'SUCCEEDED')
        .map(({ month }: { month: string }) => month)
        .sort()
    }
    await vi.waitFor(async () => expect(await months()).toEqual(['2026-12', '2027-01']), { timeout: 10_000 })
    await late.close()
  })

  it('are canceled by an operator, once', async () => {
    const { body } = await operator.upload(toCsv(vendorRows(11)))
    const canceled = await operator.post(`/jobs/runs/${body.runId}/cancel`)
    const run = await operator.runEnd(body.runId)
    // It may have been quicker than the hand that canceled it.
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
        at: expect.any(String),
        level: expect.stringMatching(/^(info|warning|error)$/),
        text: expect.any(String),
      })
    }
    expectProblem(await planner.get(`/jobs/runs/${body.items[0].id}/log`), 403, 'FORBIDDEN')
  })
})
