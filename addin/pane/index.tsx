import { createRoot } from 'react-dom/client'
import { businessDateOf } from '../../shared/calendar'
import { resumeSession } from '../account/account'
import { ApiClient } from '../api/client'
import { Intents } from '../api/intents'
import { browserKeep } from '../api/keep'
import { TOKEN } from '../api/token'
import { buyWhenPressed } from '../booking/buy-button'
import { loadCampaigns, openCampaignById } from '../campaigns/campaigns'
import type { Desk } from '../desk/desk'
import { INITIAL_STATE } from '../desk/state/desk-state'
import { Store } from '../desk/store'
import { associateFunctions } from '../functions/associate'
import { followOpenCampaign } from '../live/live'
import { followDelivery } from '../live/monitoring'
import { pushEdits } from '../media-mix/exchange'
import { associateCommands } from './commands'
import { Pane } from './pane'
import { saveAgainWhenReachable } from './reconnect'
import { ribbonFollowsRole } from './ribbon'
import './page.css'
import { languageOf } from '../words/words'

/** One page for pane and commands (shared runtime): it starts when Office is ready. */
async function start(): Promise<void> {
  const ready = Office.onReady().then(createDesk)
  associateFunctions(ready)
  const desk = await ready
  document.documentElement.lang = desk.language
  const begun = begin(desk)
  associateCommands(desk, begun)
  saveAgainWhenReachable(desk)
  pushEdits(desk)
  buyWhenPressed(desk)
  ribbonFollowsRole(desk)
  followOpenCampaign(desk)
  followDelivery(desk)
  // Comes later, like all of targeting: the first view doesn't need it.
  void import('../targeting/sheet-weights').then((later) => later.followTargetingSheet(desk))
  createRoot(document.getElementById('pane')!).render(<Pane desk={desk} />)
  await begun
}

function createDesk(): Desk {
  const keep = browserKeep(Office.context.partitionKey ?? '')
  const store = new Store(INITIAL_STATE)
  const language = languageOf(Office.context.displayLanguage)
  const api = new ApiClient({
    token: () => keep.get(TOKEN),
    language: () => language,
    signedOut: () => {
      keep.remove(TOKEN)
      if (store.get().user) store.set({ expired: true })
    },
  })
  const desk: Desk = {
    store,
    api,
    keep,
    intents: new Intents(keep),
    language,
    today: () => businessDateOf(new Date()),
  }
  return desk
}

async function begin(desk: Desk): Promise<void> {
  const user = await resumeSession(desk)
  desk.store.set({ started: true })
  if (!user) return
  await loadCampaigns(desk)
  const { workbook, campaigns } = desk.store.get()
  // If the workbook belongs to a campaign, open that campaign again.
  if (workbook.kind === 'found' && campaigns.kind === 'ready') {
    const { campaignId } = workbook.identity
    if (campaigns.value.some(({ id }) => id === campaignId)) await openCampaignById(desk, campaignId)
  }
}

void start()
