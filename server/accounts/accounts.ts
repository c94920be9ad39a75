import { randomBytes, randomUUID } from 'node:crypto'
import { In, MoreThan } from 'typeorm'
import type { ManagedUser } from '../../shared/contract/accounts'
import type { Role } from '../../shared/contract/primitives'
import { Problem } from '../../shared/problem'
import type { Caller } from '../caller'
import type { Clock } from '../clock'
import type { Database, Transaction } from '../database/database'
import type { Stretch } from '../database/keyset'
import { recordSecurityEvent, type SecurityEventToRecord } from '../security-log/record-event'
import { Account } from './account.entity'
import type { PasswordPolicy } from './password-policy'
import { hashPassword, verifyPassword } from './passwords'
import type { Sessions } from './sessions'
import { signInProblem } from './sign-in-problem'

export interface NewAccount {
  email: string
  name: string
  role: Role
  password: string
  /** The password is to be changed at the first sign-in. */
  passwordToChange?: boolean | undefined
}

export interface AccountChange {
  name?: string | undefined
  role?: Role | undefined
  password?: string | undefined
  passwordToChange?: boolean | undefined
  disabled?: boolean | undefined
}

export interface OwnPasswordChange {
  currentPassword: string
  newPassword: string
}

/** Local accounts. */
export class Accounts {
  /** Verified when no account has the e-mail, so that the answer takes as long as for a wrong password. */
  private readonly decoy = hashPassword(randomBytes(16).toString('hex'))

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessions: Sessions,
    private readonly policy: PasswordPolicy,
    /** Who may sign in with a password. */
    private readonly passwords: 'on' | 'admins' | 'off' = 'on',
  ) {}

  /**
   * @returns the bearer token (shown once, only its hash is stored), its expiry and the user
   * @throws Problem WRONG_CREDENTIALS
   */
  async signIn(email: string, password: string): Promise<{ token: string; expiresAt: string; user: Caller }> {
    const account = await this.database.read((tx) => tx.manager.findOneBy(Account, { email }))
    // An account of the company's provider has no password.
    const right = await verifyPassword(account?.passwordHash || (await this.decoy), password)
    if (!account || !right || account.disabled || !account.passwordHash) {
      const why = !account ? 'UNKNOWN_ACCOUNT' : account.disabled ? 'DISABLED' : 'WRONG_PASSWORD'
      await this.record({ action: 'SIGN_IN_REFUSED', subject: email, details: { why } })
      throw wrongCredentials()
    }
    if (this.passwords === 'off' || (this.passwords === 'admins' && account.role !== 'admin')) {
      await this.record({ action: 'SIGN_IN_REFUSED', subject: email, details: { why: 'PASSWORDS_OFF' } })
      throw signInProblem('PASSWORDS_OFF')
    }
    const session = await this.database.write(async (tx) => {
      // Refuse the sign-in if the password was changed, or the account disabled, during the comparison.
      const now = await tx.findLocked(Account, { id: account.id })
      if (!now || now.disabled || now.passwordHash !== account.passwordHash) throw wrongCredentials()
      await this.record({ action: 'SIGNED_IN', actor: account.id, subject: email }, tx)
      return this.sessions.begin(tx, account.id)
    })
    return { ...session, user: toUser(account) }
  }

  /**
   * Changes the password of who is signed in; all other sessions of the account end.
   *
   * @param token of the session that goes on
   * @throws Problem VALIDATION_FAILED when the current password is wrong, or the new one is guessed first
   */
  async changeOwnPassword(id: string, token: string, change: OwnPasswordChange): Promise<void> {
    const account = await this.database.read((tx) => tx.manager.findOneByOrFail(Account, { id }))
    if (account.identity) throw invalid('newPassword', 'is changed where the company account is kept')
    if (!(await verifyPassword(account.passwordHash, change.currentPassword))) {
      await this.record({ action: 'PASSWORD_CHANGE_REFUSED', subject: account.email })
      throw wrongPassword()
    }
    if (change.newPassword === change.currentPassword)
      throw invalid('newPassword', 'must be another one than the present password')
    await this.policy.require(change.newPassword, account, 'newPassword')
    const passwordHash = await hashPassword(change.newPassword)
    await this.database.write(async (tx) => {
      // It may have been changed, or the account disabled, during the comparison.
      const now = await tx.findLocked(Account, { id })
      if (!now || now.disabled || now.passwordHash !== account.passwordHash) throw wrongPassword()
      await tx.manager.update(Account, { id }, { passwordHash, passwordToChange: 0 })
      await this.sessions.endAll(tx, id, token)
      await this.record({ action: 'PASSWORD_CHANGED', subject: account.email }, tx)
    })
  }

  /** @throws Problem ALREADY_EXISTS when the e-mail is taken; VALIDATION_FAILED for a password that is guessed first */
  async create(account: NewAccount): Promise<ManagedUser> {
    await this.policy.require(account.password, account)
    return this.insert(account)
  }

  /** Creates accounts whose password everybody knows, for a demonstration on one machine. */
  async createDemo(accounts: readonly NewAccount[]): Promise<void> {
    for (const account of accounts) await this.insert(account)
  }

  private async insert({
    email,
    name,
    role,
    password,
    passwordToChange = false,
  }: NewAccount): Promise<ManagedUser> {
    const account: Account = {
      id: randomUUID(),
      email,
      name,
      role,
      passwordHash: await hashPassword(password),
      disabled: false,
      createdAt: this.clock.instant(),
      identity: null,
      issuer: null,
      passwordToChange: Number(passwordToChange),
    }
    try {
      await this.database.write(async (tx) => {
        await tx.manager.insert(Account, account)
        await this.record({ action: 'ACCOUNT_CREATED', subject: email, details: { name, role } }, tx)
      })
    } catch (error) {
      if (!this.database.dialect.isDuplicateKey(error)) throw error
      throw new Problem(
        'ALREADY_EXISTS',
        `There is an account for ${email} already. Change that one instead.`,
      )
    }
    return toManagedUser(account)
  }

  /**
   * @throws Problem NOT_FOUND; IN_USE when no administrator would be left; VALIDATION_FAILED for a password that is
   *   guessed first
   */
  async change(id: string, change: AccountChange): Promise<ManagedUser> {
    const passwordHash = change.password === undefined ? undefined : await this.newHash(id, change.password)
    return this.database.write(async (tx) => {
      // Two administrators must not remove each other at the same time. Locks of rows don't reach the other nodes of a
      // cluster, so every change writes the same row.
      await tx.run('UPDATE account_guard SET changes = changes + 1 WHERE one = 1')
      const account = await tx.findLocked(Account, { id })
      if (!account) throw noSuchAccount()
      if (account.identity) requireLocal(change)
      const changed: Account = {
        ...account,
        name: change.name ?? account.name,
        role: change.role ?? account.role,
        disabled: change.disabled ?? account.disabled,
        passwordHash: passwordHash ?? account.passwordHash,
        passwordToChange: passwordHash
          ? Number(change.passwordToChange ?? true)
          : Number(change.passwordToChange ?? account.passwordToChange),
      }
      const administers = (one: Account) => one.role === 'admin' && !one.disabled
      if (administers(account) && !administers(changed)) {
        const others = await tx.manager.countBy(Account, { role: 'admin', disabled: false })
        if (others <= 1) {
          throw new Problem(
            'IN_USE',
            'This is the last administrator. Make another account an administrator first.',
          )
        }
      }
      await tx.manager.update(Account, { id }, changed)
      if (changed.role !== account.role || changed.disabled || passwordHash) {
        await this.sessions.endAll(tx, id)
      }
      const details = changesOf(account, changed)
      if (details) await this.record({ action: 'ACCOUNT_CHANGED', subject: account.email, details }, tx)
      if (passwordHash) await this.record({ action: 'PASSWORD_RESET', subject: account.email }, tx)
      return toManagedUser(changed)
    })
  }

  /** The hash of a password that somebody else sets for an account. */
  private async newHash(id: string, password: string): Promise<string> {
    const account = await this.database.read((tx) => tx.manager.findOneBy(Account, { id }))
    if (!account) throw noSuchAccount()
    await this.policy.require(password, account)
    return hashPassword(password)
  }

  async list({ limit, after }: Stretch): Promise<ManagedUser[]> {
    const accounts = await this.database.read((tx) =>
      tx.manager.find(Account, {
        where: after ? { email: MoreThan(String(after[0])) } : {},
        order: { email: 'ASC' },
        take: limit,
      }),
    )
    return accounts.map(toManagedUser)
  }

  /** Writes into the security log, within a transaction that there is or by itself. */
  private async record(event: Omit<SecurityEventToRecord, 'at'>, tx?: Transaction): Promise<void> {
    const whole = { ...event, at: this.clock.instant() }
    if (tx) await recordSecurityEvent(tx, whole)
    else await this.database.write((own) => recordSecurityEvent(own, whole))
  }

  /** @throws Problem NOT_FOUND */
  async require(id: string): Promise<ManagedUser> {
    const account = await this.database.read((tx) => tx.manager.findOneBy(Account, { id }))
    if (!account) throw noSuchAccount()
    return toManagedUser(account)
  }

  async count(): Promise<number> {
    return this.database.read((tx) => tx.manager.count(Account))
  }

  /** Those of the e-mails that have an account which may sign in. */
  async usable(emails: readonly string[]): Promise<Set<string>> {
    const found = await this.database.read((tx) =>
      tx.manager.findBy(Account, { email: In([...emails]), disabled: false }),
    )
    return new Set(found.map(({ email }) => email))
  }

  /** Disables accounts whose passwords are public. */
  async disable(emails: readonly string[]): Promise<number> {
    return this.database.write(async (tx) => {
      const known = await tx.manager.findBy(Account, { email: In([...emails]), disabled: false })
      for (const { id, email } of known) {
        await this.record(
          { action: 'ACCOUNT_CHANGED', subject: email, details: { disabled: [false, true] } },
          tx,
        )
        await tx.manager.update(Account, { id }, { disabled: true })
        await this.sessions.endAll(tx, id)
      }
      return known.length
    })
  }

  /**
   * Creates the configured administrator unless an account has that e-mail already.
   *
   * @throws Error that says what ADMIN_PASSWORD must be
   */
  async ensureAdministrator(email: string, password: string): Promise<void> {
    const known = await this.database.read((tx) => tx.manager.existsBy(Account, { email }))
    if (known) return
    const name = email.split('@')[0]!
    const fault = await this.policy.faultOf(password, { email, name })
    if (fault) throw new Error(`ADMIN_PASSWORD ${fault}`)
    await this.insert({ email, name, role: 'admin', password }).catch((error) => {
      // Another service that starts at the same time was faster.
      if (!(error instanceof Problem && error.code === 'ALREADY_EXISTS')) throw error
    })
  }
}

/** What an administrator changed, each from and to; undefined: nothing but the password. */
function changesOf(before: Account, after: Account): Record<string, [unknown, unknown]> | undefined {
  const fields = [
    ['name', before.name, after.name],
    ['role', before.role, after.role],
    ['disabled', Boolean(before.disabled), Boolean(after.disabled)],
  ] as const
  const changed = fields.filter(([, from, to]) => from !== to)
  return changed.length === 0
    ? undefined
    : Object.fromEntries(changed.map(([field, from, to]) => [field, [from, to]]))
}

function wrongCredentials(): Problem {
  return new Problem('WRONG_CREDENTIALS', 'E-mail or password is wrong. Check both and try again.')
}

function wrongPassword(): Problem {
  return invalid('currentPassword', 'is not your present password')
}

function invalid(path: string, message: string): Problem {
  return new Problem('VALIDATION_FAILED', `${path}: ${message}. Nothing was changed.`, {
    errors: [{ path, message }],
  })
}

/** What the company's provider says at each sign-in can't be said otherwise here. */
function requireLocal({ name, role, password, passwordToChange }: AccountChange): void {
  const field = Object.entries({ name, role, password, passwordToChange }).find(
    ([, value]) => value !== undefined,
  )
  if (field) throw invalid(field[0], 'comes from the company account and is changed there')
}

function noSuchAccount(): Problem {
  return new Problem('NOT_FOUND', 'There is no such account.')
}

export function toUser({ id, email, name, role, identity, passwordToChange }: Account): Caller {
  return {
    id,
    email,
    name,
    role,
    ...(identity ? { company: true } : {}),
    ...(passwordToChange ? { passwordToChange: true } : {}),
  }
}

function toManagedUser(account: Account): ManagedUser {
  return { ...toUser(account), disabled: Boolean(account.disabled), createdAt: account.createdAt }
}
