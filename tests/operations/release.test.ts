import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const PROGRAMS = ['main', 'job-thread', 'render-thread', 'job', 'audit', 'users', 'backup', 'restore']

describe('A release', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-release-'))
  const checkout = join(folder, 'checkout')
  const release = join(folder, 'release')
  const run = (script: string, args: string[], cwd: string, env: Record<string, string> = {}) =>
    spawnSync(process.execPath, [script, ...args], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    })
  beforeAll(() => {
    // A checkout with a build that is quick to copy.
    mkdirSync(join(checkout, 'dist', 'workbench'), { recursive: true })
    for (const file of [
      'scripts',
      'deploy',
      'docs',
      'manifest.xml',
      '.env.example',
      'LICENSE',
      'CHANGELOG.md',
    ])
      cpSync(join(ROOT, file), join(checkout, file), { recursive: true })
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(ROOT, file), join(checkout, file))
    for (const name of ['server.mjs', 'bench.mjs', 'bench.mjs.map', 'workbench/index.html', '.built-service'])
      writeFileSync(join(checkout, 'dist', name), 'console.log("runs")\n')
    const made = run('scripts/release.mjs', [release], checkout)
    expect(made.stderr).toBe('')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const json = (file: string) => JSON.parse(readFileSync(join(release, file), 'utf8'))

  it('has what the service runs with, and neither workbench nor sources', () => {
    for (const file of [
      'dist/server.mjs',
      'scripts/run.mjs',
      'manifest.xml',
      '.env.example',
      'docs/runbook.md',
    ])
      expect(existsSync(join(release, file)), file).toBe(true)
    for (const file of ['dist/workbench', 'dist/bench.mjs', 'dist/.built-service', 'server', 'tests'])
      expect(existsSync(join(release, file)), file).toBe(false)
  })

  it('locks only the packages that the service runs with', () => {
    const { packages } = json('package-lock.json')
    expect(json('package.json').devDependencies).toBeUndefined()
    expect(packages[''].dependencies).toEqual(json('package.json').dependencies)
    for (const name of ['express', 'mysql2', 'libsql']) expect(packages[`node_modules/${name}`]).toBeDefined()
    for (const name of ['@microsoft/office-js', 'webpack', 'vitest', '@fluentui/react-components', 'react'])
      expect(packages[`node_modules/${name}`], name).toBeUndefined()
  })

  it('lists every package that its programs import', async () => {
    const { metafile } = await build({
      absWorkingDir: ROOT,
      entryPoints: PROGRAMS.map((name) => `server/programs/${name}.ts`),
      outdir: 'nowhere',
      write: false,
      metafile: true,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    })
    const imported = Object.values(metafile.outputs)
      .flatMap(({ imports }) => imports)
      .filter(({ external, path }) => external && !path.startsWith('node:') && !builtinModules.includes(path))
      .map(({ path }) =>
        path
          .split('/')
          .slice(0, path.startsWith('@') ? 2 : 1)
          .join('/'),
      )
    expect(imported.length).toBeGreaterThan(20)
    const listed = Object.keys(json('package.json').dependencies)
    expect([...new Set(imported)].filter((name) => !listed.includes(name))).toEqual([])
  })

  it('runs without building, and knows no commands that need sources', () => {
    // Its packages are there.
    mkdirSync(join(release, 'node_modules'), { recursive: true })
    cpSync(join(release, 'package-lock.json'), join(release, 'node_modules/.package-lock.json'))
    expect(run('scripts/run.mjs', ['server'], release).stdout).toBe('runs\n')
    const refused = run('scripts/run.mjs', ['test'], release)
    expect(refused.status).toBe(1)
    expect(refused.stderr).toMatch(/This is a release: test needs the sources/)
  })

  it('isn’t made over something else', () => {
    const refused = run('scripts/release.mjs', [checkout], checkout)
    expect(refused.status).toBe(1)
    expect(refused.stderr).toMatch(/something else in it/)
  })
})
