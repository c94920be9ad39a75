import { expect, it } from 'vitest'
import { formattedText } from '../../workbench/host/text-formats'

it.each([
  ['@" · A안"', '집행', '집행 · A안'],
  ['"[" @ \\]', 'x', '[ x ]'],
  ['#,##0;-#,##0;0;"= "@', 'x', '= x'],
  ['[Red]@_)', 'x', 'x'],
  ['"a;b "@', 'x', 'a;b x'],
])('%s shows the text %s as %s', (pattern, text, shown) => {
  expect(formattedText(pattern, text)).toBe(shown)
})

it.each(['@', '#,##0', 'yyyy-mm-dd', '0;@'])('%s leaves a text as it is', (pattern) => {
  expect(formattedText(pattern, 'x')).toBeUndefined()
})
