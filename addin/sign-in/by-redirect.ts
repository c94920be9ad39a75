import {
  isSignInRefusal,
  SIGN_IN_REFUSED,
  SIGNED_IN_CODE,
  type SignInPage,
  type SignInRefusal,
} from '../../shared/company-sign-in'
import { newSecret } from './secret'

/** The storage of this tab: it outlives the way to the provider and back, and nothing else. */
const UNDER_WAY = 'flightsheet.sign-in'

interface UnderWay {
  secret: string
  /** What the page's own address said, to be said again. */
  address: string
}

/** Goes to the company's provider; the page comes back from there. */
export async function goToProvider(page: SignInPage, anew: boolean): Promise<void> {
  const { secret, challenge } = await newSecret()
  const underWay: UnderWay = { secret, address: location.search + location.hash }
  sessionStorage.setItem(UNDER_WAY, JSON.stringify(underWay))
  location.assign(addressOf(page, challenge, anew))
}

/** Where a sign-in at the company's provider begins. */
export function addressOf(page: SignInPage, challenge: string, anew: boolean): string {
  return `/sign-in/company?${new URLSearchParams({ challenge, page, ...(anew ? { anew: '1' } : {}) })}`
}

export type Returned = { code: string; secret: string } | { why: SignInRefusal }

/** What this page has come back with from the provider, once; undefined: it has been nowhere. */
export function takeReturned(): Returned | undefined {
  const said = new URLSearchParams(location.hash.slice(1))
  const code = said.get(SIGNED_IN_CODE)
  const why = said.get(SIGN_IN_REFUSED)
  if (code === null && why === null) return undefined
  const stored = sessionStorage.getItem(UNDER_WAY)
  sessionStorage.removeItem(UNDER_WAY)
  const underWay = stored === null ? undefined : (JSON.parse(stored) as UnderWay)
  history.replaceState(null, '', location.pathname + (underWay?.address ?? ''))
  if (isSignInRefusal(why)) return { why }
  // Somebody else's way back, sent to this browser: there is no secret for it here.
  if (code === null || !underWay) return { why: 'EXPIRED' }
  return { code, secret: underWay.secret }
}
