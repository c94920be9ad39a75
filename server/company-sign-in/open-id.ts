import * as oidc from 'openid-client'
import type { AdmissionSettings, OpenIdSettings } from '../company-settings'
import { type Person, personOfOpenId } from './person'
import { SignInRefused } from './refusal'
import { SignedTokens } from './signed-tokens'

const ANSWER_SECONDS = 8
/** What the provider says of itself is asked for again after this time. */
const KNOWN_MS = 3_600_000

/** What a browser keeps of a sign-in that is under way. */
export interface Proofs {
  state: string
  nonce: string
  codeVerifier: string
}

interface Known {
  config: oidc.Configuration
  tokens: SignedTokens
  at: number
}

/** The company's provider of OpenID Connect: authorization code with PKCE. */
export class OpenIdProvider {
  private known: Promise<Known> | undefined

  constructor(
    private readonly settings: OpenIdSettings,
    private readonly admission: AdmissionSettings,
  ) {}

  /**
   * Where a browser goes to sign in.
   *
   * @param anew the provider is to ask who it is, even if it knows the browser
   * @throws SignInRefused UNREACHABLE
   */
  async addressFor({ state, nonce, codeVerifier }: Proofs, anew: boolean): Promise<URL> {
    const { config } = await this.provider()
    return oidc.buildAuthorizationUrl(config, {
      redirect_uri: this.settings.redirect,
      scope: this.settings.scopes,
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...(anew ? { prompt: 'login' } : {}),
    })
  }

  /**
   * Takes what the provider has sent the browser back with.
   *
   * @param search the query of the address
   * @throws SignInRefused
   */
  async personOf(search: URLSearchParams, { state, nonce, codeVerifier }: Proofs): Promise<Person> {
    const { config, tokens } = await this.provider()
    const { issuer } = config.serverMetadata()
    const { clientId, redirect, emailAlwaysVerified } = this.settings
    const address = new URL(redirect)
    address.search = search.toString()
    let granted: Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>
    try {
      granted = await oidc.authorizationCodeGrant(config, address, {
        pkceCodeVerifier: codeVerifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
    } catch (cause) {
      throw new SignInRefused(refusalOf(cause), undefined, { cause })
    }
    // The library trusts the connection to the provider; the signature is checked besides.
    const signed = await tokens.claimsOf(granted.id_token!, { issuer, audience: clientId, nonce })
    if (signed.azp !== undefined && signed.azp !== clientId)
      throw new SignInRefused('NOT_VERIFIED', undefined, { cause: new Error('it is for another client') })
    const claims = { ...(await this.userInfo(config, granted.access_token, signed.sub!)), ...signed }
    return personOfOpenId(claims, issuer, emailAlwaysVerified, this.admission)
  }

  /** What the provider says beside the token: most of them tell address and groups only here. */
  private async userInfo(config: oidc.Configuration, accessToken: string, subject: string) {
    if (!config.serverMetadata().userinfo_endpoint) return {}
    try {
      return await oidc.fetchUserInfo(config, accessToken, subject)
    } catch (cause) {
      throw new SignInRefused(refusalOf(cause), undefined, { cause })
    }
  }

  private async provider(): Promise<Known> {
    const known = await this.known?.catch(() => undefined)
    if (known && Date.now() - known.at < KNOWN_MS) return known
    this.known = this.discover()
    return this.known
  }

  private async discover(): Promise<Known> {
    const { issuer, clientId, clientSecret } = this.settings
    const insecure = new URL(issuer).protocol === 'http:'
    try {
      const config = await oidc.discovery(
        new URL(issuer),
        clientId,
        {},
        clientSecret ? oidc.ClientSecretBasic(clientSecret) : oidc.None(),
        { timeout: ANSWER_SECONDS, ...(insecure ? { execute: [oidc.allowInsecureRequests] } : {}) },
      )
      const keys = config.serverMetadata().jwks_uri
      if (!keys) throw new Error('the provider names no address of its keys (jwks_uri)')
      return { config, tokens: new SignedTokens(new URL(keys)), at: Date.now() }
    } catch (cause) {
      throw new SignInRefused('UNREACHABLE', undefined, { cause })
    }
  }
}

function refusalOf(error: unknown) {
  if (error instanceof oidc.AuthorizationResponseError) return 'CANCELED'
  if (error instanceof oidc.ResponseBodyError) return 'NOT_VERIFIED'
  // The library wraps what is wrong with an answer, and leaves what fetch throws as it is.
  return error instanceof oidc.ClientError && error.code !== 'OAUTH_TIMEOUT' ? 'NOT_VERIFIED' : 'UNREACHABLE'
}
