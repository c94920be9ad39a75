import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

/** Licences under which a company may run the service and change it, whatever it does. */
const FREE =
  /^(MIT|MIT-0|MIT\/X11|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|Unlicense|BlueOak-1\.0\.0|CC0-1\.0|\(MIT OR GPL-3\.0-or-later\)|\(MIT AND Zlib\))$/
/** Looked at by hand: its author publishes the same code under MIT elsewhere, the package says nothing. */
const LOOKED_AT = ['buffers']

const folder = mkdtempSync(join(tmpdir(), 'flightsheet-sbom-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('The list of packages names each with version, licence and hash, and every licence is a free one', () => {
  const file = join(folder, 'sbom.json')
  execFileSync(process.execPath, ['scripts/sbom.mjs', file], { stdio: 'pipe' })
  const { bomFormat, components } = JSON.parse(readFileSync(file, 'utf8'))
  expect(bomFormat).toBe('CycloneDX')
  const names = components.map(({ name }: { name: string }) => name)
  expect(names).toEqual(expect.arrayContaining(['express', 'typeorm', 'openid-client']))
  expect(names).not.toContain('vitest')
  for (const { name, version, purl, hashes, licenses } of components) {
    expect(version, name).toMatch(/^\d/)
    expect(purl, name).toMatch(/^pkg:npm\//)
    expect(hashes?.length, name).toBeGreaterThan(0)
    if (LOOKED_AT.includes(name)) continue
    for (const one of licenses)
      expect(one.expression ?? one.license.id ?? one.license.name, name).toMatch(FREE)
  }
})
