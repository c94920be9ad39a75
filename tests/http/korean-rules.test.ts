import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { KOREAN_RULES } from '../../server/http/korean-rules'

const FOLDER = 'shared/contract'
const WORDED = /['`]((?:must|name|needs) [^'\n]*?)['`]\s*[,)}]/g

it('every rule that the contract words itself has its Korean', () => {
  const rules = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(`${FOLDER}/${file}`, 'utf8').matchAll(WORDED)].map(([, rule]) => rule!),
    )
    .map((rule) => rule.replace(/\$\{\w+\}|\d[\d,^]*/g, '#').replaceAll('\\`', '`'))
  expect(rules.length).toBeGreaterThan(30)
  expect(rules.filter((rule) => !(rule in KOREAN_RULES))).toEqual([])
})
