import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Mail {
  to: string
  /** Headers and body as they came. */
  raw: string
}

/** A mail server on this machine that keeps every mail, or answers as a test wants. */
export class Mailbox {
  readonly mails: Mail[] = []
  /** An SMTP status to refuse with; undefined: accept. */
  refuseWith: number | undefined
  attempts = 0

  private constructor(
    private readonly server: SMTPServer,
    readonly url: string,
  ) {}

  static async open(): Promise<Mailbox> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, callback) {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          mailbox.attempts++
          if (mailbox.refuseWith !== undefined)
            return callback(Object.assign(new Error('no'), { responseCode: mailbox.refuseWith }))
          const raw = Buffer.concat(chunks).toString('utf8')
          mailbox.mails.push(...session.envelope.rcptTo.map(({ address }) => ({ to: address, raw })))
          callback()
        })
      },
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.server.address() as AddressInfo
    const mailbox = new Mailbox(server, `smtp://127.0.0.1:${port}`)
    return mailbox
  }

  /** The subject of a mail, decoded. */
  static subjectOf({ raw }: Mail): string {
    const [, folded = ''] = /^Subject: ((?:.|\r\n )+?)\r\n\S/m.exec(raw) ?? []
    return folded
      .replace(/\?=\r\n =\?/g, '?==?')
      .replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_all, text: string) =>
        Buffer.from(text, 'base64').toString('utf8'),
      )
      .replace(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_all, text: string) =>
        decodeURIComponent(text.replace(/_/g, ' ').replace(/=([0-9A-F]{2})/gi, '%$1')),
      )
      .replace(/\r\n /g, '')
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()))
  }
}
