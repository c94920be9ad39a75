import type { Logger } from 'pino'
import { NOTICE_RULES } from '../../shared/notification-words'
import type { Clock } from '../clock'
import type { Configuration } from '../configuration'
import type { Database } from '../database/database'
import { placeholders } from '../database/placeholders'
import type { Job, JobContext } from '../jobs/job'
import { purgeJob } from '../jobs/purge-job'
import { JOURNAL } from '../journal/journal'
import { Courier } from './courier'
import { FACTS, type Fact } from './facts'
import { LETTERS, sendLetters } from './letters'
import { settleRule } from './settle'

export const NOTIFY = 'notify'
/** Events are followed by a look at the rules this soon, and not more often. */
const LOOK_MS = 10_000
const PURGE_CHUNK = 1000
/** How long a notification that is over can be read. */
const KEPT_DAYS = 90

/** Looks at the rules, tells people, and sends the letters. */
export class Notifier {
  private readonly courier: Courier

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly configuration: Configuration,
  ) {
    this.courier = new Courier(database, configuration.mail, configuration.publishing)
  }

  /** Makes all notices agree with the facts. */
  async look({
    signal,
    write = (work) => this.database.write(work),
  }: Partial<Pick<JobContext, 'signal' | 'write'>> = {}): Promise<{ raised: number; over: number }> {
    const { notifications, mail } = this.configuration
    const sum = { raised: 0, over: 0 }
    for (const rule of NOTICE_RULES) {
      signal?.throwIfAborted()
      const moment = this.clock.moment()
      const facts = await this.database.read<Fact[]>((tx) => FACTS[rule](tx, moment, notifications))
      const { raised, over } = await write((tx) => settleRule(tx, rule, facts, moment.at, mail !== undefined))
      sum.raised += raised
      sum.over += over
    }
    return sum
  }

  /** Sends the letters that are due. */
  send(): Promise<{ delivered: number; failed: number }> {
    const { notifications, publishing } = this.configuration
    const limits = { ...notifications.letters, timeoutMs: publishing.timeoutMs }
    return sendLetters(this.database, limits, () => this.clock.instant(), this.courier.send)
  }

  /** The scheduled work: it finds what no event tells of, and what an event told another process. */
  jobs(): Job[] {
    const day = 86_400_000
    return [
      {
        name: NOTIFY,
        monthly: false,
        retries: 0,
        light: true,
        run: async ({ signal, write }) => ({
          ...(await this.look({ signal, write })),
          ...(await this.send()),
        }),
      },
      purgeJob('purge-notifications', PURGE_CHUNK, async (tx) => {
        const before = new Date(this.clock.now().getTime() - KEPT_DAYS * day).toISOString()
        const old = await tx.rows<{ id: number }>(
          `SELECT id FROM notice WHERE over_at < ? ORDER BY over_at LIMIT ${PURGE_CHUNK}`,
          [before],
        )
        if (old.length === 0) return 0
        const ids = old.map(({ id }) => id)
        for (const table of ['notification', 'notification_letter'])
          await tx.run(`DELETE FROM ${table} WHERE notice_id IN (${placeholders(ids)})`, ids)
        return tx.run(`DELETE FROM notice WHERE id IN (${placeholders(ids)})`, ids)
      }),
    ]
  }

  /**
   * Looks at the rules soon after something happened in this process, and sends letters as soon as there are
   * some, so that nobody waits for the schedule.
   *
   * @returns a function that stops it and waits for what is under way
   */
  follow(log: Logger): () => Promise<void> {
    let last = 0
    let timer: NodeJS.Timeout | undefined
    let work = Promise.resolve()
    const doInTurn = (step: () => Promise<unknown>) => {
      work = work
        .then(step)
        .then(() => undefined)
        .catch((error) => log.error({ err: error }, 'notifications: people could not be told'))
    }
    const stops = [
      this.database.listen(JOURNAL, () => {
        timer ??= setTimeout(
          () => {
            timer = undefined
            last = Date.now()
            doInTurn(() => this.look())
          },
          Math.max(1000, last + LOOK_MS - Date.now()),
        )
      }),
      this.database.listen(LETTERS, () => doInTurn(() => this.send())),
    ]
    return async () => {
      for (const stop of stops) stop()
      clearTimeout(timer)
      await work
    }
  }
}
