import { PUBLISH_REQUESTED, type WebhookBody, type WebhookEvent } from '../../shared/contract/publishing'
import { Problem } from '../../shared/problem'
import { requirePlatforms } from '../catalog/platforms'
import { LostRace, type Transaction } from '../database/database'
import { putVersioned } from '../database/versions'
import { namesPrivateAddress } from './private-addresses'
import { Webhook, WebhookPlatform } from './publishing.entities'
import { PUBLISHING } from './request-publishing'

/** Stored in the table for all platforms without a webhook of their own. */
const THE_OTHERS = ''

/**
 * Adds or changes the webhook of an ad server. A new secret signs first, and the previous one second until it
 * is removed.
 *
 * @throws Problem VALIDATION_FAILED, VERSION_CONFLICT, UNKNOWN_REFERENCE, ALREADY_EXISTS where a platform has
 * a webhook
 */
export async function putWebhook(
  tx: Transaction,
  code: string,
  body: WebhookBody,
  { at, allowPrivate }: { at: string; allowPrivate: boolean },
) {
  if (!allowPrivate && namesPrivateAddress(body.url)) {
    throw invalid('url', 'must not be a private address (WEBHOOK_ALLOW_PRIVATE is off)')
  }
  const known = await tx.findLocked(Webhook, { code })
  await requirePlatforms(tx, body.platforms)
  await putVersioned(
    tx,
    Webhook,
    { code },
    {
      code,
      url: body.url,
      secrets: secretsAfter(known?.secrets ?? [], body),
      events: body.events,
      enabled: body.enabled ? 1 : 0,
      updatedAt: at,
    },
    body.version,
    `Webhook ${code}`,
  )
  const isAdServer = body.events.includes(PUBLISH_REQUESTED)
  await givePlatforms(tx, code, isAdServer && body.platforms.length === 0 ? [THE_OTHERS] : body.platforms)
  tx.signal(PUBLISHING)
  return getWebhook(tx, code)
}

function secretsAfter(known: readonly string[], { secret, previousSecret }: WebhookBody): string[] {
  const first = secret ?? known[0]
  if (first === undefined) throw invalid('secret', 'is needed for a new webhook')
  const before = first === known[0] ? known[1] : known[0]
  const second = previousSecret === undefined ? before : previousSecret
  return second == null || second === first ? [first] : [first, second]
}

async function givePlatforms(tx: Transaction, code: string, platforms: readonly string[]): Promise<void> {
  await tx.manager.delete(WebhookPlatform, { webhook: code })
  for (const platform of platforms) {
    const taken = await tx.manager.findOneBy(WebhookPlatform, { platform })
    if (taken) {
      throw new Problem(
        'ALREADY_EXISTS',
        `${platform === THE_OTHERS ? 'The platforms that nobody names already go' : `${platform} already goes`} to the webhook ${taken.webhook}. A platform has one ad server: take it from there first.`,
        { platform, webhook: taken.webhook },
      )
    }
    try {
      await tx.manager.insert(WebhookPlatform, { platform, webhook: code })
    } catch (error) {
      // Another transaction took the platform at the same moment. The retry then finds it taken.
      throw tx.dialect.isDuplicateKey(error) ? new LostRace() : error
    }
  }
}

/** @throws Problem NOT_FOUND */
export async function deleteWebhook(tx: Transaction, code: string): Promise<void> {
  const { affected } = await tx.manager.delete(Webhook, { code })
  if (!affected) throw noWebhook(code)
  await tx.manager.delete(WebhookPlatform, { webhook: code })
}

/** @throws Problem NOT_FOUND */
export async function getWebhook(tx: Transaction, code: string) {
  const found = (await listWebhooks(tx)).find((webhook) => webhook.code === code)
  if (!found) throw noWebhook(code)
  return found
}

/** Webhooks as the API shows them, without their secrets, ordered by code. */
export async function listWebhooks(tx: Transaction) {
  const webhooks = await tx.manager.find(Webhook, { order: { code: 'ASC' } })
  const named = await tx.manager.find(WebhookPlatform, { order: { platform: 'ASC' } })
  const counts = await tx.rows<{ platform: string; status: string; n: number }>(
    `SELECT platform, status, COUNT(*) AS n FROM publish_request WHERE status IN ('PENDING', 'DEAD')
     GROUP BY platform, status`,
  )
  const routes = routesOf(named)
  return webhooks.map(({ code, url, events, enabled, secrets, version, updatedAt }) => {
    const count = (status: string) =>
      counts.reduce(
        (sum, one) => (one.status === status && routes(one.platform) === code ? sum + Number(one.n) : sum),
        0,
      )
    return {
      code,
      url,
      events,
      enabled: enabled === 1,
      platforms: named
        .filter(({ webhook, platform }) => webhook === code && platform !== THE_OTHERS)
        .map(({ platform }) => platform),
      secrets: secrets.length,
      pending: count('PENDING'),
      dead: count('DEAD'),
      version,
      updatedAt,
    }
  })
}

/** Codes of the enabled webhooks that get an event. */
export async function webhooksOf(tx: Transaction, event: WebhookEvent): Promise<string[]> {
  const webhooks = await tx.manager.find(Webhook, { where: { enabled: 1 }, order: { code: 'ASC' } })
  return webhooks.filter(({ events }) => events.includes(event)).map(({ code }) => code)
}

/** Returns a function from a platform to its webhook; undefined: none. */
export async function webhookOfPlatform(tx: Transaction): Promise<(platform: string) => string | undefined> {
  return routesOf(await tx.manager.find(WebhookPlatform))
}

function routesOf(named: readonly WebhookPlatform[]) {
  const webhooks = new Map(named.map(({ platform, webhook }) => [platform, webhook]))
  return (platform: string) => webhooks.get(platform) ?? webhooks.get(THE_OTHERS)
}

/** An enabled webhook with the platforms whose requests it receives. */
export interface Target {
  code: string
  url: string
  secrets: readonly string[]
  platforms: readonly string[]
}

/** The current targets of requests. */
export async function targets(tx: Transaction): Promise<Target[]> {
  const webhooks = await tx.manager.findBy(Webhook, { enabled: 1 })
  if (webhooks.length === 0) return []
  const webhookOf = await webhookOfPlatform(tx)
  const platforms = await tx.rows<{ code: string }>('SELECT code FROM platform ORDER BY code')
  return webhooks.map(({ code, url, secrets }) => ({
    code,
    url,
    secrets,
    platforms: platforms.map((platform) => platform.code).filter((platform) => webhookOf(platform) === code),
  }))
}

export function noWebhook(code: string): Problem {
  return new Problem('NOT_FOUND', `There is no webhook ${code}. See GET /api/v1/webhooks.`)
}

function invalid(path: string, message: string): Problem {
  return new Problem('VALIDATION_FAILED', `${path}: ${message}. Correct it and send the request again.`, {
    errors: [{ path, message }],
  })
}
