// Lists what the service is made of: every package that runs in production, with version, licence and hash, as CycloneDX.
// npm itself makes the list from the lockfile, so it needs no network and no further package.
//
//   npm run sbom                writes dist/sbom.cdx.json and tells the licences
//   npm run sbom -- all         with the packages for building and testing
//   npm run sbom -- FILE        writes there
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const given = process.argv.slice(2)
const all = given.includes('all')
const file = given.find((one) => one !== 'all') ?? 'dist/sbom.cdx.json'

const npm = process.env.npm_execpath
const list = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', ...(all ? [] : ['--omit', 'dev'])]
const made = npm
  ? spawnSync(process.execPath, [npm, ...list], { encoding: 'utf8', maxBuffer: 1 << 28 })
  : spawnSync('npm', list, { encoding: 'utf8', maxBuffer: 1 << 28, shell: process.platform === 'win32' })
if (made.status !== 0) {
  console.error(`npm could not list the packages: ${made.stderr || made.error}`)
  process.exit(1)
}
const bom = JSON.parse(made.stdout)
// The tests' own workspace is no package of somebody else.
bom.components = bom.components.filter((one) => !one['bom-ref'].startsWith('flightsheet-'))
const counts = new Map()
for (const component of bom.components) {
  // Old packages name their licence in a way that the lockfile doesn't keep.
  if (!component.licenses?.length) component.licenses = licencesOf(component)
  for (const licence of component.licenses) {
    const name = licence.expression ?? licence.license.id ?? licence.license.name
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
}
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`)
for (const [name, count] of [...counts].sort(([, a], [, b]) => b - a)) console.log(`${count}\t${name}`)
console.log(`${bom.components.length} packages in ${file}`)

function licencesOf({ 'bom-ref': reference, name, properties }) {
  const path = properties?.find((one) => one.name === 'cdx:npm:package:path')?.value ?? `node_modules/${name}`
  const described = join(path, 'package.json')
  const { license, licenses } = existsSync(described) ? JSON.parse(readFileSync(described, 'utf8')) : {}
  const named = [licenses ?? license ?? []].flat().map((one) => one.type ?? one)
  if (named.length === 0) console.error(`${reference} names no licence: look at its files`)
  return named.length === 0
    ? [{ license: { name: 'not named' } }]
    : named.map((one) => ({ license: { name: one } }))
}
