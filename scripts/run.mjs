// The entry point of every command. It needs only Node: it installs the packages when the lockfile has
// changed, builds the parts whose sources have changed, and then runs the command. In production, and in a release
// (`npm run release`), it installs only the packages that the service runs with, and builds nothing.
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

/** A release has a build and no sources. */
const isRelease = existsSync('dist/.release')

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
  users: () => program('users'),
  backup: () => program('backup'),
  restore: () => program('restore'),
  release: () => {
    ensureBuilt()
    node(['scripts/release.mjs'])
  },
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
  pictures: () => {
    ensureBuilt()
    node(['scripts/pictures.mjs'])
  },
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
/** Commands that the service runs with, in contrast to those for who works on it. */
const OPERATING = ['start', 'server', 'worker', 'job', 'audit', 'users', 'backup', 'restore', 'manifest']
if (isRelease && !OPERATING.includes(command)) {
  console.error(`This is a release: ${command} needs the sources. Commands here: ${OPERATING.join(', ')}`)
  process.exit(1)
}
const isLean = isRelease || (process.env.NODE_ENV === 'production' && OPERATING.includes(command))
if (isLean) ensureInstalledToRun()
else ensureInstalled()
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
  install('--include=dev')
  writeFileSync(stamp, lockfile)
}

/** Without the packages that only builds and tests need: a sixth of the disk. */
function ensureInstalledToRun() {
  const wanted = packagesOf('package-lock.json')
  const there = packagesOf('node_modules/.package-lock.json')
  const missing = Object.entries(wanted).filter(
    ([path, { dev, devOptional, optional, link, version }]) =>
      path.startsWith('node_modules/') &&
      !(dev || devOptional || optional || link) &&
      there[path]?.version !== version,
  )
  if (missing.length === 0) return
  console.error('Installing the packages that the service runs with, from the lockfile …')
  install('--omit=dev')
}

/** What a lockfile says, or the one that npm writes of what it has installed. */
function packagesOf(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, 'utf8')).packages : {}
}

function install(which) {
  const npm = process.env.npm_execpath
  const args = ['ci', which, '--no-audit', '--no-fund', '--ignore-scripts']
  // On stderr, because another program may read the command's stdout.
  const stdio = ['inherit', 2, 'inherit']
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], { stdio })
    : spawnSync('npm', args, { stdio, shell: process.platform === 'win32' })
  if (status === 0) return
  console.error('The installation failed. Check the network, then run the command again.')
  process.exit(1)
}

function ensureBuilt() {
  if (isRelease) return
  for (const { name, stamp, sources, command } of BUILDS) {
    const files = sources.flatMap(filesIn)
    const looks = hashOf(files, (file) => {
      const { mtimeMs, size } = statSync(file)
      return `${mtimeMs}\0${size}`
    })
    const [lookedLike, contained] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split('\n') : []
    if (lookedLike === looks) continue
    // A copy of the sources has other times.
    const content = hashOf(files, (file) => readFileSync(file))
    if (contained !== content) build(name, command)
    mkdirSync('dist', { recursive: true })
    writeFileSync(stamp, `${looks}\n${content}`)
  }
}

function build(name, command) {
  if (isLean) {
    console.error(
      `This is production, and ${name} isn't built from these sources. Run \`npm run build\` first, here or on another
machine (it installs what builds need), or make a release: \`npm run release\` (docs/operations.md).`,
    )
    process.exit(1)
  }
  // On stderr, because another program may read the command's stdout.
  console.error(`Building ${name} …`)
  const { status } = spawnSync(process.execPath, command, { stdio: ['inherit', 2, 'inherit'] })
  if (status !== 0) process.exit(status ?? 1)
}

function hashOf(files, describe) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\0`).update(describe(file)).update('\n')
  return hash.digest('hex')
}

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
