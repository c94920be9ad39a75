import { CellValueType, InterceptorEffectEnum } from '@univerjs/core'
import { INTERCEPTOR_POINT, SheetInterceptorService } from '@univerjs/sheets'
import type { Host } from './host'

/** Shows texts as Excel does where a number format says how: `@" · A"`. The grid formats numbers only. */
export function formatTexts(host: Host): void {
  host.injector.get(SheetInterceptorService).intercept(INTERCEPTOR_POINT.CELL_CONTENT, {
    effect: InterceptorEffectEnum.Value,
    handler: (cell, { workbook }, next) => {
      if (!cell?.s || typeof cell.v !== 'string' || cell.v === '' || cell.t === CellValueType.NUMBER)
        return next(cell)
      const pattern = workbook.getStyles().get(cell.s)?.n?.pattern
      const shown = pattern === undefined ? undefined : formattedText(pattern, cell.v)
      return next(shown === undefined ? cell : { ...cell, v: shown })
    },
  })
}

/** What a format makes of a text; undefined: the text is shown as it is. */
export function formattedText(pattern: string, text: string): string | undefined {
  if (pattern === '@' || !pattern.includes('@')) return undefined
  const sections = pattern.match(SECTIONS) ?? []
  const section = sections.length === 4 ? sections[3] : sections.length === 1 ? sections[0] : undefined
  return section?.replace(PARTS, (part, literal: string | undefined, escaped: string | undefined) => {
    if (part === '@') return text
    return literal ?? escaped ?? ''
  })
}

const SECTIONS = /(?:"[^"]*"|\\.|[^;"\\])+/g
/** A text in quotation marks, an escaped letter, a space as wide as a letter, a letter that fills the cell, a colour. */
const PARTS = /"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|@/g
