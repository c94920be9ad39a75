import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** A browser of the system; none is downloaded. */
export function findChromium(): string | undefined {
  return [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((path) => path !== undefined && path !== '' && existsSync(path))
}

/** Starts it without anything that would look for the outside world. */
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
      // A wheel turned past the first column is no wish to leave the page.
      '--overscroll-history-navigation=0',
    ],
  })
}
