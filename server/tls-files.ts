import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { weakKey } from './secrets'

/** Certificate and private key of an HTTPS server, in PEM. */
export interface TlsFiles {
  cert: Buffer
  key: Buffer
}

/**
 * Reads the certificate (with the chain up to its authority) and the private key.
 *
 * @throws Error that names the setting whose file can't be read, or when the two don't belong together, or the key must be
 *   strong and isn't
 */
export function readTlsFiles(certFile: string, keyFile: string, strong = false): TlsFiles {
  const files = { cert: read('TLS_CERT_FILE', certFile), key: read('TLS_KEY_FILE', keyFile) }
  try {
    createSecureContext(files)
  } catch (error) {
    throw new Error(
      `TLS_CERT_FILE and TLS_KEY_FILE must be a certificate and its private key, both in PEM and without a password: ${(error as Error).message}`,
    )
  }
  const weakness = strong ? weakKey(files.key) : undefined
  if (weakness) throw new Error(`TLS_KEY_FILE ${weakness}`)
  return files
}

function read(setting: string, file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new Error(`${setting} can't be read: ${(error as Error).message}`)
  }
}
