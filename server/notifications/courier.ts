import type { Transporter } from 'nodemailer'
import { NOTIFICATION_RAISED, type NotificationMessage } from '../../shared/contract/notifications'
import { LANGUAGES, type Language } from '../../shared/language'
import type { MailSettings, PublishingSettings } from '../configuration'
import type { Database, Transaction } from '../database/database'
import { installationId } from '../publishing/installation'
import { Webhook } from '../publishing/publishing.entities'
import { Sender } from '../publishing/send'
import type { Letter, LetterOutcome } from './letters'
import { wordsOf } from './notice-words'
import { Notice, NotificationPreference } from './notification.entities'

const GONE: LetterOutcome = { kind: 'REFUSED', error: 'the receiver or the notification is gone' }

/** Brings letters to mail servers and webhooks. */
export class Courier {
  private readonly sender: Sender
  private mailer: Transporter | undefined

  constructor(
    private readonly database: Database,
    private readonly mail: MailSettings | undefined,
    private readonly publishing: PublishingSettings,
  ) {
    const { timeoutMs, allowPrivate, concurrency } = publishing
    this.sender = new Sender(timeoutMs, allowPrivate, concurrency)
  }

  /** Makes one attempt. */
  readonly send = (letter: Letter): Promise<LetterOutcome> =>
    letter.channel === 'MAIL' ? this.sendMail(letter) : this.sendMessage(letter)

  private async sendMail({ id, noticeId, receiver }: Letter): Promise<LetterOutcome> {
    if (!this.mail) return { kind: 'FAILED', error: 'SMTP_URL is not set' }
    this.mailer ??= await connectedTo(this.mail, this.publishing.timeoutMs)
    const found = await this.database.read(async (tx) => {
      const notice = await tx.manager.findOneBy(Notice, { id: noticeId })
      const [account] = await tx.rows<{ email: string; name: string }>(
        'SELECT email AS email, name AS name FROM account WHERE id = ? AND disabled = 0',
        [receiver],
      )
      return (
        notice &&
        account && { notice, account, language: await languageOf(tx, receiver), by: await installationId(tx) }
      )
    })
    if (!found) return GONE
    const { notice, account, language, by } = found
    const { title, text } = wordsOf(notice, language)
    try {
      await this.mailer.sendMail({
        from: this.mail.from,
        to: { name: account.name, address: account.email },
        subject: title,
        text: `${text}\n`,
        // The same at every attempt, so that a mailbox shows a repeated mail once.
        messageId: `<notification-letter-${id}.${by}@flightsheet>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      return { kind: 'DELIVERED', error: null }
    } catch (error) {
      const { message, responseCode } = error as Error & { responseCode?: number }
      // 5xx is the mail server's last word, except for signing in, which an administrator can mend.
      const refused =
        responseCode !== undefined && responseCode >= 500 && ![530, 534, 535].includes(responseCode)
      return { kind: refused ? 'REFUSED' : 'FAILED', error: message }
    }
  }

  private async sendMessage({ id, noticeId, receiver }: Letter): Promise<LetterOutcome> {
    const found = await this.database.read(async (tx) => {
      const notice = await tx.manager.findOneBy(Notice, { id: noticeId })
      const webhook = await tx.manager.findOneBy(Webhook, { code: receiver })
      return notice && webhook && { notice, webhook, by: await installationId(tx) }
    })
    if (!found) return GONE
    const { notice, webhook, by } = found
    if (!webhook.enabled) return { kind: 'FAILED', error: 'the webhook is off' }
    const { kind, error, answerText } = await this.sender.send({
      url: webhook.url,
      secrets: webhook.secrets,
      id: `${by}-notification-letter-${id}`,
      body: JSON.stringify(messageOf(notice)),
    })
    return { kind, error: answerText === null ? error : `${error}: ${answerText}` }
  }
}

/** Only a process that sends mail loads the mailer. */
async function connectedTo({ url }: MailSettings, timeoutMs: number): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  })
}

async function languageOf(tx: Transaction, accountId: string): Promise<Language> {
  return (await tx.manager.findOneBy(NotificationPreference, { accountId }))?.language ?? LANGUAGES[0]
}

function messageOf(notice: Notice): NotificationMessage {
  const { id, rule, campaignId, unitId, raisedAt, data } = notice
  return {
    type: NOTIFICATION_RAISED,
    timestamp: raisedAt,
    data: {
      id,
      rule,
      campaignId,
      unitId,
      facts: data,
      words: { ko: wordsOf(notice, 'ko'), en: wordsOf(notice, 'en') },
    },
  }
}
