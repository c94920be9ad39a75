import { createHmac } from 'node:crypto'

/**
 * The signature header of Standard Webhooks 1.0: one `v1` HMAC-SHA256 over id, timestamp and body for each
 * secret, the newest first.
 *
 * @param secrets `whsec_` and the key in base64
 * @param timestamp seconds since 1970
 */
export function signatures(secrets: readonly string[], id: string, timestamp: number, body: string): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
    })
    .join(' ')
}
