import type { Request, RequestHandler, Response, Router } from 'express'
import { SIGN_IN_PAGES, SIGN_IN_REFUSED, SIGNED_IN_CODE, type SignInPage } from '../../shared/company-sign-in'
import { originOf, requestIdOf } from '../http/request-origin'
import { inRequest } from '../request-context'
import { ATTEMPT_SECONDS, cookieNameOf, pageOfState } from './attempts'
import type { CompanySignIn } from './company-sign-in'
import type { OpenIdProvider } from './open-id'
import { SignInRefused } from './refusal'

/** Where a sign-in returns to: these pages and no others. */
const ADDRESSES: Record<SignInPage, string> = {
  dashboard: '/dashboard',
  operator: '/operator',
  pane: '/addin/sign-in.html',
  workbench: '/workbench/sign-in.html',
}
const CHALLENGE = /^[\w-]{43}$/
const RANDOM = /^[\w-]{43}$/
const STATE = /^[a-z]{1,20}\.[\w-]{43}$/
/** A cookie without them is one that others may read or set. */
const COOKIE = 'HttpOnly; SameSite=Lax; Path=/'

/**
 * The way of a browser to the company's provider and back. A browser is sent to a page of the service with a code behind `#`,
 * which is worth nothing without the secret that this page has kept; a token is never in an address.
 */
export function companySignInPages(router: Router, company: CompanySignIn): void {
  const { openId } = company
  if (!openId) return
  const secure = new URL(company.settings.openId!.redirect).protocol === 'https:'
  router.get('/sign-in/company', wayOfBrowser, (request, response) =>
    inRequest(contextOf(request, response), () => begin(company, openId, secure, request, response)),
  )
  router.get('/sign-in/callback', wayOfBrowser, (request, response) =>
    inRequest(contextOf(request, response), () => comeBack(company, openId, secure, request, response)),
  )
}

async function begin(
  company: CompanySignIn,
  openId: OpenIdProvider,
  secure: boolean,
  request: Request,
  response: Response,
): Promise<void> {
  const { challenge, page: named, anew } = request.query
  const page = SIGN_IN_PAGES.find((one) => one === named)
  // Only a page of the service comes here, and each sends both.
  if (!page || typeof challenge !== 'string' || !CHALLENGE.test(challenge))
    return refuse(response, page ?? 'dashboard', 'EXPIRED')
  try {
    const { address, state, cookie } = await company.begin(openId, challenge, page, anew === '1')
    response.append('Set-Cookie', cookieOf(cookieNameOf(state, secure), cookie, ATTEMPT_SECONDS, secure))
    response.redirect(303, address.href)
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error
    refuse(response, page, error.why)
  }
}

async function comeBack(
  company: CompanySignIn,
  openId: OpenIdProvider,
  secure: boolean,
  request: Request,
  response: Response,
): Promise<void> {
  // The address has the provider's code: nothing that is logged from here on may have it.
  const search = new URL(request.originalUrl, 'http://localhost').searchParams
  request.url = '/sign-in/callback'
  request.originalUrl = '/sign-in/callback'
  const states = search.getAll('state')
  const state = states.length === 1 && STATE.test(states[0]!) ? states[0]! : ''
  const page = pageOfState(state)
  const name = cookieNameOf(state, secure)
  const cookie = cookieIn(request, name)
  response.append('Set-Cookie', cookieOf(name, '', 0, secure))
  try {
    // A browser that has not begun this sign-in is refused like one that comes too late.
    const code = await company.comeBack(openId, search, state, RANDOM.test(cookie) ? cookie : '')
    response.redirect(303, `${ADDRESSES[page]}#${SIGNED_IN_CODE}=${code}`)
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error
    refuse(response, page, error.why)
  }
}

function refuse(response: Response, page: SignInPage, why: string): void {
  response.redirect(303, `${ADDRESSES[page]}#${SIGN_IN_REFUSED}=${why}`)
}

function cookieOf(name: string, value: string, seconds: number, secure: boolean): string {
  return `${name}=${value}; ${COOKIE}; Max-Age=${seconds}${secure ? '; Secure' : ''}`
}

function cookieIn(request: Request, name: string): string {
  const cookies = (request.get('cookie') ?? '').split(';').map((one) => one.trim())
  return cookies.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
}

function contextOf(request: Request, response: Response) {
  return { ...originOf(request), requestId: requestIdOf(response), caller: null }
}

/** The window of a dialog keeps the pane that opened it on its way to the provider and back. */
const wayOfBrowser: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  response.set('Referrer-Policy', 'no-referrer')
  response.set('Cross-Origin-Opener-Policy', 'unsafe-none')
  next()
}
