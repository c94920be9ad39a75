import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** A picture of a document: half of what a reader on a slow line waits for without thinking of it. */
const PICTURE_LIMIT = 150 * 1024

const DOCUMENTS = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]
const PICTURES = readdirSync('docs/pictures').map((name) => join('docs/pictures', name))

/** The names that GitHub gives to a document's headings. */
function anchorsOf(document: string): Set<string> {
  const headings = withoutCode(document).matchAll(/^#+ (.+)$/gm)
  return new Set(
    [...headings].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

function withoutCode(document: string): string {
  return readFileSync(document, 'utf8').replace(/^\s*```.*?^\s*```/gms, '')
}

function linksOf(document: string): string[] {
  const text = withoutCode(document).replace(/`[^`\n]*`/g, '')
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!).filter((link) => !link.includes(':'))
}

describe('The documents', () => {
  it.each(DOCUMENTS)('%s links to files and headings that there are', (document) => {
    const broken = linksOf(document).filter((link) => {
      const [path, anchor] = link.split('#') as [string, string?]
      const file = path === '' ? document : join(dirname(document), path)
      if (!existsSync(file)) return true
      return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).has(decodeURIComponent(anchor))
    })
    expect(broken).toEqual([])
  })

  it('show pictures of at most 150 KB, and each of them somewhere', () => {
    const shown = new Set(
      DOCUMENTS.flatMap((document) => linksOf(document).map((link) => join(dirname(document), link))),
    )
    expect(PICTURES.filter((file) => statSync(file).size > PICTURE_LIMIT)).toEqual([])
    expect(PICTURES.filter((file) => !shown.has(file))).toEqual([])
  })

  it('begin with a README of at most 120 lines', () => {
    expect(readFileSync('README.md', 'utf8').split('\n').length).toBeLessThanOrEqual(121)
  })
})
