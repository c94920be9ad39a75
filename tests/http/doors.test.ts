import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfiguration } from '../../server/configuration'
import { bodyInTime } from '../../server/http/body-in-time'
import { databases } from '../support/databases'
import { startService, type TestService } from '../support/service'

const PANES = 'https://panes.example.com'

describe('Pages of other hosts', () => {
  let running: TestService
  beforeAll(async () => {
    running = await startService(databases()[0]!, { PANE_ORIGINS: `${PANES} http://localhost:4000` })
  })
  afterAll(() => running?.stop())

  const call = (origin: string, method = 'GET') =>
    fetch(`${running.origin}/api/v1/session`, {
      method,
      headers: {
        origin,
        authorization: `Bearer ${running.admin.token}`,
        ...(method === 'OPTIONS' ? { 'access-control-request-method': 'DELETE' } : {}),
      },
    })

  it('call the interface if they are on the list, without cookies', async () => {
    const asked = await call(PANES, 'OPTIONS')
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-methods')).toContain('DELETE')
    expect(asked.headers.get('access-control-allow-headers')).toContain('Idempotency-Key')
    const answer = await call(PANES)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe(PANES)
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    expect(answer.headers.get('vary')).toContain('Origin')
    expect((await call('http://localhost:4000')).headers.get('access-control-allow-origin')).toBe(
      'http://localhost:4000',
    )
  })

  it('get nothing if they are not', async () => {
    for (const origin of [
      'https://evil.example.com',
      'null',
      'https://panes.example.com.evil.com',
      'http://panes.example.com',
      'https://panes.example.com:8443',
    ]) {
      expect((await call(origin)).headers.get('access-control-allow-origin')).toBeNull()
      expect((await call(origin, 'OPTIONS')).headers.get('access-control-allow-methods')).toBeNull()
    }
  })

  it('may frame the pane only if they are Excel, and no other page at all', async () => {
    const policy = async (path: string) =>
      (await fetch(`${running.origin}${path}`)).headers.get('content-security-policy') ?? ''
    const pane = /frame-ancestors ([^;]*)/.exec(await policy('/addin/taskpane.html'))?.[1]?.split(' ')
    expect(pane).toContain("'self'")
    for (const one of pane!.slice(1))
      expect(one).toMatch(
        /^https:\/\/(\*\.)?(officeapps\.live\.com|onedrive\.live\.com|sharepoint\.com|office\.com|office365\.com|microsoft365\.com|cloud\.microsoft)$/,
      )
    for (const path of ['/dashboard', '/operator']) {
      const answer = await fetch(`${running.origin}${path}`)
      expect(answer.headers.get('content-security-policy')).toMatch(/frame-ancestors '(none|self)'/)
      expect(answer.headers.get('x-frame-options')).toBe('SAMEORIGIN')
    }
  })

  it('are named by their whole origin, and never by *', () => {
    for (const PANE_ORIGINS of [
      '*',
      'https://*.example.com/',
      'panes.example.com',
      'https://a.com/path',
      'http://a.com',
    ])
      expect(() => readConfiguration({ PANE_ORIGINS }), PANE_ORIGINS).toThrow(/PANE_ORIGINS/)
    expect(readConfiguration({ PANE_ORIGINS: 'https://a.com, https://b.com:8443' }).paneOrigins).toEqual([
      'https://a.com',
      'https://b.com:8443',
    ])
    expect(readConfiguration({}).paneOrigins).toEqual([])
  })
})

it('A body that drips in is not waited for, and one that comes in time is read', async () => {
  const app = express()
  app.post('/', bodyInTime(300), express.json(), (asked, response) => void response.json(asked.body))
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const begin = Date.now()
  const socket = connect(port, '127.0.0.1')
  socket.write(
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
  )
  const drip = setInterval(() => socket.write(' '), 50)
  await new Promise<void>((resolve) => {
    socket.on('close', () => resolve())
    socket.on('error', () => undefined)
    socket.resume()
  })
  clearInterval(drip)
  expect(Date.now() - begin).toBeLessThan(5_000)
  const status = await new Promise<number | undefined>((resolve, reject) => {
    request({ port, method: 'POST', headers: { 'content-type': 'application/json' } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
      .on('error', reject)
      .end('{"in":"time"}')
  })
  expect(status).toBe(200)
  server.close()
})
