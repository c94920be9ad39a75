import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfiguration } from '../../server/configuration'
import { Service } from '../../server/programs/service'
import { findOpenssl, makeCertificate } from '../support/openssl'

const folder = mkdtempSync(join(tmpdir(), 'flightsheet-tls-'))
const file = (name: string) => join(folder, name)
const pair = (name: string) => ({ TLS_CERT_FILE: file(`${name}.crt`), TLS_KEY_FILE: file(`${name}.key`) })

const openssl = findOpenssl()

beforeAll(() => {
  if (openssl) for (const name of ['one', 'other']) makeCertificate(file(`${name}.crt`), file(`${name}.key`))
  writeFileSync(file('text.crt'), 'no certificate')
})

afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf(!openssl)('a service with a certificate', () => {
  let service: Service
  let port: number

  beforeAll(async () => {
    service = await Service.create(
      readConfiguration({
        ...pair('one'),
        PORT: '0',
        DATABASE_URL: `sqlite:${file('flightsheet.sqlite')}`,
        UPLOAD_DIR: file('uploads'),
        SAMPLE_DATA: 'none',
        LOG_LEVEL: 'error',
      }),
    )
    port = await service.listen()
  })

  afterAll(() => service?.close())

  it('speaks HTTPS with it', async () => {
    const answer = await ask('/health/live')
    expect(answer.status).toBe(200)
  })

  it('speaks nothing else', async () => {
    await expect(fetch(`http://localhost:${port}/health/live`)).rejects.toThrow()
  })

  it('does not bind a browser to HTTPS on localhost', async () => {
    expect((await ask('/')).headers['strict-transport-security']).toBeUndefined()
  })

  it('lets Excel on the web frame the pane and show its icons, and nobody else frame anything', async () => {
    const pane = await ask('/addin/taskpane.html')
    expect(pane.headers['x-frame-options']).toBeUndefined()
    expect(pane.headers['content-security-policy']).toMatch(
      /frame-ancestors 'self' https:\/\/\*\.officeapps\.live\.com /,
    )
    expect(pane.headers['cross-origin-resource-policy']).toBe('cross-origin')
    for (const path of ['/', '/workbench/', '/api/v1/openapi.json']) {
      const { headers } = await ask(path)
      expect(headers['x-frame-options'], path).toBe('SAMEORIGIN')
      expect(headers['cross-origin-resource-policy'], path).toBe('same-origin')
    }
  })

  function ask(path: string) {
    return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
      get({ host: 'localhost', port, path, ca: readFileSync(file('one.crt')), agent: false }, (response) => {
        response.resume()
        resolve({ status: response.statusCode ?? 0, headers: response.headers })
      }).on('error', reject)
    })
  }
})

describe.skipIf(!openssl)('the settings of a certificate', () => {
  const reading = (env: Record<string, string>) => () => readConfiguration({ ...env })

  it('are off by default', () => {
    expect(readConfiguration({}).tls).toBeUndefined()
  })

  it('go together', () => {
    expect(reading({ TLS_CERT_FILE: file('one.crt') })).toThrow('set TLS_CERT_FILE and TLS_KEY_FILE together')
    expect(reading({ TLS_KEY_FILE: file('one.key') })).toThrow('set TLS_CERT_FILE and TLS_KEY_FILE together')
  })

  it('name the file that is not there', () => {
    expect(reading({ ...pair('one'), TLS_KEY_FILE: file('none') })).toThrow(
      /TLS_KEY_FILE can't be read: ENOENT/,
    )
  })

  it('refuse what is no certificate, and a key of another one', () => {
    expect(reading({ ...pair('one'), TLS_CERT_FILE: file('text.crt') })).toThrow(
      /must be a certificate and its private key/,
    )
    expect(reading({ ...pair('one'), TLS_KEY_FILE: file('other.key') })).toThrow(
      /must be a certificate and its private key/,
    )
  })
})
