import { ColorKit, type IStyleData, type Nullable } from '@univerjs/core'
import type { RangeTarget } from './addresses'
import { cellAt } from './cell-contents'
import type { Host } from './host'
import type { StylePart } from './pending-styles'
import { growTo } from './sheet-size'

/** A cell's own style, without the sheet's default style. */
export function styleAt(host: Host, sheetId: string, row: number, column: number): IStyleData | undefined {
  const sheet = host.sheet(sheetId)
  const style = sheet
    .getWorkbook()
    .getStyles()
    .getStyleByCell(cellAt(sheet, row, column))
  return host.pendingStyles.over(sheetId, row, column, style ?? undefined)
}

/** The value that all cells have, or null when they differ, as Excel answers for a mixed range. */
export function commonStyle<T>(
  host: Host,
  target: RangeTarget,
  read: (style: IStyleData | undefined, row: number, column: number) => T,
): T | null {
  const area = host.room(target)
  if (!area) return read(undefined, target.top, target.left)
  const first = read(styleAt(host, target.sheetId, area.top, area.left), area.top, area.left)
  for (let row = area.top; row <= area.bottom; row++) {
    for (let column = area.left; column <= area.right; column++) {
      if (read(styleAt(host, target.sheetId, row, column), row, column) !== first) return null
    }
  }
  return first
}

/** Changes the parts that `style` contains and keeps the others; null removes a part. */
export function writeStyle(host: Host, target: RangeTarget, style: StylePart): void {
  writeStyles(host, target, () => style)
}

export function writeStyles(
  host: Host,
  target: RangeTarget,
  styleOf: (row: number, column: number) => Nullable<StylePart>,
): void {
  host.mustAllow(target.sheetId, 'allowFormatCells')
  const sheet = host.sheet(target.sheetId)
  // Whole rows and columns are formatted as far as the sheet reaches.
  if (target.bottom < 20_000 && target.right < 500) growTo(sheet, target.bottom, target.right)
  const area = host.room(target)
  if (!area) return
  for (let row = area.top; row <= area.bottom; row++) {
    for (let column = area.left; column <= area.right; column++) {
      const style = styleOf(row, column)
      if (style) host.pendingStyles.add(target.sheetId, row, column, style)
    }
  }
}

/** `#RRGGBB`, from what an add-in may write: with or without `#`, or a colour's name. */
export function color(value: unknown): string {
  const text = String(value).trim()
  if (/^#?[0-9A-Fa-f]{6}$/.test(text)) return `#${text.replace('#', '').toUpperCase()}`
  const named = new ColorKit(text)
  return named.isValid ? named.toHexString().toUpperCase() : '#000000'
}

/** The grid keeps some colours as `rgb(…)`. */
export function hexColor(value: Nullable<string>): string | undefined {
  if (!value) return undefined
  const rgb = /^rgba?\((\d+),\s*(\d+),\s*(\d+)/.exec(value)
  if (!rgb) return value.toUpperCase()
  return `#${rgb
    .slice(1, 4)
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()}`
}
