/// <reference types="office-js" />
import type { PrintSetup } from '../../shared/sheets/layout'
import { pageLinePartsCode } from '../../shared/sheets/print'

/** Page set-up, so that printing a sheet doesn't give ninety pages. */
export function setUpPrint(sheet: Excel.Worksheet, print: PrintSetup): void {
  const { pageLayout } = sheet
  pageLayout.orientation = print.orientation === 'landscape' ? 'Landscape' : 'Portrait'
  pageLayout.paperSize = 'A4'
  pageLayout.zoom = { horizontalFitToPages: print.pagesWide }
  pageLayout.centerHorizontally = print.centerHorizontally ?? false
  pageLayout.setPrintArea(print.area)
  if (print.repeatRows) {
    pageLayout.setPrintTitleRows(`$${print.repeatRows.first}:$${print.repeatRows.last}`)
  }
  pageLayout.setPrintMargins('Inches', print.margins)
  const footer = pageLayout.headersFooters.defaultForAllPages
  if (print.footer?.left) footer.leftFooter = pageLinePartsCode(print.footer.left)
  if (print.footer?.center) footer.centerFooter = pageLinePartsCode(print.footer.center)
  if (print.footer?.right) footer.rightFooter = pageLinePartsCode(print.footer.right)
}
