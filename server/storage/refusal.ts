/** Errors of folders and buckets that a retry can't fix: missing rights, a wrong place, a full disk. */
const REFUSALS = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'ENOTDIR',
  'EEXIST',
  'CredentialsProviderError',
])

/**
 * What a folder or a bucket refuses, to end a sentence with, where a person must fix it.
 *
 * @returns undefined for temporary errors
 */
export function refusalOf(error: unknown): string | undefined {
  const { code, name, message, $metadata } = error as {
    code?: string
    name?: string
    message?: string
    $metadata?: { httpStatusCode?: number }
  }
  const status = $metadata?.httpStatusCode ?? 0
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 429
  if (!refused && !REFUSALS.has(code ?? '') && !REFUSALS.has(name ?? '')) return undefined
  return `${name === 'Error' ? code : name}: ${message?.replace(/\.$/, '') ?? 'unknown'}`
}
