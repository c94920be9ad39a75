import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const BUILT = 'dist/addin'

/** The scripts that a page loads first. */
function scriptsOf(name: string): string[] {
  const page = readFileSync(join(BUILT, name), 'utf8')
  return readdirSync(BUILT).filter((file) => file.endsWith('.js') && page.includes(file))
}

describe.skipIf(!existsSync(BUILT))('the pane’s pages', () => {
  it.each([
    ['taskpane.html', 350],
    ['dashboard.html', 210],
    ['operator.html', 280],
  ])('come in at most so many KB, compressed: %s, %s', (name, most) => {
    const scripts = scriptsOf(name)
    expect(scripts.length).toBeGreaterThan(0)
    const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(BUILT, file))).length, 0)
    expect(bytes).toBeLessThan(most * 1024)
  })

  it.each(['taskpane.html', 'dashboard.html'])('leave the contract’s schemas to the service: %s', (name) => {
    for (const file of scriptsOf(name))
      expect(readFileSync(join(BUILT, file), 'utf8')).not.toContain('invalid_type')
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
