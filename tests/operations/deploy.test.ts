import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfiguration } from '../../server/configuration'
import { findNginx } from '../support/nginx'
import { findOpenssl, makeCertificate } from '../support/openssl'

const ROOT = join(import.meta.dirname, '..', '..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'flightsheet-deploy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
/** The names of all settings, as .env.example has them. */
const SETTINGS = new Set([...read('.env.example').matchAll(/^([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name!))
const isSetting = (name: string) =>
  SETTINGS.has(name) || SETTINGS.has(name.replace(/_FILE$/, '')) || ['TZ', 'NODE_ENV'].includes(name)

interface Compose {
  services: Record<
    string,
    { environment?: Record<string, string>; secrets?: string[]; volumes?: string[]; image: string }
  >
  secrets: Record<string, { file: string }>
  volumes: Record<string, unknown>
}

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n')

  it('copies only what is there, or what an earlier stage has made', () => {
    const copied = lines.flatMap((line) => /^COPY (?!--from)(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? [])
    expect(copied.length).toBeGreaterThan(2)
    for (const file of copied) expect(existsSync(join(ROOT, file)), file).toBe(true)
    const ignored = read('.dockerignore').split('\n')
    for (const file of ['node_modules', 'dist', 'data', '.env']) expect(ignored).toContain(file)
  })

  it('runs as nobody special, in Seoul’s time, with settings that there are', () => {
    expect(lines).toContain('USER node')
    const env = /^ENV ([\s\S]+?[^\\])\n(?=[A-Z])/m.exec(read('Dockerfile'))![1]!
    const settings = Object.fromEntries(
      env.split(/\s*\\?\n\s*/).map((line) => line.split(/=(.*)/).slice(0, 2)),
    )
    expect(settings.TZ).toBe('Asia/Seoul')
    expect(Object.keys(settings).filter((name) => !isSetting(name))).toEqual([])
    expect(() => readConfiguration(settings)).not.toThrow()
  })

  it('has a health check whose program says whether the service is ready', async () => {
    const [, script] = /CMD \["node", "-e", "(.+)"\]/.exec(read('Dockerfile'))!
    const closed = spawnSync(process.execPath, ['-e', script!], { env: { ...process.env, PORT: '9' } })
    expect(closed.status).toBe(1)
  })
})

describe('compose.yaml', () => {
  const compose = parse(read('deploy/compose.yaml'), { merge: true }) as Compose

  it('names settings, secrets and volumes that there are', () => {
    for (const name of ['server-1', 'server-2', 'worker']) {
      const { environment = {}, secrets = [] } = compose.services[name]!
      expect(Object.keys(environment).filter((one) => !isSetting(one))).toEqual([])
      for (const [setting, value] of Object.entries(environment))
        if (setting.endsWith('_FILE')) expect(secrets).toContain(String(value).replace('/run/secrets/', ''))
    }
    for (const { secrets = [], volumes = [] } of Object.values(compose.services)) {
      for (const secret of secrets) expect(compose.secrets).toHaveProperty(secret)
      for (const volume of volumes) {
        const source = volume.split(':')[0]!
        if (!source.startsWith('.')) expect(compose.volumes).toHaveProperty(source)
        else if (!source.includes('certificates')) expect(existsSync(join(ROOT, 'deploy', source))).toBe(true)
      }
    }
  })

  it.skipIf(!findOpenssl())('gets secrets with which production starts, and keeps them', () => {
    cpSync(join(ROOT, 'deploy', 'make-secrets.sh'), join(folder, 'make-secrets.sh'))
    const make = () => spawnSync('sh', [join(folder, 'make-secrets.sh')], { encoding: 'utf8' })
    expect(make().stderr).toBe('')
    const made = (name: string) => readFileSync(join(folder, 'secrets', name), 'utf8')
    const first = made('database_url')
    make()
    expect(made('database_url')).toBe(first)
    for (const { file } of Object.values(compose.secrets))
      expect(existsSync(join(folder, file)), file).toBe(true)
    const { environment = {} } = compose.services.worker!
    const configuration = readConfiguration({
      ...Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [
          name,
          String(value).replace('/run/secrets', join(folder, 'secrets')),
        ]),
      ),
      NODE_ENV: 'production',
    })
    expect(configuration.redis?.url).toBe(`redis://:${made('redis_password')}@redis:6379`)
    expect(configuration.databaseUrl).toContain(made('mysql_password'))
    expect(configuration.trustedProxies).toBe(1)
  })
})

describe('nginx', () => {
  it.skipIf(!findNginx() || !findOpenssl())('takes the configuration', () => {
    mkdirSync(join(folder, 'temp'), { recursive: true })
    makeCertificate(join(folder, 'fullchain.pem'), join(folder, 'privkey.pem'))
    const site = read('deploy/nginx/flightsheet.conf')
      .replaceAll('/etc/nginx/certificates', folder)
      .replace(/server-([12]):3000/g, '127.0.0.$1:3000')
      .replace('listen 80;', 'listen 127.0.0.1:8089;')
      .replace('listen 443 ssl;', 'listen 127.0.0.1:8449 ssl;')
      // From nginx 1.25 on.
      .replace('http2 on;', '')
    writeFileSync(join(folder, 'site.conf'), site)
    const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    writeFileSync(
      join(folder, 'nginx.conf'),
      `pid nginx.pid; events {} http { access_log off; ${kinds.map((kind) => `${kind}_temp_path temp/${kind};`).join(' ')} include site.conf; }`,
    )
    const checked = spawnSync('nginx', ['-t', '-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], {
      encoding: 'utf8',
    })
    expect(checked.stderr).toMatch(/test is successful/)
  })
})

describe('systemd', () => {
  const units = readdirSync(join(ROOT, 'deploy', 'systemd')).filter((name) => /\.(service|timer)$/.test(name))
  const analyzes = spawnSync('systemd-analyze', ['--version']).status === 0

  it.skipIf(!analyzes)('takes the units', () => {
    const files = units.map((name) => join(ROOT, 'deploy', 'systemd', name))
    const checked = spawnSync('systemd-analyze', ['verify', ...files], { encoding: 'utf8' })
    expect(checked.stderr).toBe('')
    expect(checked.status).toBe(0)
  })

  it('gets an example of settings that there are', () => {
    const names = [...read('deploy/systemd/env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name!)
    expect(names.filter((name) => !isSetting(name))).toEqual([])
    expect(statSync(join(ROOT, 'deploy', 'make-secrets.sh')).mode & 0o100).toBe(0o100)
  })
})
