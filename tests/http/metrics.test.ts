import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { startService, type TestService } from '../support/service'
import { recordStatements } from '../support/statements'
import { expectProblem } from './plan'

const METRICS_TOKEN = 'a-token-for-the-scraper'

describe.each(databases())('Metrics ($name)', (kind) => {
  let test: TestService
  beforeAll(async () => {
    test = await startService(kind, { METRICS_TOKEN })
  })
  afterAll(() => test?.stop())

  const scrape = (token: string) =>
    fetch(`${test.origin}/metrics`, { headers: token ? { authorization: `Bearer ${token}` } : {} })

  it('are for operators and for the scraper, who is known without the database', async () => {
    const planner = await test.signInAs('planner')
    const operator = await test.signInAs('operator')
    const { during } = recordStatements(test.service.database)
    const statements = await during(async () => {
      const answer = await scrape(METRICS_TOKEN)
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('http_request')])
    })
    expect(statements.filter(({ sql }) => /session/.test(sql))).toEqual([])
    expect((await scrape(operator.token)).status).toBe(200)
    const refused = async (token: string) => {
      const answer = await scrape(token)
      return {
        status: answer.status,
        body: await answer.json(),
        headers: answer.headers,
        bytes: Buffer.alloc(0),
      }
    }
    expectProblem(await refused(''), 401, 'NOT_SIGNED_IN')
    expectProblem(await refused('wrong'), 401, 'NOT_SIGNED_IN')
    expectProblem(await refused(planner.token), 403, 'FORBIDDEN')
  })
})
