import type { AdmissionSettings, MicrosoftSettings } from '../company-settings'
import { type Person, personOfMicrosoft } from './person'
import { SignInRefused } from './refusal'
import { SignedTokens } from './signed-tokens'

/**
 * Microsoft 365 by Nested App Authentication: the pane gets an access token for this service from Excel itself, and the
 * service looks whether it is one.
 */
export class MicrosoftSignIn {
  private readonly issuer: string
  private readonly tokens: SignedTokens

  constructor(
    private readonly settings: MicrosoftSettings,
    private readonly admission: AdmissionSettings,
  ) {
    this.issuer = `${settings.authority}/v2.0`
    this.tokens = new SignedTokens(new URL(`${settings.authority}/discovery/v2.0/keys`))
  }

  /** @throws SignInRefused */
  async personOf(accessToken: string): Promise<Person> {
    const { issuer } = this
    const { clientId, tenantId, scope } = this.settings
    const claims = await this.tokens.claimsOf(accessToken, {
      issuer,
      audience: [clientId, `api://${clientId}`],
    })
    // A token that an application got for itself speaks for nobody, and one without the scope isn't for this service's door.
    const scopes = typeof claims.scp === 'string' ? claims.scp.split(' ') : []
    const isOurs =
      claims.ver === '2.0' &&
      String(claims.tid).toLowerCase() === tenantId &&
      String(claims.azp).toLowerCase() === clientId &&
      claims.idtyp !== 'app' &&
      scopes.includes(scope.slice(scope.lastIndexOf('/') + 1))
    if (!isOurs) {
      const cause = new Error('it is of another tenant, for another application, or has not the scope')
      throw new SignInRefused('NOT_VERIFIED', undefined, { cause })
    }
    return personOfMicrosoft(claims, issuer, this.admission)
  }
}
