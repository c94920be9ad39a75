import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const BUILT = 'dist/addin'

describe.skipIf(!existsSync(BUILT))('the pane’s pages', () => {
  it.each([
    ['taskpane.html', 402],
    ['dashboard.html', 242],
  ])('come in at most so many KB, compressed: %s, %s', (name, most) => {
    const page = readFileSync(join(BUILT, name), 'utf8')
    const scripts = readdirSync(BUILT).filter((file) => file.endsWith('.js') && page.includes(file))
    expect(scripts.length).toBeGreaterThan(0)
    const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(BUILT, file))).length, 0)
    expect(bytes).toBeLessThan(most * 1024)
  })

  it('keep the dashboard free of what only Excel needs', () => {
    const page = readFileSync(join(BUILT, 'dashboard.html'), 'utf8')
    expect(page).not.toContain('https:')
  })

  it('load Office.js from where Microsoft publishes it', () => {
    const page = readFileSync(join(BUILT, 'taskpane.html'), 'utf8')
    expect(page).toContain('https://appsforoffice.microsoft.com/lib/1/hosted/office.js')
  })
})
