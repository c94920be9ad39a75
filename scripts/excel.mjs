import { existsSync, readFileSync } from 'node:fs'
import { get } from 'node:https'
import { parseEnv } from 'node:util'
import { localhostCertificate, REMOVE_CERTIFICATE } from './excel/certificates.mjs'
import { addinId, writeManifest } from './excel/manifest-origin.mjs'
import { excelOf } from './excel/registration.mjs'

/**
 * Runs the add-in in a real Excel: `npm run excel` on Windows and Mac, `npm run excel -- web` for Excel on
 * the web (the only choice on other systems), `npm run excel -- stop` removes it.
 */
const [mode = 'desktop', ...more] = process.argv.slice(2)
try {
  if (more.length > 0 || !['desktop', 'web', 'stop'].includes(mode)) {
    throw new Error('One of: npm run excel, npm run excel -- web, npm run excel -- stop')
  }
  if (mode === 'stop') stop()
  else await start(mode === 'web' ? undefined : excelOf())
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

async function start(excel) {
  const settings = { ...(existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}), ...process.env }
  const port = Number(settings.PORT || 3000)
  if (!(port > 0)) throw new Error(`PORT is ${settings.PORT}: the manifest needs a fixed one.`)
  const origin = `https://localhost:${port}`
  const ownCertificate = settings.TLS_CERT_FILE && settings.TLS_KEY_FILE
  const { cert, key, trusted } = ownCertificate
    ? { cert: settings.TLS_CERT_FILE, key: settings.TLS_KEY_FILE, trusted: true }
    : localhostCertificate()
  const manifest = writeManifest(origin, 'dist/manifest.localhost.xml')
  excel?.register(addinId(), manifest)

  Object.assign(process.env, { PORT: String(port), TLS_CERT_FILE: cert, TLS_KEY_FILE: key })
  await import('../dist/server.mjs')
  await answers(`${origin}/health/live`)
  if (excel) {
    excel.open()
    console.log(`The add-in is registered with Excel, which is opening (restart it if it was open before).
In Excel: Home > Add-ins, then Flightsheet under Developer Add-ins; in older ones Insert > the arrow beside My Add-ins.
The ribbon gets a tab Flightsheet. Its pane's menu has a self-check: run it first.
To take the add-in out again: npm run excel -- stop
`)
  } else {
    console.log(`Excel on the web, with the service on this machine:
${trusted ? '' : `  0. Open ${origin} once in the same browser and accept the certificate, which is this machine's own.\n`}\
  1. Open a workbook at https://excel.cloud.microsoft (a Microsoft account is enough).
  2. Home > Add-ins > More Settings, then My Add-ins > Manage My Add-ins > Upload My Add-in.
  3. Choose ${manifest}
  4. Let the page reach this machine if the browser asks. The ribbon gets a tab Flightsheet; its pane's menu has a
     self-check: run it first.
The browser keeps the manifest: to take the add-in out again, clear its data for that site.
`)
  }
}

function stop() {
  const excel = excelOf()
  if (!excel) {
    console.log(
      'Nothing is registered here: Excel on the web forgets the add-in with the site data in the browser.',
    )
    return
  }
  const there = excel.unregister(addinId())
  console.log(`${there ? 'The add-in is no longer registered; restart Excel.' : 'The add-in was not registered.'}
The certificate stays, for other add-ins. To remove it: ${REMOVE_CERTIFICATE}`)
}

/** Waits for the service, which ends the process itself when it can't start. */
async function answers(url) {
  const once = () =>
    new Promise((resolve) => {
      get(url, { rejectUnauthorized: false }, (response) => resolve(response.resume().statusCode === 200)).on(
        'error',
        () => resolve(false),
      )
    })
  while (!(await once())) await new Promise((resolve) => setTimeout(resolve, 100))
}
