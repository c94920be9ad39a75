/// <reference types="office-js" />
import type { PrintSetup } from '../../shared/sheets/layout'
import { pageBreaksOf, pageLinePartsCode } from '../../shared/sheets/print'

/** Page set-up. Without it a printed sheet can spread over ninety pages. */
export function setUpPrint(sheet: Excel.Worksheet, print: PrintSetup): void {
  const { pageLayout } = sheet
  pageLayout.orientation = print.orientation === 'landscape' ? 'Landscape' : 'Portrait'
  pageLayout.paperSize = 'A4'
  pageLayout.zoom = {
    horizontalFitToPages: print.pagesWide,
    ...(print.pagesHigh ? { verticalFitToPages: print.pagesHigh } : {}),
  }
  pageLayout.centerHorizontally = print.centerHorizontally ?? false
  pageLayout.setPrintArea(print.area)
  if (print.repeatRows) {
    pageLayout.setPrintTitleRows(`$${print.repeatRows.first}:$${print.repeatRows.last}`)
  }
  pageLayout.setPrintMargins('Inches', print.margins)
  sheet.horizontalPageBreaks.removePageBreaks()
  for (const row of pageBreaksOf(print)) sheet.horizontalPageBreaks.add(`A${row}`)
  const { header, footer } = print
  const page = pageLayout.headersFooters.defaultForAllPages
  if (header?.left) page.leftHeader = pageLinePartsCode(header.left)
  if (header?.center) page.centerHeader = pageLinePartsCode(header.center)
  if (header?.right) page.rightHeader = pageLinePartsCode(header.right)
  if (footer?.left) page.leftFooter = pageLinePartsCode(footer.left)
  if (footer?.center) page.centerFooter = pageLinePartsCode(footer.center)
  if (footer?.right) page.rightFooter = pageLinePartsCode(footer.right)
}
