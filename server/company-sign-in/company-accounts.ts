import { createHash, randomUUID } from 'node:crypto'
import type { SignInRefusal } from '../../shared/company-sign-in'
import type { User } from '../../shared/contract/accounts'
import { Account } from '../accounts/account.entity'
import { toUser } from '../accounts/accounts'
import type { Sessions } from '../accounts/sessions'
import type { Clock } from '../clock'
import type { Database, Transaction } from '../database/database'
import { recordSecurityEvent } from '../security-log/record-event'
import type { Person } from './person'
import { SignInRefused } from './refusal'

/** Accounts of people whom the company's provider vouches for: they follow what it says at every sign-in. */
export class CompanyAccounts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessions: Sessions,
    private readonly sessionHours: number,
  ) {}

  /**
   * The account of a person; a new one if there is none.
   *
   * @throws SignInRefused BLOCKED, EMAIL_TAKEN
   */
  async admit(person: Person): Promise<string> {
    const identity = identityOf(person)
    return this.database.write(async (tx) => {
      // Two first sign-ins of one person must not become two accounts.
      await tx.run('UPDATE account_guard SET changes = changes + 1 WHERE one = 1')
      const known = (await tx.findLocked(Account, { identity })) ?? (await this.link(tx, person, identity))
      if (!known) return this.create(tx, person, identity)
      if (known.disabled) throw new SignInRefused('BLOCKED', known.email)
      await this.follow(tx, known, person)
      return known.id
    })
  }

  /**
   * Begins the session of a person who has been admitted.
   *
   * @throws SignInRefused BLOCKED
   */
  async begin(accountId: string, by: string): Promise<{ token: string; expiresAt: string; user: User }> {
    return this.database.write(async (tx) => {
      const account = await tx.findLocked(Account, { id: accountId })
      if (!account || account.disabled) throw new SignInRefused('BLOCKED', account?.email)
      await recordSecurityEvent(tx, {
        at: this.clock.instant(),
        action: 'SIGNED_IN',
        actor: account.id,
        subject: account.email,
        details: { by },
      })
      const session = await this.sessions.begin(tx, account.id, this.sessionHours)
      return { ...session, user: toUser(account) }
    })
  }

  async recordRefusal(why: SignInRefusal, subject: string | undefined, by: string): Promise<void> {
    await this.database.write((tx) =>
      recordSecurityEvent(tx, {
        at: this.clock.instant(),
        action: 'SIGN_IN_REFUSED',
        ...(subject === undefined ? {} : { subject }),
        details: { why, by },
      }),
    )
  }

  /**
   * Makes a local account the person's, where the provider manages the address. Its password ends: somebody who leaves the
   * company must not come in by another door.
   */
  private async link(tx: Transaction, person: Person, identity: string): Promise<Account | undefined> {
    const { issuer, email } = person
    const local = await tx.findLocked(Account, { email })
    if (!local) return undefined
    if (local.identity) throw new SignInRefused('EMAIL_TAKEN', email)
    if (local.disabled) throw new SignInRefused('BLOCKED', email)
    const linked = { identity, issuer, passwordHash: '', passwordToChange: 0 }
    await tx.manager.update(Account, { id: local.id }, linked)
    await this.sessions.endAll(tx, local.id)
    await recordSecurityEvent(tx, {
      at: this.clock.instant(),
      action: 'ACCOUNT_LINKED',
      actor: local.id,
      subject: email,
      details: { issuer },
    })
    return { ...local, ...linked }
  }

  private async create(tx: Transaction, person: Person, identity: string): Promise<string> {
    const { issuer, email, name, role } = person
    const id = randomUUID()
    await tx.manager.insert(Account, {
      id,
      email,
      name,
      role,
      passwordHash: '',
      disabled: false,
      createdAt: this.clock.instant(),
      identity,
      issuer,
      passwordToChange: 0,
    })
    await recordSecurityEvent(tx, {
      at: this.clock.instant(),
      action: 'ACCOUNT_CREATED',
      actor: id,
      subject: email,
      details: { name, role, issuer },
    })
    return id
  }

  /** Takes over what the provider says now. With another role all sessions end: what they may has changed. */
  private async follow(tx: Transaction, account: Account, person: Person): Promise<void> {
    const { name, role } = person
    const taken =
      person.email !== account.email && (await tx.manager.existsBy(Account, { email: person.email }))
    const email = taken ? account.email : person.email
    const details = {
      ...(name !== account.name ? { name: [account.name, name] } : {}),
      ...(role !== account.role ? { role: [account.role, role] } : {}),
      ...(email !== account.email ? { email: [account.email, email] } : {}),
    }
    if (Object.keys(details).length === 0) return
    await tx.manager.update(Account, { id: account.id }, { name, role, email })
    if (role !== account.role) await this.sessions.endAll(tx, account.id)
    await recordSecurityEvent(tx, {
      at: this.clock.instant(),
      action: 'ACCOUNT_CHANGED',
      actor: account.id,
      subject: account.email,
      details: { ...details, by: 'company' },
    })
  }
}

/** Who somebody is at a provider: neither part alone says it, and the address doesn't. */
function identityOf({ issuer, subject }: Person): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('hex')
}
