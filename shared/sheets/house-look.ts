import type { BorderEdge, CellStyle, SheetLayout } from './layout'
import { COLORS, FONT_NAME } from './palette'

/** A sales house's own font and colours, `RRGGBB`. */
export interface HouseLook {
  font: string
  colors: {
    /** Headings, titles and the lines of totals. */
    primary: string
    /** The second colour of charts. */
    accent: string
    /** Behind totals. */
    tint: string
    /** Behind labels and figures. */
    pale: string
  }
}

/** The layout with the house's font and colours in place of the product's. Warnings keep their colours. */
export function inHouseLook(layout: SheetLayout, { font, colors }: HouseLook): SheetLayout {
  const own = new Map<string, string>([
    [COLORS.navy, colors.primary],
    [COLORS.buyFill, colors.accent],
    [COLORS.totalFill, colors.tint],
    [COLORS.blockFill, colors.tint],
    [COLORS.labelFill, colors.pale],
  ])
  const color = (of: string) => own.get(of) ?? of
  const edge = ({ weight, color: of }: BorderEdge): BorderEdge => ({ weight, color: color(of) })
  const style = (given: CellStyle): CellStyle => ({
    ...given,
    ...(given.font
      ? {
          font: {
            ...given.font,
            name: given.font.name === FONT_NAME ? font : given.font.name,
            ...(given.font.color ? { color: color(given.font.color) } : {}),
          },
        }
      : {}),
    ...(given.fill ? { fill: color(given.fill) } : {}),
    ...(given.border
      ? { border: Object.fromEntries(Object.entries(given.border).map(([side, of]) => [side, edge(of)])) }
      : {}),
  })
  return {
    ...layout,
    ...(layout.tabColor ? { tabColor: color(layout.tabColor) } : {}),
    styles: Object.fromEntries(Object.entries(layout.styles).map(([key, given]) => [key, style(given)])),
    ...(layout.charts
      ? { charts: layout.charts.map((chart) => ({ ...chart, font, colors: chart.colors.map(color) })) }
      : {}),
  }
}
