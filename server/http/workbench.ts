import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import express, { type RequestHandler, type Response, type Router } from 'express'

const OFFICE_SCRIPT = /<script[^>]*src="https:\/\/appsforoffice\.microsoft\.com\/[^"]*"[^>]*>\s*<\/script>/

/**
 * Scripts for the workbench's pane page: Microsoft's client from this server, and a shim for what Excel would
 * supply.
 */
const LOCAL_SCRIPTS =
  '<script src="/workbench/office-client.js"></script><script src="/workbench/office-shim.js"></script>'

/**
 * The grid sets inline styles and loads fonts and images from data URLs. Inside Excel, which shows the pane's
 * page in a frame, the page loads Office.js from Microsoft's servers.
 */
const CONTENT_SECURITY = [
  "default-src 'self'",
  "script-src 'self' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
].join('; ')

/** Fluent sets inline styles by script, and date inputs load images from data URLs. */
const PAGE_SECURITY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Hosts of Excel on the web: its own frame, and OneDrive, SharePoint and Microsoft 365 around it. */
const EXCEL_ON_THE_WEB = [
  'https://*.officeapps.live.com',
  'https://onedrive.live.com',
  'https://*.sharepoint.com',
  'https://*.office.com',
  'https://*.office365.com',
  'https://*.microsoft365.com',
  'https://*.cloud.microsoft',
].join(' ')

/**
 * The add-in's built pages, which Excel loads.
 *
 * @param distDir where the builds are, with `addin` inside
 */
export function addinRoutes(router: Router, { distDir }: { distDir: string }): void {
  router.use(
    '/addin',
    pageSecurity,
    framedByExcel,
    dialogSecurity,
    express.static(join(distDir, 'addin'), { index: false, cacheControl: false }),
  )
}

/** Pages for any browser, each at its name. */
const PAGES = ['dashboard', 'operator']

/**
 * The dashboard and the operator's page: pages for any browser. They load nothing from other hosts and can't be framed.
 *
 * @param distDir where the builds are, with `addin` inside
 */
export function browserPages(router: Router, { distDir }: { distDir: string }): void {
  for (const name of PAGES) {
    const page = join(distDir, 'addin', `${name}.html`)
    router.get(`/${name}`, (_request, response, next) => {
      response.set('Content-Security-Policy', PAGE_SECURITY).set('Cache-Control', 'no-cache')
      response.sendFile(page, { cacheControl: false }, (error) => {
        if (error && !response.headersSent) next()
      })
    })
  }
}

/**
 * The workbench: a spreadsheet in the browser with the add-in's own pane beside it. It is for development and
 * tests, and not mounted in production.
 *
 * @param distDir where the builds are, with `workbench` and `addin` inside
 */
export function workbenchRoutes(router: Router, { distDir }: { distDir: string }): void {
  const workbench = join(distDir, 'workbench')
  const addin = join(distDir, 'addin')

  router.use('/workbench', pageSecurity)
  for (const [address, file] of [
    ['pane.html', 'taskpane.html'],
    ['sign-in.html', 'sign-in.html'],
  ] as const) {
    router.get(`/workbench/${address}`, async (_request, response, next) => {
      const page = await readFile(join(addin, file), 'utf8').catch(() => undefined)
      if (page === undefined) return next()
      if (file === 'sign-in.html') staysWithOpener(response)
      response.type('html').set('Cache-Control', 'no-cache').send(paneOfWorkbench(page))
    })
  }
  router.use('/workbench', express.static(workbench, { index: 'index.html', cacheControl: false }))
}

/**
 * The add-in's own page with only Office.js replaced; its other files still come from the add-in's address.
 */
function paneOfWorkbench(page: string): string {
  return page.replace(OFFICE_SCRIPT, LOCAL_SCRIPTS).replace('<head>', '<head><base href="/addin/">')
}

const pageSecurity: RequestHandler = (_request, response, next) => {
  response.set('Content-Security-Policy', CONTENT_SECURITY)
  // The workbench frames the pane, and the pane's dialogs send messages to the window that opened them.
  response.set('X-Frame-Options', 'SAMEORIGIN')
  response.set('Cross-Origin-Opener-Policy', 'same-origin-allow-popups')
  next()
}

/** The window of a dialog goes to the company's provider and back; its opener must be the same afterwards. */
const dialogSecurity: RequestHandler = (request, response, next) => {
  if (request.path === '/sign-in.html') staysWithOpener(response)
  next()
}

function staysWithOpener(response: Response): void {
  response.set('Cross-Origin-Opener-Policy', 'unsafe-none')
  response.set('Referrer-Policy', 'no-referrer')
}

const framedByExcel: RequestHandler = (_request, response, next) => {
  response.removeHeader('X-Frame-Options')
  response.set('Content-Security-Policy', `${CONTENT_SECURITY}; frame-ancestors 'self' ${EXCEL_ON_THE_WEB}`)
  // Excel's ribbon loads the add-in's icons.
  response.set('Cross-Origin-Resource-Policy', 'cross-origin')
  next()
}
