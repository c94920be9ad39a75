import { spawnSync } from 'node:child_process'

/** Whether openssl is installed, which makes the certificates of the HTTPS tests. */
export function findOpenssl(): boolean {
  return spawnSync('openssl', ['version']).status === 0
}

/**
 * Writes a self-signed certificate for localhost.
 *
 * @param cert PEM file to write
 * @param key PEM file to write
 */
export function makeCertificate(cert: string, key: string): void {
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost']
  const { status, stderr } = spawnSync(
    'openssl',
    [...request, '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stderr)
}
