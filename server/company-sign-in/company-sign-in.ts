import type { Logger } from 'pino'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import type { SignInPage } from '../../shared/company-sign-in'
import type { User } from '../../shared/contract/accounts'
import { signInProblem } from '../accounts/sign-in-problem'
import type { CompanySettings } from '../company-settings'
import { currentRequest } from '../request-context'
import { hashed, refusalOf, type SharedCounters } from '../shared-counters'
import type { SignInAttempts } from './attempts'
import type { CompanyAccounts } from './company-accounts'
import { MicrosoftSignIn } from './microsoft'
import { OpenIdProvider, type Proofs } from './open-id'
import { SignInRefused } from './refusal'

/** Sign-ins that one address, which a whole office may share, begins or fails. */
const OF_ADDRESS = { attempts: 120, seconds: 300 }

type Session = { token: string; expiresAt: string; user: User }

/** Signing in with the company's own accounts: at its provider of OpenID Connect, and by Microsoft 365 in the pane. */
export class CompanySignIn {
  readonly openId: OpenIdProvider | undefined
  private readonly microsoft: MicrosoftSignIn | undefined
  private readonly address: RateLimiterAbstract

  constructor(
    readonly settings: CompanySettings,
    private readonly attempts: SignInAttempts,
    private readonly accounts: CompanyAccounts,
    private readonly log: Logger,
    counters: SharedCounters,
  ) {
    const { openId, microsoft, admission } = settings
    this.openId = openId && new OpenIdProvider(openId, admission)
    this.microsoft = microsoft && new MicrosoftSignIn(microsoft, admission)
    this.address = counters.counter('company-sign-in', OF_ADDRESS.attempts, OF_ADDRESS.seconds)
  }

  /**
   * @returns the address at the provider, and what the browser is to keep
   * @throws SignInRefused UNREACHABLE, TOO_MANY_ATTEMPTS
   */
  begin(openId: OpenIdProvider, challenge: string, page: SignInPage, anew: boolean) {
    return this.counted('openid', async () => {
      const { proofs, cookie } = await this.attempts.begin(challenge, page)
      return { address: await openId.addressFor(proofs, anew), state: proofs.state, cookie }
    })
  }

  /**
   * The way back from the provider.
   *
   * @param search what the provider has put into the address
   * @returns a code for the page that began it
   * @throws SignInRefused
   */
  comeBack(openId: OpenIdProvider, search: URLSearchParams, state: string, cookie: string): Promise<string> {
    return this.counted('openid', async () => {
      const { challenge, proofs } = await this.attempts.take(state, cookie)
      return this.admit(openId, search, proofs, challenge)
    })
  }

  private async admit(openId: OpenIdProvider, search: URLSearchParams, proofs: Proofs, challenge: string) {
    const person = await openId.personOf(search, proofs)
    return this.attempts.handOver(await this.accounts.admit(person), challenge)
  }

  /** @throws Problem COMPANY_SIGN_IN_REFUSED */
  finish(code: string, secret: string): Promise<Session> {
    return this.answered('openid', async () =>
      this.accounts.begin(await this.attempts.redeem(code, secret), 'openid'),
    )
  }

  /** @throws Problem COMPANY_SIGN_IN_REFUSED */
  byMicrosoft(accessToken: string): Promise<Session> {
    return this.answered('microsoft', async () => {
      if (!this.microsoft) throw new SignInRefused('NOT_VERIFIED')
      const person = await this.microsoft.personOf(accessToken)
      return this.accounts.begin(await this.accounts.admit(person), 'microsoft')
    })
  }

  private async answered<T>(by: string, attempt: () => Promise<T>): Promise<T> {
    try {
      return await this.counted(by, attempt)
    } catch (error) {
      if (error instanceof SignInRefused) throw signInProblem(error.why)
      throw error
    }
  }

  /** Counts attempts by address, and writes down those that are refused. */
  private async counted<T>(by: string, attempt: () => Promise<T>): Promise<T> {
    const address = currentRequest()?.address ?? ''
    const tooMany = await refusalOf(this.address, hashed(address))
    try {
      if (tooMany) throw new SignInRefused('TOO_MANY_ATTEMPTS')
      return await attempt()
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error
      const { why, subject, cause } = error
      this.log.warn({ why, by, address, err: cause }, 'a sign-in with a company account was refused')
      // The first one of too many tells it: attempts go on by the thousand.
      if (!tooMany || tooMany.consumedPoints === OF_ADDRESS.attempts + 1)
        await this.accounts.recordRefusal(why, subject, by)
      throw error
    }
  }
}
