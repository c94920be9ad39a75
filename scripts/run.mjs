// The entry point of every command. It needs only Node: it installs the packages when the lockfile has
// changed, builds the parts whose sources have changed, and then runs the command.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Flightsheet needs Node 20.19 or later; this is ${process.versions.node}. Install it from https://nodejs.org.`,
  )
  process.exit(1)
}
process.chdir(join(import.meta.dirname, '..'))

/** The builds and their sources: a part is built again only when its own sources have changed. */
const BUILDS = [
  {
    name: 'the service',
    stamp: 'dist/.built-service',
    sources: [
      'server',
      'shared',
      'migrations',
      'samples',
      'bench',
      'scripts/build.mjs',
      'scripts/service-flags.json',
      'package-lock.json',
      'tsconfig.json',
    ],
    command: ['scripts/build.mjs'],
  },
  {
    name: 'the task pane and the workbench',
    stamp: 'dist/.built-pages',
    sources: [
      'addin',
      'workbench',
      'shared',
      'webpack.config.js',
      'scripts/build-pages.mjs',
      'package-lock.json',
    ],
    command: ['scripts/build-pages.mjs'],
  },
]
const COMMANDS = {
  start: () => serve(process.env.ROLE),
  server: () => serve('server'),
  worker: () => serve('worker'),
  job: () => program('job'),
  audit: () => program('audit'),
  demo: () => program('demo'),
  'ad-server': () => program('ad-server'),
  sample: () => program('sample'),
  bench: () => program('bench'),
  build: () => ensureBuilt(),
  excel: () => {
    if (rest[0] !== 'stop') ensureBuilt()
    node(['--enable-source-maps', 'scripts/excel.mjs'])
  },
  manifest: () => node(['scripts/manifest.mjs']),
  // The browser tests use the built pages.
  test: () => {
    ensureBuilt()
    node(['node_modules/vitest/vitest.mjs', 'run'])
  },
  'test:cluster': () => {
    process.env.TEST_CLUSTER = '1'
    node(['node_modules/vitest/vitest.mjs', 'run', 'tests/cluster'])
  },
  'test:long': () => {
    ensureBuilt()
    process.env.MODEL_SEQUENCES ??= '2000'
    process.env.FUZZ_REQUESTS ??= '100000'
    process.env.STORM_KILLS ??= '20'
    process.env.PIPELINE_KILLS ??= '40'
    process.env.SHEET_STORIES ??= '300'
    process.env.PROPOSALS ??= '150'
    process.env.SHEET_MOMENTS ??= 'all'
    process.env.PROPOSAL_KILLS ??= 'all'
    node([
      'node_modules/vitest/vitest.mjs',
      'run',
      'tests/model',
      'tests/fuzz',
      'tests/storm',
      'tests/jobs/killed-pipeline.test.ts',
      'tests/addin/two-planners.test.ts',
      'tests/proposals/random-proposals.test.ts',
      'tests/proposals/stored-killed.test.ts',
      'tests/addin/desk-moments.test.ts',
    ])
  },
}

const [command, ...rest] = process.argv.slice(2)
if (!COMMANDS[command]) {
  console.error(`There is no command ${command ?? ''}. Commands: ${Object.keys(COMMANDS).join(', ')}`)
  process.exit(1)
}
ensureInstalled()
COMMANDS[command]()

/** @param role what the process does; undefined: everything */
function serve(role) {
  if (role) process.env.ROLE = role
  // glibc uses many malloc arenas; two are enough and save some 15 MiB. Other systems ignore this variable.
  process.env.MALLOC_ARENA_MAX ??= '2'
  // V8 flags. 16 MiB for short-lived objects: with less, a load waits for the garbage collector; with more,
  // each of its pauses is longer. A collection when the heap has grown by 50 %: by default V8 lets 40 MiB
  // grow to 130 first. No allocation-site pretenuring: V8 sometimes treats the objects of a short search as
  // long-lived and then collects the whole heap every two seconds.
  program('server', JSON.parse(readFileSync('scripts/service-flags.json', 'utf8')))
}

function program(name, flags = []) {
  ensureBuilt()
  node([...flags, '--enable-source-maps', `dist/${name}.mjs`])
}

function node(args) {
  const child = spawn(process.execPath, [...args, ...rest], { stdio: 'inherit' })
  // A signal to this process is meant for the program. The program may need a moment to stop properly; this
  // process ends with it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // npm starts a shell in between, which a signal ends without being passed on. Then nothing waits for the
  // program, so it is stopped.
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 300).unref()
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

function ensureInstalled() {
  const stamp = 'node_modules/.installed-lockfile'
  const lockfile = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfile) return
  console.log('Installing packages from the lockfile (once, a minute or two) …')
  const npm = process.env.npm_execpath
  const install = ['ci', '--include=dev', '--no-audit', '--no-fund', '--ignore-scripts']
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...install], { stdio: 'inherit' })
    : spawnSync('npm', install, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) {
    console.error('The installation failed. Check the network, then run the command again.')
    process.exit(1)
  }
  writeFileSync(stamp, lockfile)
}

function ensureBuilt() {
  for (const { name, stamp, sources, command } of BUILDS) {
    const hash = createHash('sha256')
    for (const file of sources.flatMap(filesIn)) {
      const { mtimeMs, size } = statSync(file)
      hash.update(`${file}\0${mtimeMs}\0${size}\n`)
    }
    const current = hash.digest('hex')
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === current) continue
    // On stderr, because another program may read the command's stdout.
    console.error(`Building ${name} …`)
    const { status } = spawnSync(process.execPath, command, { stdio: ['inherit', 2, 'inherit'] })
    if (status !== 0) process.exit(status ?? 1)
    mkdirSync('dist', { recursive: true })
    writeFileSync(stamp, current)
  }
}

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
