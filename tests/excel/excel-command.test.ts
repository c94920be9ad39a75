import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { OfficeAddinManifest } from 'office-addin-manifest'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { freePort } from '../support/free-port'
import { findOpenssl, makeCertificate } from '../support/openssl'

interface Registration {
  excelOf(machine: {
    platform: string
    home: string
    run(command: string, args: string[]): void
  }):
    | { register(id: string, manifest: string): void; unregister(id: string): boolean; open(): void }
    | undefined
}
interface Certificates {
  localhostCertificate(platform: string): { cert: string; key: string; trusted: boolean }
}

/** Plain scripts without types, which run before anything is built. */
const script = (name: string) => resolve('scripts', name)
const openssl = findOpenssl()
const ID = '6d1f0c0a-3b0e-4a57-9c56-2f7b8a1d4e90'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flightsheet-excel-'))
  copyFileSync('manifest.xml', join(folder, 'manifest.xml'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, maxRetries: 5, retryDelay: 200 })
})

function run(name: string, args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script(name), ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  return { status, said: `${stdout}${stderr}` }
}

describe('npm run manifest', () => {
  it('writes the manifest of an installation', async () => {
    expect(run('manifest.mjs', ['https://flightsheet.example.com/']).status).toBe(0)
    const file = join(folder, 'dist/manifest.xml')
    const text = readFileSync(file, 'utf8')
    expect(text).not.toContain('localhost')
    expect(text.replaceAll('https://flightsheet.example.com', 'https://localhost:3000')).toBe(
      readFileSync('manifest.xml', 'utf8'),
    )
    const { defaultSettings } = await OfficeAddinManifest.readManifestFile(file)
    expect(defaultSettings?.sourceLocation).toBe('https://flightsheet.example.com/addin/taskpane.html')
  })

  it.each([
    [[], /npm run manifest -- https:/],
    [['https://a.example', 'https://b.example'], /npm run manifest -- https:/],
    [['http://a.example'], /HTTPS only/],
    [['a.example'], /HTTPS only/],
    [['https://a.example/planning'], /at the root of its host: https:\/\/a\.example,/],
    [['https://user:secret@a.example'], /at the root of its host/],
  ])('refuses %j', (args, sentence) => {
    const { status, said } = run('manifest.mjs', args)
    expect(status).toBe(1)
    expect(said).toMatch(sentence)
    expect(existsSync(join(folder, 'dist'))).toBe(false)
  })
})

describe('npm run excel', () => {
  it.each([
    [['excel'], {}, /One of: npm run excel, npm run excel -- web, npm run excel -- stop/],
    [['web', 'stop'], {}, /One of:/],
    [['web'], { PORT: '0' }, /needs a fixed one/],
    [['web'], { PORT: 'three' }, /PORT is three/],
  ])('refuses %j with %j', (args, env, sentence) => {
    const { status, said } = run('excel.mjs', args, env)
    expect(status).toBe(1)
    expect(said).toMatch(sentence)
  })

  it.skipIf(!openssl || process.platform !== 'linux')(
    'serves over HTTPS and says how Excel on the web gets the add-in',
    async () => {
      const port = await freePort()
      const env = { PORT: String(port), SAMPLE_DATA: 'none', LOG_LEVEL: 'error', DATABASE_URL: '' }
      const child = spawn(process.execPath, [script('excel.mjs')], {
        cwd: folder,
        env: { ...process.env, ...env },
      })
      const said = await saidUntil(child, 'to take the add-in out again')
      const manifest = join(folder, 'dist/manifest.localhost.xml')
      expect(said).toContain(`Flightsheet is ready at https://localhost:${port}`)
      expect(said).toContain(`Open https://localhost:${port} once in the same browser`)
      expect(said).toContain(manifest)
      const info = await OfficeAddinManifest.readManifestFile(manifest)
      expect(info.defaultSettings?.sourceLocation).toBe(`https://localhost:${port}/addin/taskpane.html`)
      const ca = readFileSync(join(folder, 'data/tls/localhost.crt'))
      expect(await statusOf({ port, ca, path: '/health/live' })).toBe(200)
      child.kill('SIGTERM')
      expect(await once(child, 'exit')).toEqual([0, null])
    },
  )
})

describe('an Excel to develop in', () => {
  const calls: string[][] = []
  const machine = (platform: string, answer = (_: string[]) => {}) => ({
    platform,
    home: folder,
    run(command: string, args: string[]) {
      calls.push([command, ...args])
      answer(args)
    },
  })
  const load = async () => (await import(script('excel/registration.mjs'))) as Registration
  const KEY = 'HKCU\\SOFTWARE\\Microsoft\\Office\\16.0\\WEF\\Developer'

  beforeEach(() => {
    calls.length = 0
  })

  it('is told by the registry on Windows', async () => {
    const excel = (await load()).excelOf(machine('win32'))!
    excel.register(ID, 'C:\\flight sheet\\manifest.xml')
    excel.open()
    expect(excel.unregister(ID)).toBe(true)
    expect(calls).toEqual([
      ['reg', 'add', KEY, '/v', ID, '/t', 'REG_SZ', '/d', 'C:\\flight sheet\\manifest.xml', '/f'],
      ['cmd', '/c', 'start', 'excel'],
      ['reg', 'query', KEY, '/v', ID],
      ['reg', 'delete', KEY, '/v', ID, '/f'],
    ])
    const without = machine('win32', ([verb]) => {
      if (verb === 'query') throw new Error('not there')
    })
    expect((await load()).excelOf(without)!.unregister(ID)).toBe(false)
  })

  it('is told by a folder of its own on a Mac', async () => {
    const excel = (await load()).excelOf(machine('darwin'))!
    const manifest = join(folder, 'manifest.xml')
    expect(() => excel.register(ID, manifest)).toThrow('open it once')
    const container = join(folder, 'Library/Containers/com.microsoft.Excel/Data')
    mkdirSync(container, { recursive: true })
    excel.register(ID, manifest)
    excel.register(ID, manifest)
    const registered = join(container, 'Documents/wef', `${ID}.manifest.xml`)
    expect(readFileSync(registered, 'utf8')).toBe(readFileSync(manifest, 'utf8'))
    excel.open()
    expect(calls).toEqual([['open', '-a', 'Microsoft Excel']])
    expect(excel.unregister(ID)).toBe(true)
    expect(existsSync(registered)).toBe(false)
    expect(excel.unregister(ID)).toBe(false)
  })

  it('is not there on Linux', async () => {
    expect((await load()).excelOf(machine('linux'))).toBeUndefined()
  })
})

describe.skipIf(!openssl)('the development certificate', () => {
  const load = async () => (await import(script('excel/certificates.mjs'))) as Certificates
  /** Replaces npm by a script that writes down its arguments. */
  const insteadOfNpm = () => {
    const npm = join(folder, 'npm.cjs')
    writeFileSync(
      npm,
      `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'called'))}, process.argv.slice(2).join(' '))`,
    )
    vi.stubEnv('npm_execpath', npm)
    vi.stubEnv('HOME', folder)
    vi.stubEnv('USERPROFILE', folder)
    vi.spyOn(console, 'log').mockReturnValue()
  }

  it('is made and trusted by the pinned tool of Microsoft on a Mac', async () => {
    const made = join(folder, '.office-addin-dev-certs')
    mkdirSync(made)
    insteadOfNpm()
    makeCertificate(join(made, 'localhost.crt'), join(made, 'localhost.key'))
    const files = (await load()).localhostCertificate('darwin')
    expect(files).toEqual({
      cert: join(made, 'localhost.crt'),
      key: join(made, 'localhost.key'),
      trusted: true,
    })
    expect(readFileSync(join(folder, 'called'), 'utf8')).toBe(
      'exec --yes --package=office-addin-dev-certs@3.0.0 -- office-addin-dev-certs install',
    )
  })

  it('is missed when the tool made none, which it does not say by its exit code', async () => {
    insteadOfNpm()
    const { localhostCertificate } = await load()
    expect(() => localhostCertificate('darwin')).toThrow(/TLS_CERT_FILE and TLS_KEY_FILE/)
  })
})

/** Everything that the program has written up to and including `text`. */
function saidUntil(child: ChildProcess, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (data) => {
        said += data
        if (said.includes(text)) resolve(said)
      })
    }
    child.on('exit', () => reject(new Error(`ended too early: ${said}`)))
  })
}

function statusOf(request: { port: number; ca: Buffer; path: string }): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: 'localhost', agent: false, ...request }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
}
