import { SIGN_IN_PAGES, SIGN_IN_REFUSED, SIGNED_IN_CODE } from '../../shared/company-sign-in'
import { addressOf } from './by-redirect'

/**
 * The page of the window in which the pane's user signs in: it goes to the company's provider, and back here it hands the pane
 * what has come of it.
 */
async function run(): Promise<void> {
  await Office.onReady()
  const said = new URLSearchParams(location.hash.slice(1))
  const asked = new URLSearchParams(location.search)
  const [code, why] = [said.get(SIGNED_IN_CODE), said.get(SIGN_IN_REFUSED)]
  if (code === null && why === null) {
    const page = SIGN_IN_PAGES.find((one) => one === asked.get('page')) ?? 'pane'
    location.replace(addressOf(page, asked.get('challenge') ?? '', asked.get('anew') === '1'))
    return
  }
  history.replaceState(null, '', location.pathname)
  document.getElementById('done')!.hidden = false
  document.getElementById('going')!.hidden = true
  Office.context.ui.messageParent(JSON.stringify({ code, why }))
}

void run()
