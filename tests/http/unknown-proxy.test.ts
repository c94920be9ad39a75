import express from 'express'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { tellOfUnknownProxy } from '../../server/http/unknown-proxy'

async function said(trusted: number, headers: Record<string, string>[]): Promise<string[]> {
  const lines: string[] = []
  const app = express()
  app.use(tellOfUnknownProxy(trusted, pino({}, { write: (line) => lines.push(line) })))
  app.get('/', (_request, response) => response.end())
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  for (const one of headers) await fetch(`http://127.0.0.1:${port}/`, { headers: one })
  await new Promise((resolve) => server.close(resolve))
  return lines.map((line) => JSON.parse(line).msg)
}

describe('A proxy that the service doesn’t know', () => {
  it('is told once', async () => {
    const through = { 'x-forwarded-for': '203.0.113.7' }
    expect(await said(0, [{}, through, through, { forwarded: 'for=203.0.113.7' }])).toEqual([
      expect.stringContaining('TRUSTED_PROXIES is 0'),
    ])
    expect(await said(0, [{ 'x-forwarded-proto': 'https' }])).toHaveLength(1)
  })

  it('isn’t where there is none, or where it is trusted', async () => {
    expect(await said(0, [{}, { 'user-agent': 'x' }])).toEqual([])
    expect(await said(1, [{ 'x-forwarded-for': '203.0.113.7' }])).toEqual([])
  })
})
