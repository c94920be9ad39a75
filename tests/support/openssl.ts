import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

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

/** An authority of one's own, and a certificate for localhost that it has signed. */
export function makeAuthority(files: { ca: string; cert: string; key: string }): void {
  const run = (args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  }
  const [caKey, request] = [`${files.ca}.key`, `${files.cert}.request`]
  const fresh = ['req', '-newkey', 'rsa:2048', '-nodes', '-days', '2']
  run([...fresh, '-x509', '-subj', '/CN=Test authority', '-keyout', caKey, '-out', files.ca])
  run([...fresh.slice(0, 4), '-subj', '/CN=localhost', '-keyout', files.key, '-out', request])
  writeFileSync(`${request}.names`, 'subjectAltName=DNS:localhost')
  run([
    ...['x509', '-req', '-days', '2', '-in', request, '-CA', files.ca, '-CAkey', caKey, '-CAcreateserial'],
    ...['-extfile', `${request}.names`, '-out', files.cert],
  ])
}
