import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const BUILT = 'dist/addin'

describe.skipIf(!existsSync(BUILT))('the pane’s pages', () => {
  it('come in at most 400 KB, compressed', () => {
    const page = readFileSync(join(BUILT, 'taskpane.html'), 'utf8')
    const scripts = readdirSync(BUILT).filter((name) => name.endsWith('.js') && page.includes(name))
    expect(scripts.length).toBeGreaterThan(0)
    const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(BUILT, name))).length, 0)
    expect(bytes).toBeLessThan(400 * 1024)
  })

  it('load Office.js from where Microsoft publishes it', () => {
    const page = readFileSync(join(BUILT, 'taskpane.html'), 'utf8')
    expect(page).toContain('https://appsforoffice.microsoft.com/lib/1/hosted/office.js')
  })
})
