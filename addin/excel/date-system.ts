/// <reference types="office-js" />
import type { Ask } from './excel-run'

/** The serial number of 2000-01-01 in a workbook that counts its days from 1904; otherwise it is 36,526. */
const DAY_FROM_1904 = 35_064

/**
 * Whether the workbook uses the 1904 date system, in which every date is 1,462 days less. Office.js doesn't
 * tell, but its functions calculate with the dates of the workbook.
 */
export function askCountsFrom1904(): Ask<boolean> {
  return (context) => {
    const day = context.workbook.functions.date(2000, 1, 1)
    day.load({ value: true })
    return () => day.value === DAY_FROM_1904
  }
}
