import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose'

type Claims = Record<string, unknown>

/** A key pair that a provider signs with. */
export interface SigningKey {
  kid: string
  private: CryptoKey
  public: CryptoKey
  jwk: JWK
}

export async function signingKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' }
  return { kid, private: privateKey, public: publicKey, jwk }
}

/** A token as it should be, or with another key, header or algorithm. */
export function signed(
  claims: Claims,
  key: SigningKey,
  header: Record<string, unknown> = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT', ...header })
    .sign(key.private, { crit: { x: true } })
}

/** A token without a signature. */
export function unsigned(claims: Claims): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`
}

/** Signed with the public key as if it were a shared secret. */
export async function signedWithPublicKey(claims: Claims, key: SigningKey): Promise<string> {
  const secret = new TextEncoder().encode(await exportSPKI(key.public))
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: key.kid }).sign(secret)
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/**
 * A provider that lies as it is told: in its tokens, its keys or what it says of itself. It is the provider's own address, so
 * only what the service checks stands between a forged token and a session.
 */
export class ForgingProvider {
  published: readonly JWK[] = []
  /** Makes the ID token of the next sign-in from what it would truly say. */
  forge: (claims: Claims) => Promise<string> | string = () => ''
  userInfo: Claims | undefined
  /** What the provider says of itself. */
  metadata: Claims = {}
  answers = true
  keyRequests = 0
  /** Codes that it has taken. */
  readonly codes: string[] = []
  readonly nonceOf = new Map<string, string>()

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
    private readonly clientId: string,
  ) {}

  static async start(clientId: string): Promise<ForgingProvider> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const self = new ForgingProvider(issuer, server, clientId)
    server.on('request', (request, response) => void self.answer(request, response))
    return self
  }

  /** What an honest ID token says. */
  claims(more: Claims = {}): Claims {
    const now = nowSeconds()
    return {
      iss: this.issuer,
      aud: this.clientId,
      sub: 'jiwoo',
      iat: now,
      exp: now + 300,
      email: 'jiwoo@example.com',
      email_verified: true,
      name: '지우',
      groups: ['planners'],
      ...more,
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (!this.answers) return void response.writeHead(503).end()
    const { issuer } = this
    const path = new URL(request.url!, issuer).pathname
    if (path === '/.well-known/openid-configuration') {
      send({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        ...(this.userInfo ? { userinfo_endpoint: `${issuer}/me` } : {}),
        ...this.metadata,
      })
    } else if (path.endsWith('/keys')) {
      this.keyRequests++
      send({ keys: this.published })
    } else if (path === '/me') send(this.userInfo)
    else if (path === '/token') {
      const form = new URLSearchParams(await textOf(request))
      const code = form.get('code') ?? ''
      if (this.codes.includes(code)) return void send({ error: 'invalid_grant' }, 400)
      this.codes.push(code)
      const nonce = this.nonceOf.get(code)
      const id_token = await this.forge(this.claims(nonce === undefined ? {} : { nonce }))
      send({ access_token: 'an access token', token_type: 'Bearer', expires_in: 60, id_token })
    } else send({}, 404)
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += part
  return text
}
