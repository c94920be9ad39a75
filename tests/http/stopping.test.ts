import { Agent, type IncomingMessage, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { eventually } from '../support/eventually'
import { startService, type TestService } from '../support/service'

const [embedded] = databases()

/** One request over a kept-alive connection, answered in full. */
function ask(agent: Agent, origin: string, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(`${origin}${path}`, { agent }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer))
      answer.on('error', reject)
    })
      .on('error', reject)
      .end()
  })
}

describe('A service that stops', () => {
  let test: TestService

  beforeAll(async () => {
    test = await startService(embedded!, { DRAIN_SECONDS: '2', SHUTDOWN_SECONDS: '10' })
  })
  afterAll(async () => {
    await test?.stop()
  })

  it('fails readiness first, answers all that comes meanwhile, and ends busy connections', async () => {
    const { origin, service } = test
    const agents = Array.from({ length: 4 }, () => new Agent({ keepAlive: true, maxSockets: 1 }))
    let ready = true
    const answers: (string | undefined)[] = []
    // As clients behind a load balancer: they come until readiness fails.
    const clients = agents.map(async (agent) => {
      while (ready) answers.push((await ask(agent, origin, '/api/v1/openapi.json')).headers.connection)
    })
    const slow = slowSignIn(origin)
    await eventually(() => answers.length > 4)
    const closed = service.close()
    const probe = await fetch(`${origin}/health/ready`)
    expect([probe.status, await probe.json()]).toEqual([503, { status: 'stopping', database: 'ok' }])
    expect((await fetch(`${origin}/health/live`)).status).toBe(200)
    await eventually(() => answers.at(-1) === 'close')
    ready = false
    await Promise.all(clients)
    expect(answers).toContain('keep-alive')
    // Begun before, and its body comes only after the drain time.
    expect((await slow).statusCode).toBe(401)
    await closed
    await expect(fetch(`${origin}/health/live`)).rejects.toThrow('fetch failed')
  })
})

describe('A service that stops with a request that never ends', () => {
  it('cuts it at the deadline and still closes its database', async () => {
    const test = await startService(embedded!, {
      DRAIN_SECONDS: '0',
      SHUTDOWN_SECONDS: '0.3',
      LOG_LEVEL: 'silent',
    })
    const endless = request(`${test.origin}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '50' },
    })
    const cut = new Promise((resolve) => endless.on('error', resolve))
    endless.write('{')
    await wait(100)
    await test.service.close()
    expect(await cut).toMatchObject({ code: 'ECONNRESET' })
    await expect(test.service.database.read((tx) => tx.rows('SELECT 1'))).rejects.toThrow()
  })
})

/** A sign-in whose body comes in pieces over more than a second. */
async function slowSignIn(origin: string): Promise<IncomingMessage> {
  const body = JSON.stringify({ email: 'nobody@example.com', password: 'a-wrong-password' })
  const sent = request(`${origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
  })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('response', (answer) => resolve(answer.resume())).on('error', reject)
  })
  for (const piece of body.match(/.{1,20}/gs)!) {
    sent.write(piece)
    await wait(700)
  }
  sent.end()
  return answered
}
