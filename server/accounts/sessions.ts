import { createHash, randomBytes } from 'node:crypto'
import type { SessionView } from '../../shared/contract/accounts'
import { Problem } from '../../shared/problem'
import type { Caller } from '../caller'
import type { Clock } from '../clock'
import { inBatches } from '../database/batches'
import type { Database, SqlValue, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { currentRequest } from '../request-context'
import { recordSecurityEvent } from '../security-log/record-event'
import { Session } from './account.entity'

/** When a session ends by itself. */
export interface SessionSettings {
  /** After its sign-in. */
  hours: number
  /** Without a call; 0: never. */
  idleMinutes: number
}

/** Whose sessions they are. */
type Owner = Pick<Caller, 'id' | 'email'>

/** A use is written down once in this time, so that reading doesn't become writing. */
const USE_WRITTEN_MS = 60_000
/** The id of a session: so many digits of its token's hash, which give nobody the token. */
const ID_DIGITS = 32
const ID = `SUBSTR(s.token_hash, 1, ${ID_DIGITS})`
const LAST_USED = 'COALESCE(s.last_used_at, s.created_at)'

interface SessionRow extends Pick<Caller, 'id' | 'email' | 'name' | 'role'> {
  expiresAt: string
  lastUsedAt: string
  passwordToChange: number
  issuer: string | null
}

/** The sessions of all accounts. A session is known by its token, of which only the hash is stored. */
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly settings: SessionSettings,
  ) {}

  /**
   * Begins a session in the transaction that proves who the account is.
   *
   * @param hours after which it ends, where the account has other ones than most
   * @returns the bearer token, shown once
   */
  async begin(
    tx: Transaction,
    accountId: string,
    hours = this.settings.hours,
  ): Promise<{ token: string; expiresAt: string }> {
    const now = this.clock.instant()
    await tx.run('DELETE FROM session WHERE account_id = ? AND expires_at <= ?', [accountId, now])
    const token = randomBytes(32).toString('base64url')
    const expiresAt = new Date(this.clock.now().getTime() + hours * 3_600_000).toISOString()
    const from = currentRequest()
    await tx.manager.insert(Session, {
      tokenHash: hashToken(token),
      accountId,
      createdAt: now,
      expiresAt,
      lastUsedAt: now,
      address: from?.address ?? null,
      userAgent: from?.userAgent ?? null,
    })
    return { token, expiresAt }
  }

  /** The caller of a token, or undefined when its session is unknown or has ended, or its account is disabled. */
  async authenticate(token: string): Promise<{ caller: Caller; expiresAt: string } | undefined> {
    const { condition, values } = this.live()
    const [row] = await this.database.rows<SessionRow>(
      `SELECT a.id AS id, a.email AS email, a.name AS name, a.role AS role, s.expires_at AS expiresAt,
              ${LAST_USED} AS lastUsedAt, a.password_to_change AS passwordToChange, a.issuer AS issuer
       FROM session s JOIN account a ON a.id = s.account_id
       WHERE s.token_hash = ? AND a.disabled = ? AND ${condition}`,
      [hashToken(token), 0, ...values],
    )
    if (!row) return undefined
    const { expiresAt, lastUsedAt, passwordToChange, issuer, ...caller } = row
    this.noteUse(token, lastUsedAt)
    return {
      caller: {
        ...caller,
        ...(issuer === null ? {} : { company: true }),
        ...(passwordToChange ? { passwordToChange: true } : {}),
      },
      expiresAt,
    }
  }

  /** The tokens among these that are still valid. One query for many tokens. */
  async stillSignedIn(tokens: readonly string[]): Promise<Set<string>> {
    const tokenOf = new Map(tokens.map((token) => [hashToken(token), token]))
    const { condition, values } = this.live()
    const rows = await inBatches([...tokenOf.keys()], (hashes) =>
      this.database.rows<{ tokenHash: string }>(
        `SELECT s.token_hash AS tokenHash FROM session s JOIN account a ON a.id = s.account_id
         WHERE a.disabled = ? AND ${condition} AND s.token_hash IN (${placeholders(hashes)})`,
        [0, ...values, ...hashes],
      ),
    )
    return new Set(rows.map(({ tokenHash }) => tokenOf.get(tokenHash)!))
  }

  /** Whether an account has a live session that was begun at an address. */
  async wasBegunAt(email: string, address: string): Promise<boolean> {
    const { condition, values } = this.live()
    const rows = await this.database.rows(
      `SELECT 1 AS one FROM session s JOIN account a ON a.id = s.account_id
       WHERE a.email = ? AND s.address = ? AND ${condition} LIMIT 1`,
      [email, address, ...values],
    )
    return rows.length > 0
  }

  async signOut(token: string): Promise<void> {
    await this.database.write(async (tx) => {
      await tx.run('DELETE FROM session WHERE token_hash = ?', [hashToken(token)])
      await recordSecurityEvent(tx, { at: this.clock.instant(), action: 'SIGNED_OUT' })
    })
  }

  /**
   * The live sessions of an account, the newest first.
   *
   * @param present the token of who asks
   */
  async list(accountId: string, present: string, stretch: Stretch): Promise<SessionView[]> {
    const { condition, values } = this.live()
    const rows = await this.database.read((tx) => {
      const after = seek(tx, ['s.created_at', ID], stretch, 'DESC')
      return tx.rows<Omit<SessionView, 'current'>>(
        `SELECT ${ID} AS id, s.created_at AS createdAt, ${LAST_USED} AS lastUsedAt, s.expires_at AS expiresAt,
                s.address AS address, s.user_agent AS userAgent
         FROM session s WHERE s.account_id = ? AND ${condition} AND ${after.condition} ${after.end}`,
        [accountId, ...values, ...after.values],
      )
    })
    const current = idOf(present)
    return rows.map((row) => ({ ...row, current: row.id === current }))
  }

  /** @throws Problem NOT_FOUND when the account has no such session */
  async end({ id: accountId, email }: Owner, id: string): Promise<void> {
    await this.database.write(async (tx) => {
      const ended = await tx.run(
        `DELETE FROM session WHERE account_id = ? AND SUBSTR(token_hash, 1, ${ID_DIGITS}) = ?`,
        [accountId, id],
      )
      if (ended === 0) throw new Problem('NOT_FOUND', 'There is no such session any more.')
      await this.recordEnd(tx, email, ended)
    })
  }

  /**
   * The same for all sessions, because somebody wants it.
   *
   * @param except a token whose session goes on
   * @returns how many have ended
   */
  async endAllNow({ id, email }: Owner, except?: string): Promise<{ ended: number }> {
    return this.database.write(async (tx) => {
      const ended = await this.endAll(tx, id, except)
      if (ended > 0) await this.recordEnd(tx, email, ended)
      return { ended }
    })
  }

  private recordEnd(tx: Transaction, subject: string, ended: number): Promise<void> {
    return recordSecurityEvent(tx, {
      at: this.clock.instant(),
      action: 'SESSIONS_ENDED',
      subject,
      details: { ended },
    })
  }

  /**
   * Ends the sessions of an account, as a part of what makes them end.
   *
   * @param except a token whose session goes on
   * @returns how many have ended
   */
  async endAll(tx: Transaction, accountId: string, except?: string): Promise<number> {
    return tx.run('DELETE FROM session WHERE account_id = ? AND token_hash <> ?', [
      accountId,
      except === undefined ? '' : hashToken(except),
    ])
  }

  /** Whether a session is live, as a condition on `session s`. */
  private live(): { condition: string; values: SqlValue[] } {
    const { idleMinutes } = this.settings
    const now = this.clock.now().getTime()
    const unexpired = { condition: 's.expires_at > ?', values: [this.clock.instant()] }
    if (idleMinutes === 0) return unexpired
    return {
      condition: `${unexpired.condition} AND ${LAST_USED} > ?`,
      values: [...unexpired.values, new Date(now - idleMinutes * 60_000).toISOString()],
    }
  }

  /** No call waits for it. What can't be written now is written by the next call. */
  private noteUse(token: string, lastUsedAt: string): void {
    const now = this.clock.now().getTime()
    if (now - Date.parse(lastUsedAt) < USE_WRITTEN_MS) return
    const at = new Date(now).toISOString()
    this.database
      .write((tx) =>
        tx.run('UPDATE session SET last_used_at = ? WHERE token_hash = ?', [at, hashToken(token)]),
      )
      .catch(() => undefined)
  }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function idOf(token: string): string {
  return hashToken(token).slice(0, ID_DIGITS)
}
