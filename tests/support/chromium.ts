import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** A browser that is installed on the system; none is downloaded. */
export function findChromium(): string | undefined {
  return [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((path) => path !== undefined && path !== '' && existsSync(path))
}

/** Starts the browser without features that would access the internet. */
export async function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium()!,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Scrolling beyond the first column must not navigate back.
      '--overscroll-history-navigation=0',
    ],
  })
}
