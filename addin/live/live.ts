import type { LiveEvent } from '../../shared/contract/events'
import { listenToCampaign } from '../api/events'
import { closeCampaign, loadCampaigns } from '../campaigns/campaigns'
import { Coalesce } from '../desk/coalesce'
import { type Desk, patchOpen } from '../desk/desk'
import { perDesk } from '../desk/per-desk'
import { showNews, syncNews } from '../media-mix/exchange'
import { isPlanNews, published, toldOf, withNews } from './changes'

/** The first event is shown almost at once, rapid further events a few times per second. */
const FIRST_AFTER_MS = 40
const EVERY_MS = 300
/** A shorter loss of the connection isn't shown. */
const AWAY_AFTER_MS = 10_000

export type LiveSubscriber = (events: readonly LiveEvent[], stale: boolean) => void

const subscribersOf = perDesk(() => new Set<LiveSubscriber>())

/**
 * Subscribes to the events of the open campaign. They arrive in groups, after rows and sheet show them.
 *
 * @returns a function that ends the subscription
 */
export function subscribeLive(desk: Desk, subscriber: LiveSubscriber): () => void {
  const subscribers = subscribersOf(desk)
  subscribers.add(subscriber)
  return () => subscribers.delete(subscriber)
}

/** Listens to the open campaign, for as long as it is open. @returns a function that stops it */
export function followOpenCampaign(desk: Desk): () => void {
  let following: Following | undefined
  const look = () => {
    const { open, user, expired } = desk.store.get()
    const id = user && !expired ? open?.view.id : undefined
    if (id === following?.campaignId) return
    following?.stop()
    following = id === undefined ? undefined : new Following(desk, id)
  }
  const unsubscribe = desk.store.subscribe(look)
  look()
  return () => {
    unsubscribe()
    following?.stop()
  }
}

/** Listens to one open campaign. */
class Following {
  private events: LiveEvent[] = []
  private stale = false
  private stopped = false
  private readonly shows = new Coalesce(() => this.show(), EVERY_MS, FIRST_AFTER_MS)
  private readonly unlisten: () => void
  private away: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly desk: Desk,
    readonly campaignId: string,
  ) {
    this.unlisten = listenToCampaign(desk.api, campaignId, {
      happened: (event) => {
        this.events.push(event)
        this.shows.soon()
      },
      stale: () => {
        this.stale = true
        this.shows.soon()
      },
      connection: (state) => this.heard(state === 'open'),
    })
  }

  stop(): void {
    this.stopped = true
    this.unlisten()
    this.shows.cancel()
    clearTimeout(this.away)
  }

  private heard(there: boolean): void {
    if (there) {
      clearTimeout(this.away)
      this.away = undefined
      this.patch({ away: false })
    } else {
      this.away ??= setTimeout(() => this.patch({ away: true }), AWAY_AFTER_MS)
    }
  }

  private patch(patch: { away: boolean }): void {
    const { open } = this.desk.store.get()
    if (open && open.view.id === this.campaignId && open.live.away !== patch.away)
      patchOpen(this.desk, this.campaignId, { live: { ...open.live, ...patch } })
  }

  private async show(): Promise<void> {
    const { open } = this.desk.store.get()
    if (this.stopped || open?.view.id !== this.campaignId) return
    if (isBusy(this.desk)) {
      // The planner's running action loads its own changes and must not be interrupted, so try again later.
      this.shows.soon()
      return
    }
    const events = this.events.splice(0)
    const { stale } = this
    this.stale = false
    if (events.some(({ kind }) => kind === 'campaign.removed')) {
      await closeCampaign(this.desk)
      await loadCampaigns(this.desk)
      return
    }
    const { revision } = open.view
    const changes = withNews(open.live.changes, toldOf(events, revision))
    const rows = published(open.rows, events)
    if (changes !== open.live.changes || rows !== open.rows)
      patchOpen(this.desk, this.campaignId, { rows, live: { ...open.live, changes } })
    try {
      if (stale || isPlanNews({ revision, rows }, events)) await syncNews(this.desk)
      else if (rows !== open.rows) await showNews(this.desk)
    } catch {
      // The sheet was closed or the service is unreachable: the sync line shows it, and the next event
      // retries.
    }
    for (const subscriber of subscribersOf(this.desk)) subscriber(events, stale)
  }
}

/**
 * While the planner's own booking or sync is running, its answer will show the result: an event that overtakes the
 * answer isn't news of somebody else.
 */
function isBusy({ store }: Desk): boolean {
  const { busy, buying, booking, open } = store.get()
  return (
    busy !== null || buying?.step === 'buying' || booking?.step === 'working' || open?.sync.kind === 'syncing'
  )
}
