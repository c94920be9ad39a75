/** A secret that stays with who begins a sign-in, and its challenge, which goes with the sign-in. */
export async function newSecret(): Promise<{ secret: string; challenge: string }> {
  const secret = textOf(crypto.getRandomValues(new Uint8Array(32)))
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))
  return { secret, challenge: textOf(new Uint8Array(digest)) }
}

/** base64url */
function textOf(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
