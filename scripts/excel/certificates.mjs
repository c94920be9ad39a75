import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Microsoft's tool, used here only to make this machine trust a certificate for localhost. */
const DEV_CERTS = 'office-addin-dev-certs@3.0.0'
const DAY_MS = 86_400_000

export const REMOVE_CERTIFICATE = `npx ${DEV_CERTS} uninstall`

/**
 * Returns a certificate for https://localhost and its key. A new one is made if there is none or it expires
 * within a day: trusted by the machine on Windows and Mac, self-signed elsewhere.
 *
 * @returns {{ cert: string, key: string, trusted: boolean }} two PEM files
 * @throws Error with advice
 */
export function localhostCertificate(platform = process.platform) {
  return platform === 'win32' || platform === 'darwin' ? trusted() : signedByItself('data/tls')
}

function trusted() {
  const folder = join(homedir(), '.office-addin-dev-certs')
  const files = { cert: join(folder, 'localhost.crt'), key: join(folder, 'localhost.key'), trusted: true }
  console.log(`Development certificates for https://localhost, by Microsoft's ${DEV_CERTS} (downloaded once).
This machine may ask whether to trust "Developer CA for Microsoft Office Add-ins" …`)
  // The tool checks itself whether there is anything to do. Its exit code is always 0.
  npx(DEV_CERTS, 'install')
  if (!serves(files)) {
    throw new Error(
      'There is no certificate that Excel would trust. Try again, or bring your own: TLS_CERT_FILE and TLS_KEY_FILE (.env.example).',
    )
  }
  return files
}

/** @param {string} folder */
export function signedByItself(folder) {
  const files = { cert: join(folder, 'localhost.crt'), key: join(folder, 'localhost.key'), trusted: false }
  // A valid certificate is kept, because the user has accepted it in a browser.
  if (serves(files)) return files
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '90', '-subj', '/CN=localhost']
  const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const { status, stderr, error } = spawnSync(
    'openssl',
    [...request, ...names, '-keyout', files.key, '-out', files.cert],
    { encoding: 'utf8' },
  )
  if (status !== 0) {
    throw new Error(
      `openssl could not make a certificate (${error?.message ?? stderr.trim()}). Install openssl, or bring your own: TLS_CERT_FILE and TLS_KEY_FILE (.env.example).`,
    )
  }
  return files
}

function serves({ cert, key }) {
  if (!existsSync(cert) || !existsSync(key)) return false
  const certificate = new X509Certificate(readFileSync(cert))
  return Boolean(certificate.checkHost('localhost')) && Date.parse(certificate.validTo) > Date.now() + DAY_MS
}

function npx(specification, ...args) {
  const command = ['exec', '--yes', `--package=${specification}`, '--', specification.split('@')[0], ...args]
  const npm = process.env.npm_execpath
  const { error } = npm
    ? spawnSync(process.execPath, [npm, ...command], { stdio: 'inherit' })
    : spawnSync('npm', command, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (error) throw new Error(`${specification} could not be run: ${error.message}`)
}
