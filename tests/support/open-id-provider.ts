import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import Provider from 'oidc-provider'

/** A person whom the provider knows. */
export interface KnownPerson {
  email: string
  email_verified?: boolean
  name: string
  groups: readonly string[]
}

export const CLIENT = { id: 'flightsheet', secret: 'a secret of the client that nobody guesses' }

/** A real provider of OpenID Connect on this machine. Its page asks only for the name of who signs in. */
export class OpenIdProviderForTests {
  readonly people = new Map<string, KnownPerson>()

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {}

  /** @param redirect where it may send people back to: one address, as is registered */
  static async start(redirect: string): Promise<OpenIdProviderForTests> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const self = new OpenIdProviderForTests(issuer, server)
    const { privateKey } = await generateKeyPair('RS256', { extractable: true })
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [redirect],
          application_type: 'web',
        },
      ],
      jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'first', use: 'sig', alg: 'RS256' }] },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: true } },
      cookies: { keys: ['a key for the cookies of the tests'] },
      findAccount: (_context, id) => {
        const person = self.people.get(id)
        if (!person) return undefined
        const { groups, ...others } = person
        return { accountId: id, claims: () => ({ sub: id, ...others, groups: [...groups] }) }
      },
    })
    server.on('request', provider.callback())
    return self
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}
