import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** The origin in `manifest.xml`; every address in it begins with this. */
const WRITTEN_FOR = 'https://localhost:3000'

/**
 * Writes a copy of `manifest.xml` for a service at another origin.
 *
 * @param {string} origin `https://flightsheet.example.com`
 * @param {string} target file to write
 * @returns {string} the file's absolute path
 * @throws Error when Excel doesn't accept the origin
 */
export function writeManifest(origin, target) {
  const text = readFileSync('manifest.xml', 'utf8').replaceAll(WRITTEN_FOR, checkedOrigin(origin))
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
  return resolve(target)
}

/** The id by which Excel identifies the add-in. */
export function addinId() {
  return /<Id>([^<]+)<\/Id>/.exec(readFileSync('manifest.xml', 'utf8'))[1]
}

function checkedOrigin(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'https:') {
    throw new Error(`Excel loads add-ins over HTTPS only: ${text} must begin with https:// and name a host.`)
  }
  if (url.href !== `${url.origin}/`) {
    throw new Error(`Flightsheet stands at the root of its host: ${url.origin}, without anything else.`)
  }
  return url.origin
}
