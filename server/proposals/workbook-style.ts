import type { Border, ConditionalFormattingRule, Style } from 'exceljs'
import type { BorderEdge, CellStyle, ConditionalFormat } from '../../shared/sheets/layout'

/**
 * Styles in exceljs' form. Each is built once and shared by all cells, because exceljs identifies a style by
 * its object.
 */
export function workbookStyles(styles: Readonly<Record<string, CellStyle>>): Map<string, Partial<Style>> {
  return new Map(Object.entries(styles).map(([key, style]) => [key, workbookStyle(style)]))
}

function workbookStyle(style: CellStyle): Partial<Style> {
  const { font, fill, border, alignment } = style
  const result: Partial<Style> = {}
  if (font) {
    result.font = {
      name: font.name,
      size: font.size,
      ...(font.color ? { color: { argb: argb(font.color) } } : {}),
      ...(font.bold ? { bold: true } : {}),
      ...(font.italic ? { italic: true } : {}),
    }
  }
  if (fill) result.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: argb(fill) } }
  if (border) {
    result.border = {
      ...(border.top ? { top: edge(border.top) } : {}),
      ...(border.right ? { right: edge(border.right) } : {}),
      ...(border.bottom ? { bottom: edge(border.bottom) } : {}),
      ...(border.left ? { left: edge(border.left) } : {}),
    }
  }
  if (alignment) {
    result.alignment = {
      ...(alignment.horizontal ? { horizontal: alignment.horizontal } : {}),
      ...(alignment.vertical ? { vertical: alignment.vertical } : {}),
      ...(alignment.wrap ? { wrapText: true } : {}),
      ...(alignment.indent ? { indent: alignment.indent } : {}),
    }
  }
  if (style.numberFormat) result.numFmt = style.numberFormat
  if (style.locked !== undefined) result.protection = { locked: style.locked }
  return result
}

/** A conditional format's rule; Excel checks `priority` 1 first. */
export function workbookRule(format: ConditionalFormat, priority: number): ConditionalFormattingRule {
  const { fontColor, bold, italic, fill } = format.style
  const style: Partial<Style> = {
    ...(fontColor || bold || italic
      ? {
          font: {
            ...(fontColor ? { color: { argb: argb(fontColor) } } : {}),
            ...(bold ? { bold } : {}),
            ...(italic ? { italic } : {}),
          },
        }
      : {}),
    // For a conditional format, Excel shows the fill's background colour, not its foreground colour.
    ...(fill
      ? { fill: { type: 'pattern', pattern: 'solid', bgColor: { argb: argb(fill) } } as Style['fill'] }
      : {}),
  }
  const { rule } = format
  if (rule.type === 'custom') return { type: 'expression', priority, formulae: [rule.formula], style }
  const formulae = rule.operator === 'between' ? [rule.formula, rule.formula2] : [rule.formula]
  return { type: 'cellIs', operator: rule.operator, priority, formulae, style }
}

export function argb(color: string): string {
  return `FF${color}`
}

function edge({ weight, color }: BorderEdge): Partial<Border> {
  return { style: weight, color: { argb: argb(color) } }
}
