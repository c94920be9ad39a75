// Makes a release: what a machine needs to run the service, without sources, workbench, tests and their packages.
// `npm ci --omit=dev` in its folder installs the packages.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

const [folder = 'release', ...rest] = process.argv.slice(2)
if (rest.length > 0 || folder.startsWith('-')) {
  console.error('npm run release -- [folder]    the folder in which the release is made: release')
  process.exit(2)
}
const to = resolve(folder)
if (existsSync(to) && readdirSync(to).length > 0 && !existsSync(join(to, 'dist/.release'))) {
  console.error(`${to} has something else in it. Name an empty folder, or one that doesn't exist.`)
  process.exit(1)
}
rmSync(to, { recursive: true, force: true })
mkdirSync(to, { recursive: true })

/** Programs and pages for who works on the service. */
const LEFT_OUT = /^(workbench(\/|$)|\.built|(bench|long-sheet-writer|demo|ad-server|sample)\.mjs)/
cpSync('dist', join(to, 'dist'), {
  recursive: true,
  filter: (file) => !LEFT_OUT.test(relative('dist', file).replaceAll('\\', '/')),
})
const FILES = [
  'scripts/run.mjs',
  'scripts/service-flags.json',
  'scripts/manifest.mjs',
  'scripts/excel/manifest-origin.mjs',
  'manifest.xml',
  '.env.example',
  'LICENSE',
  'CHANGELOG.md',
  'deploy',
  'docs/operations.md',
  'docs/runbook.md',
]
for (const file of FILES) cpSync(file, join(to, file), { recursive: true })

const { version, scripts, devDependencies: _dev, workspaces: _workspaces, ...others } = json('package.json')
const runnable = ['start', 'server', 'worker', 'job', 'audit', 'users', 'backup', 'restore', 'manifest']
write('package.json', {
  ...others,
  version,
  scripts: Object.fromEntries(runnable.map((name) => [name, scripts[name]])),
})
const lockfile = json('package-lock.json')
const { devDependencies: _lockedDev, workspaces: _lockedWorkspaces, ...root } = lockfile.packages['']
write('package-lock.json', {
  ...lockfile,
  packages: {
    '': root,
    ...Object.fromEntries(
      Object.entries(lockfile.packages).filter(
        ([path, { dev, link }]) => path.startsWith('node_modules/') && !dev && !link,
      ),
    ),
  },
})
write('dist/.release', { version })
console.log(`Flightsheet ${version} is in ${to}. There, or where you copy it:
  npm ci --omit=dev --ignore-scripts
  NODE_ENV=production npm start`)

function json(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function write(file, content) {
  writeFileSync(join(to, file), `${JSON.stringify(content, null, 2)}\n`)
}
