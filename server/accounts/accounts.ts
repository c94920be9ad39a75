import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { In, MoreThan } from 'typeorm'
import type { User } from '../../shared/contract/accounts'
import type { Role } from '../../shared/contract/primitives'
import { Problem } from '../../shared/problem'
import type { Caller } from '../caller'
import type { Clock } from '../clock'
import { inBatches } from '../database/batches'
import type { Database } from '../database/database'
import type { Stretch } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { Account, Session } from './account.entity'
import type { PasswordPolicy } from './password-policy'
import { hashPassword, verifyPassword } from './passwords'

export interface ManagedUser extends User {
  disabled: boolean
  createdAt: string
}

export interface NewAccount {
  email: string
  name: string
  role: Role
  password: string
}

export interface AccountChange {
  name?: string | undefined
  role?: Role | undefined
  password?: string | undefined
  disabled?: boolean | undefined
}

/** Local accounts and their sessions. */
export class Accounts {
  /** Verified when no account has the e-mail, so that the answer takes as long as for a wrong password. */
  private readonly decoy = hashPassword(randomBytes(16).toString('hex'))

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessionHours: number,
    private readonly policy: PasswordPolicy,
  ) {}

  /**
   * @returns the bearer token (shown once, only its hash is stored), its expiry and the user
   * @throws Problem WRONG_CREDENTIALS
   */
  async signIn(email: string, password: string): Promise<{ token: string; expiresAt: string; user: Caller }> {
    const account = await this.database.read((tx) => tx.manager.findOneBy(Account, { email }))
    const right = await verifyPassword(account?.passwordHash ?? (await this.decoy), password)
    if (!account || !right || account.disabled) throw wrongCredentials()
    const token = randomBytes(32).toString('base64url')
    const expiresAt = new Date(this.clock.now().getTime() + this.sessionHours * 3_600_000).toISOString()
    await this.database.write(async (tx) => {
      // Refuse the sign-in if the password was changed, or the account disabled, during the comparison.
      const now = await tx.findLocked(Account, { id: account.id })
      if (!now || now.disabled || now.passwordHash !== account.passwordHash) throw wrongCredentials()
      await tx.run('DELETE FROM session WHERE account_id = ? AND expires_at <= ?', [
        account.id,
        this.clock.instant(),
      ])
      await tx.manager.insert(Session, {
        tokenHash: hashToken(token),
        accountId: account.id,
        createdAt: this.clock.instant(),
        expiresAt,
      })
    })
    return { token, expiresAt, user: toUser(account) }
  }

  /** The caller of a token, or undefined when the token is unknown or expired, or its account is disabled. */
  async authenticate(token: string): Promise<{ caller: Caller; expiresAt: string } | undefined> {
    const [row] = await this.database.rows<Caller & { expiresAt: string }>(
      `SELECT a.id AS id, a.email AS email, a.name AS name, a.role AS role, s.expires_at AS expiresAt
       FROM session s JOIN account a ON a.id = s.account_id
       WHERE s.token_hash = ? AND s.expires_at > ? AND a.disabled = ?`,
      [hashToken(token), this.clock.instant(), 0],
    )
    if (!row) return undefined
    const { expiresAt, ...caller } = row
    return { caller, expiresAt }
  }

  /** The tokens among these that are still valid. One query for many tokens. */
  async stillSignedIn(tokens: readonly string[]): Promise<Set<string>> {
    const tokenOf = new Map(tokens.map((token) => [hashToken(token), token]))
    const rows = await inBatches([...tokenOf.keys()], (hashes) =>
      this.database.rows<{ tokenHash: string }>(
        `SELECT s.token_hash AS tokenHash FROM session s JOIN account a ON a.id = s.account_id
         WHERE s.expires_at > ? AND a.disabled = ? AND s.token_hash IN (${placeholders(hashes)})`,
        [this.clock.instant(), 0, ...hashes],
      ),
    )
    return new Set(rows.map(({ tokenHash }) => tokenOf.get(tokenHash)!))
  }

  async signOut(token: string): Promise<void> {
    await this.database.write((tx) => tx.run('DELETE FROM session WHERE token_hash = ?', [hashToken(token)]))
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

  private async insert({ email, name, role, password }: NewAccount): Promise<ManagedUser> {
    const account: Account = {
      id: randomUUID(),
      email,
      name,
      role,
      passwordHash: await hashPassword(password),
      disabled: false,
      createdAt: this.clock.instant(),
    }
    try {
      await this.database.write((tx) => tx.manager.insert(Account, account))
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
      // Locks all administrators, so that two of them can't remove each other at the same time.
      await tx.rows(`SELECT id FROM account WHERE role = 'admin' ORDER BY id ${tx.dialect.forUpdate}`)
      const account = await tx.findLocked(Account, { id })
      if (!account) throw noSuchAccount()
      const changed: Account = {
        ...account,
        name: change.name ?? account.name,
        role: change.role ?? account.role,
        disabled: change.disabled ?? account.disabled,
        passwordHash: passwordHash ?? account.passwordHash,
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
        await tx.run('DELETE FROM session WHERE account_id = ?', [id])
      }
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

  async count(): Promise<number> {
    return this.database.read((tx) => tx.manager.count(Account))
  }

  /** Disables accounts whose passwords are public. */
  async disable(emails: readonly string[]): Promise<number> {
    return this.database.write(async (tx) => {
      const known = await tx.manager.findBy(Account, { email: In([...emails]), disabled: false })
      for (const { id } of known) {
        await tx.manager.update(Account, { id }, { disabled: true })
        await tx.run('DELETE FROM session WHERE account_id = ?', [id])
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
    await this.insert({ email, name, role: 'admin', password })
  }
}

function wrongCredentials(): Problem {
  return new Problem('WRONG_CREDENTIALS', 'E-mail or password is wrong. Check both and try again.')
}

function noSuchAccount(): Problem {
  return new Problem('NOT_FOUND', 'There is no such account.')
}

function toUser({ id, email, name, role }: Account): Caller {
  return { id, email, name, role }
}

function toManagedUser(account: Account): ManagedUser {
  return { ...toUser(account), disabled: Boolean(account.disabled), createdAt: account.createdAt }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
