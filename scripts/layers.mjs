// Defines which room (a folder of the table below) may import which others: ground → capabilities → the parts
// that combine them. No import points back and there are no cycles. `npm run lint` fails on any other import,
// type imports included. A new entry in this table is a design decision.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, normalize } from 'node:path'

const DOMAIN = ['shared', 'shared/contract']
const SHEETS = ['shared/sheets', 'shared/sheets/*']
/** The rooms that every capability of the server may import. */
const SERVICE = [...DOMAIN, 'server', 'server/database', 'server/http']
/** The rooms that every capability of the add-in may import. */
const DESK = [...DOMAIN, ...SHEETS, 'addin/api', 'addin/excel', 'addin/desk', 'addin/words', 'addin/ui']

/**
 * Each room with the other rooms that it may import. A path without `/*` means only the files directly in
 * that folder.
 */
const ROOMS = {
  // The domain is pure: no I/O, no framework.
  shared: [],
  'shared/contract': ['shared'],
  // Only the OpenAPI document shows the examples. The add-in does not carry them.
  'shared/contract/examples': DOMAIN,
  'shared/sheets': DOMAIN,
  'shared/sheets/*': [...DOMAIN, 'shared/sheets'],
  // The cover shows what the other sheets show.
  'shared/sheets/summary': [
    ...DOMAIN,
    'shared/sheets',
    'shared/sheets/media-mix',
    'shared/sheets/daily-plan',
  ],
  // It draws the MediaMix of each variant.
  'shared/sheets/comparison': [...DOMAIN, 'shared/sheets', 'shared/sheets/media-mix'],
  'shared/sheets/proposal': [...DOMAIN, ...SHEETS],

  migrations: [],
  'server/database': ['shared'],
  // The ground of the server: clock, configuration (which checks the database's URL), log, caller.
  server: [...DOMAIN, 'server/database'],
  'server/http': [...DOMAIN, 'shared/contract/examples', 'server', 'server/database'],
  // Folders and buckets.
  'server/storage': SERVICE,
  'server/jobs': SERVICE,
  'server/journal': [...SERVICE, 'server/jobs'],
  // Who did what from where: the capabilities write it with what they do.
  'server/security-log': [...SERVICE, ...server('jobs')],
  'server/accounts': [...SERVICE, ...server('jobs security-log')],
  'server/company-sign-in': [...SERVICE, ...server('security-log accounts')],
  // catalog ← forecasts ← inventory ← purchases ← campaigns ← media-mix ← bookings
  'server/catalog': [...SERVICE, ...server('security-log')],
  'server/forecasts': [...SERVICE, 'shared/sheets', ...server('storage jobs catalog')],
  'server/inventory': [...SERVICE, ...server('jobs security-log catalog forecasts')],
  'server/purchases': [...SERVICE, ...server('jobs security-log catalog inventory')],
  'server/publishing': [...SERVICE, ...server('security-log catalog purchases')],
  'server/publish-statuses': [...SERVICE, ...server('journal')],
  'server/campaigns': [...SERVICE, ...server('accounts journal security-log')],
  // A team has campaigns: who joins or leaves it is told to those who see them.
  'server/teams': [...SERVICE, ...server('accounts journal security-log campaigns')],
  'server/media-mix': [
    ...SERVICE,
    'shared/sheets/media-mix',
    ...server('security-log catalog purchases publishing campaigns'),
  ],
  'server/approvals': [...SERVICE, ...server('journal security-log catalog purchases campaigns')],
  'server/bookings': [
    ...SERVICE,
    ...server(
      'approvals jobs journal security-log catalog purchases publishing publish-statuses campaigns media-mix',
    ),
  ],
  // These build on the capabilities above.
  'server/statuses': [
    ...SERVICE,
    ...server('jobs journal purchases publish-statuses campaigns media-mix bookings'),
  ],
  'server/notifications': [...SERVICE, ...server('jobs journal campaigns publishing')],
  'server/events': [...SERVICE, ...server('accounts jobs journal campaigns')],
  'server/monitoring': [
    ...SERVICE,
    'shared/sheets',
    'shared/sheets/monitoring',
    ...server('jobs catalog inventory publish-statuses campaigns'),
  ],
  'server/merging': [...SERVICE, ...server('catalog inventory campaigns media-mix')],
  'server/proposals': [
    ...SERVICE,
    ...SHEETS,
    ...server('storage jobs journal catalog inventory purchases campaigns media-mix bookings statuses'),
  ],
  // It knows tables and rows, not what they mean.
  'server/backup': ['server/database'],
  'server/audit': [...SERVICE, ...server('purchases')],
  'server/setup': [
    ...SERVICE,
    'samples/market',
    'samples/campaigns',
    ...server('accounts catalog forecasts inventory jobs campaigns media-mix bookings statuses monitoring'),
  ],
  'server/programs': ['migrations', ...DOMAIN, 'server', 'server/*'],

  'addin/api': DOMAIN,
  'addin/excel': ['shared', ...SHEETS],
  'addin/desk': [...DOMAIN, ...SHEETS, 'addin/api', 'addin/excel'],
  'addin/words': [...DOMAIN, 'addin/desk'],
  'addin/ui': [...DOMAIN, 'addin/desk', 'addin/words'],
  // The company account, for pane and pages.
  'addin/sign-in': [...DOMAIN, ...addin('api desk')],
  'addin/account': DESK,
  'addin/media-mix': DESK,
  'addin/targeting': [...DESK, 'addin/media-mix'],
  'addin/booking': [...DESK, ...addin('account media-mix targeting')],
  'addin/monitoring': [...DESK, ...addin('media-mix')],
  'addin/inventory': [...DESK, ...addin('account targeting')],
  'addin/variants': [...DESK, ...addin('media-mix')],
  'addin/campaigns': [...DESK, ...addin('account media-mix monitoring inventory')],
  'addin/functions': DESK,
  'addin/live': [...DESK, ...addin('campaigns media-mix monitoring')],
  'addin/approvals': [...DESK, ...addin('account booking live media-mix')],
  // Its list of stored proposals is live.
  'addin/proposal': [...DESK, ...addin('media-mix live')],
  'addin/notifications': [...DOMAIN, ...addin('api words')],
  // The own account, for pane and pages.
  'addin/my-account': [...DOMAIN, ...addin('api desk words')],
  'addin/self-check': DESK,
  'addin/pane': [...DESK, 'addin/*'],
  // Pages for any browser: what they share, and each of them.
  'addin/page': [...DOMAIN, ...addin('api desk words ui sign-in notifications my-account')],
  'addin/dashboard': [...DOMAIN, 'shared/sheets/monitoring', ...addin('api desk words ui page')],
  'addin/operator': [
    ...DOMAIN,
    ...['monitoring', 'standard-inventory'].map((sheet) => `shared/sheets/${sheet}`),
    ...addin('api desk words ui page notifications my-account'),
  ],

  'workbench/host': [],
  'workbench/office': [],
  'workbench/xlsx': ['workbench/host'],
  'workbench/univer': ['shared', 'workbench/host'],
  'workbench/page': ['shared', 'workbench/host', 'workbench/univer', 'workbench/xlsx'],
  workbench: ['workbench/*'],

  'samples/market': ['shared'],
  // Plain data: the service plays them.
  'samples/campaigns': [],
  'samples/session': DOMAIN,
  'samples/demo': [...DOMAIN, 'samples/market', 'samples/session'],
  'samples/ad-server': [...DOMAIN, 'samples/market', 'samples/session'],
  bench: [...DOMAIN, 'shared/sheets', 'server', 'server/*', 'samples/market'],
}

/** Rooms with restricted packages; all other rooms may import any package of Node and npm. */
const PACKAGES = {
  shared: { only: ['zod'] },
  'shared/contract': { only: ['zod'] },
  'shared/contract/examples': { only: ['zod'] },
  'shared/sheets': { only: [] },
  'shared/sheets/*': { only: [] },
}

function server(names) {
  return names.split(' ').map((name) => `server/${name}`)
}

function addin(names) {
  return names.split(' ').map((name) => `addin/${name}`)
}

const covers = (pattern, room) =>
  pattern === room || (pattern.endsWith('/*') && dirname(room) === pattern.slice(0, -2))
const rooms = Object.keys(ROOMS)
/** The innermost room of a file; undefined if there is none. */
const roomOf = (file) => {
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
    const isRoom = rooms.some((room) => room === folder) || rooms.some((room) => covers(room, folder))
    if (isRoom) return folder
  }
  return undefined
}
const rulesOf = (room, all) => all[room] ?? all[`${dirname(room)}/*`]

const TOP = [...new Set(rooms.map((room) => room.split('/')[0]))]
const files = TOP.flatMap((top) =>
  readdirSync(top, { recursive: true })
    .map((file) => join(top, file))
    .filter((file) => /\.tsx?$/.test(file) && statSync(file).isFile()),
)
const known = new Set(files)
const target = (file, specifier) => {
  const path = normalize(join(dirname(file), specifier))
  return ['.ts', '.tsx', ''].map((end) => path + end).find((one) => known.has(one) || existsSync(one))
}

const IMPORT =
  /^(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm
const faults = []
for (const file of files) {
  const room = roomOf(file)
  if (!room) {
    faults.push(`${file}: stands in no room; give its folder one in scripts/layers.mjs`)
    continue
  }
  for (const match of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const specifier = match[1] ?? match[2] ?? match[3]
    if (!specifier.startsWith('.')) {
      const only = rulesOf(room, PACKAGES)?.only
      const name = specifier.startsWith('@')
        ? specifier.split('/').slice(0, 2).join('/')
        : specifier.split('/')[0]
      const isNode = name.startsWith('node:') || builtinModules.includes(name)
      if (only && (isNode || !only.includes(name)))
        faults.push(`${file}: ${room} may not import ${specifier}`)
      continue
    }
    const to = target(file, specifier)
    const there = to && /\.tsx?$/.test(to) ? roomOf(to) : undefined
    if (there === undefined || there === room) {
      const top = to?.split('/')[0]
      if (to && /\.tsx?$/.test(to) && there === undefined && top !== 'scripts')
        faults.push(`${file}: may not import ${to}`)
      continue
    }
    if (!rulesOf(room, ROOMS).some((pattern) => covers(pattern, there)))
      faults.push(`${file}: ${room} may not import ${there} (${specifier})`)
    // Only server/database may depend on a dialect.
    if (to.includes('/dialect/') && room !== 'server/database')
      faults.push(`${file}: only server/database may import its dialects`)
  }
}
for (const circle of circles()) faults.push(`The rooms ${circle.join(', ')} import each other`)

if (faults.length > 0) {
  console.error(faults.join('\n'))
  console.error(`\n${faults.length} imports go against scripts/layers.mjs.`)
  process.exit(1)
}
console.log(`${files.length} files in ${new Set(files.map(roomOf)).size} rooms: every import goes its way.`)

/** The rooms that are part of an import cycle. */
function circles() {
  const present = [...new Set(files.map(roomOf))].filter(Boolean)
  const allowed = new Map(
    present.map((room) => [
      room,
      present.filter(
        (other) => other !== room && rulesOf(room, ROOMS).some((pattern) => covers(pattern, other)),
      ),
    ]),
  )
  const reach = (from) => {
    const seen = new Set()
    const next = [...allowed.get(from)]
    while (next.length > 0) {
      const room = next.pop()
      if (seen.has(room)) continue
      seen.add(room)
      next.push(...allowed.get(room))
    }
    return seen
  }
  const reached = new Map(present.map((room) => [room, reach(room)]))
  const inCircle = present.filter((room) => reached.get(room).has(room))
  return inCircle.length > 0 ? [inCircle] : []
}
