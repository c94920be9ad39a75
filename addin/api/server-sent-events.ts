/** One message of a stream. A message without data only updates the last event id; it isn't returned. */
export interface StreamMessage {
  event: string
  data: string | undefined
}

/** Parses text/event-stream (HTML, section 9.2) from chunks that may end anywhere. */
export class EventStreamParser {
  /** The event id to resume from after a reconnect. */
  lastEventId: string | undefined
  /** Milliseconds to wait before a reconnect, as requested by the service. */
  retry: number | undefined
  private rest = ''
  private id: string | undefined
  private event = ''
  private data: string[] = []

  push(piece: string): StreamMessage[] {
    const messages: StreamMessage[] = []
    // A CR at the end may be half of a CRLF.
    const text = this.rest + piece
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text
    const lines = whole.split(/\r\n|\n|\r/)
    this.rest = lines.pop()! + text.slice(whole.length)
    for (const line of lines) {
      if (line === '') messages.push(...this.dispatch())
      else this.take(line)
    }
    return messages
  }

  private take(line: string): void {
    const colon = line.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') this.data.push(value)
    else if (field === 'event') this.event = value
    else if (field === 'id' && !value.includes('\0')) this.id = value
    else if (field === 'retry' && /^\d+$/.test(value)) this.retry = Number(value)
  }

  private dispatch(): StreamMessage[] {
    const data = this.data.length === 0 ? undefined : this.data.join('\n')
    const message = { event: this.event || 'message', data }
    if (this.id !== undefined) this.lastEventId = this.id
    this.event = ''
    this.data = []
    return data === undefined ? [] : [message]
  }
}
