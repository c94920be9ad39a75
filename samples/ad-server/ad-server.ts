import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { putWebhook } from '../../shared/contract/publishing'
import { shownSeoulTime } from '../../shared/seoul-time'
import { PUBLISH_STATUSES } from '../../shared/statuses'
import { fraction, hashText } from '../market/random'
import { DemoService, Refusal } from '../session/service'
import { DemoStop } from '../session/stop'
import { counted, say, showStep, styled } from '../session/terminal'
import type { Chance } from './flight'
import { AdServerPlay, type Round } from './play'
import { createWebhook } from './webhook'

const USAGE = `A small ad server: takes what is booked by webhook, and plays and reports the life of every ad.

  --url URL            the service (FLIGHTSHEET_URL, http://localhost:3000)
  --email E-MAIL       an operator's account (DEMO_EMAIL, operator@flightsheet.local)
  --password PASSWORD  its password (DEMO_PASSWORD, the demo accounts')
  --port PORT          where it listens (4100)
  --hook URL           how the service reaches it (http://127.0.0.1:<port>/)
  --webhook CODE       the name under which it attaches itself (sample)
  --platform CODE      a platform that it serves, as often as needed; without any: all that nobody else serves
  --secret SECRET      what requests are signed with (AD_SERVER_SECRET, or a new one)
  --speed N            how fast the service's clock goes (CLOCK_SPEED, 1): 86400 is a day in a second
  --seed N             another seed, other reviewers and other luck (1)
  --help               this text
`

async function main(): Promise<void> {
  const options = parse(process.argv.slice(2))
  if (!options) {
    process.stdout.write(USAGE)
    return
  }
  const { secret } = options
  const time = new ServiceTime(options.speed)
  const play = new AdServerPlay(luck(options.seed), () => time.now())
  const server = createWebhook(secret, (message) => play.take(message)).listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const hook = options.hook ?? `http://127.0.0.1:${port}/`

  showStep('Attach to the service', '광고 서버 연결')
  let service = await DemoService.signIn(options.origin, options)
  const attach = async (enabled: boolean) => {
    const body = { url: hook, secret, previousSecret: null, platforms: options.platforms, enabled }
    return service.call(putWebhook, { params: { code: options.webhook }, body })
  }
  const { updatedAt, pending } = await attach(true)
  time.set(updatedAt)
  say(`Webhook ${options.webhook} → ${hook}, ${options.platforms.join(', ') || 'all platforms'}`)
  say(`For the service it is ${clockText(time.now())}; ${counted(pending)} requests wait`)

  showStep('Play', '집행')
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const screen = new Screen()
  let away = false
  while (!stop.signal.aborted) {
    try {
      screen.show(await play.report(service), play.size, time.now())
      away = false
    } catch (error) {
      if (!away) say(styled('yellow', `Not reported, it will be tried again: ${sentenceOf(error)}`))
      away = true
      // Sessions expire by the service's clock.
      if (error instanceof Refusal && error.status === 401)
        service = await DemoService.signIn(options.origin, options).catch(() => service)
    }
    await sleep(options.speed > 60 ? 500 : 5000, undefined, { signal: stop.signal }).catch(() => undefined)
  }
  // While the webhook is off, new requests wait for the next start.
  await attach(false).catch(() => undefined)
  server.close()
  server.closeAllConnections()
  say(
    `Stopped, the webhook is off. ${[...play.counts].map(([status, n]) => `${status} ${counted(n)}`).join(', ')}`,
  )
}

/** The same seed gives every ad the same luck. */
function luck(seed: number): Chance {
  return (childAdId, question) => fraction(hashText(seed, `${childAdId} ${question}`))
}

/** The service's time: its time at the start plus the time since then at the configured speed. */
class ServiceTime {
  private at = Date.now()
  private since = Date.now()

  constructor(private readonly speed: number) {}

  set(instant: string): void {
    this.at = Date.parse(instant)
    this.since = Date.now()
  }

  now(): number {
    return this.at + (Date.now() - this.since) * this.speed
  }
}

/**
 * Shows one line for the changes since the last line; deliveries at most once a day if nothing else changes.
 */
class Screen {
  private known = 0
  private day = ''
  private delivered = 0

  show({ statuses, moreImpressions, rejections }: Round, size: number, now: number): void {
    const parts: string[] = size > this.known ? [`${counted(size - this.known)} asked for`] : []
    this.known = size
    for (const status of PUBLISH_STATUSES) {
      const n = statuses.filter((report) => report.status === status).length
      if (n > 0) parts.push(styled(COLOURS[status] ?? 'reset', `${status} ${counted(n)}`))
    }
    this.delivered += moreImpressions
    const day = clockText(now).slice(0, 5)
    if (this.delivered > 0 && (parts.length > 0 || day !== this.day)) {
      parts.push(`노출 +${counted(this.delivered)}`)
      this.delivered = 0
    }
    this.day = day
    if (parts.length > 0) say(`${styled('dim', clockText(now))}  ${parts.join(' · ')}`)
    const [first] = rejections
    if (!first) return
    const sentence = `${counted(rejections.length)} reports were refused, the first: ${first.code}: ${first.message}`
    say(styled('yellow', sentence))
  }
}

const COLOURS: Record<string, Parameters<typeof styled>[0]> = {
  LIVE: 'green',
  REJECTED: 'red',
  FAILED: 'red',
  PAUSED: 'yellow',
}

/** In Seoul: 12-05 09:00 */
function clockText(now: number): string {
  return shownSeoulTime(now).slice(5)
}

/** @returns undefined if `--help` was given */
function parse(args: string[]) {
  const { env } = process
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string', default: env.FLIGHTSHEET_URL || 'http://localhost:3000' },
      email: { type: 'string', default: env.DEMO_EMAIL || 'operator@flightsheet.local' },
      password: { type: 'string', default: env.DEMO_PASSWORD || 'flightsheet-demo' },
      port: { type: 'string', default: '4100' },
      hook: { type: 'string' },
      webhook: { type: 'string', default: 'sample' },
      platform: { type: 'string', multiple: true, default: [] },
      secret: {
        type: 'string',
        default: env.AD_SERVER_SECRET || `whsec_${randomBytes(32).toString('base64')}`,
      },
      speed: { type: 'string', default: env.CLOCK_SPEED || '1' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return undefined
  if (!/^https?:$/.test(URL.canParse(values.url) ? new URL(values.url).protocol : ''))
    throw new DemoStop(`--url must be an address like http://localhost:3000, not "${values.url}".`)
  return {
    origin: values.url.replace(/\/+$/, ''),
    email: values.email,
    password: values.password,
    port: wholeOf('--port', values.port, 65_535),
    hook: values.hook,
    webhook: values.webhook,
    platforms: values.platform,
    secret: values.secret,
    speed: wholeOf('--speed', values.speed, 1_000_000),
    seed: wholeOf('--seed', values.seed, 2 ** 31),
  }
}

function wholeOf(name: string, text: string, most: number): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= most) return Number(text)
  throw new DemoStop(`${name} must be a whole number up to ${most}, not "${text}".`)
}

function sentenceOf(error: unknown): string {
  if (error instanceof DemoStop) return error.message
  if (error instanceof Refusal) return `The service refused: ${error.detail} (${error.status} ${error.code})`
  return error instanceof Error ? error.message : String(error)
}

// At the end of the file, after the classes that it uses.
main().catch((error: unknown) => {
  process.exitCode = 1
  process.stderr.write(`\n${styled('red', '✗')} ${sentenceOf(error)}\n`)
})
