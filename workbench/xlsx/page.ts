import type { PageSetup, Worksheet } from 'exceljs'
import type { PageLayoutState } from '../host/sheet-state'

const INCH = 72
/** The file format's number of A4. */
const A4 = 9
const SIDES = { left: '&L', center: '&C', right: '&R' } as const

export function pageLayoutOf(sheet: Worksheet, usual: PageLayoutState): PageLayoutState {
  const { pageSetup } = sheet
  const titleRows = pageSetup.printTitlesRow?.replaceAll('$', '')
  const margins = Object.fromEntries(
    Object.entries(usual.margins).map(([name, points]) => {
      const inches = pageSetup.margins?.[name as keyof PageLayoutState['margins']]
      return [name, inches === undefined ? points : inches * INCH]
    }),
  ) as PageLayoutState['margins']
  return {
    ...usual,
    orientation: pageSetup.orientation === 'landscape' ? 'Landscape' : 'Portrait',
    zoom: pageSetup.fitToPage
      ? { horizontalFitToPages: pageSetup.fitToWidth ?? 1, verticalFitToPages: pageSetup.fitToHeight ?? 0 }
      : { scale: pageSetup.scale ?? 100 },
    ...(pageSetup.printArea ? { printArea: pageSetup.printArea.replaceAll('$', '') } : {}),
    ...(titleRows ? { titleRows } : {}),
    centerHorizontally: pageSetup.horizontalCentered === true,
    centerVertically: pageSetup.verticalCentered === true,
    blackAndWhite: pageSetup.blackAndWhite === true,
    printGridlines: pageSetup.showGridLines === true,
    printHeadings: pageSetup.showRowColHeaders === true,
    margins,
    headersFooters: {
      ...parts(sheet.headerFooter?.oddHeader, 'Header'),
      ...parts(sheet.headerFooter?.oddFooter, 'Footer'),
    },
  }
}

function parts(line: string | undefined, suffix: string): Record<string, string> {
  const made: Record<string, string> = {}
  if (!line) return made
  // An ampersand that belongs to the text is doubled.
  const pieces = line.split(/(?<!&)(?:&&)*&(?=[LCR])/).filter((piece) => piece !== '')
  for (const piece of pieces) {
    const side = { L: 'left', C: 'center', R: 'right' }[piece.charAt(0)]
    if (side) made[`${side}${suffix}`] = piece.slice(1)
  }
  return made
}

export function setUpPage(sheet: Worksheet, layout: PageLayoutState): void {
  const fits = layout.zoom.horizontalFitToPages !== undefined || layout.zoom.verticalFitToPages !== undefined
  const setup: Partial<PageSetup> = {
    orientation: layout.orientation === 'Landscape' ? 'landscape' : 'portrait',
    paperSize: A4,
    fitToPage: fits,
    ...(fits
      ? {
          fitToWidth: layout.zoom.horizontalFitToPages ?? 0,
          fitToHeight: layout.zoom.verticalFitToPages ?? 0,
        }
      : { scale: layout.zoom.scale ?? 100 }),
    horizontalCentered: layout.centerHorizontally,
    verticalCentered: layout.centerVertically,
    blackAndWhite: layout.blackAndWhite,
    showGridLines: layout.printGridlines,
    showRowColHeaders: layout.printHeadings,
    margins: Object.fromEntries(
      Object.entries(layout.margins).map(([name, points]) => [name, points / INCH]),
    ) as unknown as PageSetup['margins'],
    // exceljs puts a $ before the column of each corner; this puts one before the row too.
    ...(layout.printArea ? { printArea: layout.printArea.replaceAll(/(?<=[A-Z])(?=\d)/g, '$') } : {}),
    ...(layout.titleRows ? { printTitlesRow: layout.titleRows } : {}),
  }
  Object.assign(sheet.pageSetup, setup)
  sheet.headerFooter.oddHeader = line(layout, 'Header')
  sheet.headerFooter.oddFooter = line(layout, 'Footer')
}

function line(layout: PageLayoutState, suffix: string): string {
  return Object.entries(SIDES)
    .map(([side, code]) => {
      const text = layout.headersFooters[`${side}${suffix}`]
      return text ? `${code}${text}` : ''
    })
    .join('')
}
