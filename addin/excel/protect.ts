/// <reference types="office-js" />
import type { ProtectionWish } from '../../shared/sheets/layout'
import { type Ask, ExcelFailure, runExcel, runQuietly } from './excel-run'

/** Removes the protection of the sheet that a batch writes; called before its first write. */
export type Unprotect = (sheet: Excel.Worksheet) => void

/**
 * Runs a batch that writes a protected sheet, quietly. Protection prevents mistakes but is no security: there is
 * no password, and the service checks everything again. Each write removes the protection and restores it within
 * one batch.
 *
 * Excel refuses to unprotect a sheet that a person has unprotected already. To ask first would cost every write
 * a round trip, so the batch is repeated without it then.
 *
 * @param nameOrId the sheet
 * @param batch returns what it asks in its last round trip, as in {@link runQuietly}
 * @throws ExcelFailure SHEET_PROTECTED when a person has protected the sheet with a password
 */
export async function runUnprotected<T>(
  nameOrId: string,
  batch: (context: Excel.RequestContext, unprotect: Unprotect) => Promise<Ask<T>>,
): Promise<T> {
  try {
    return await runQuietly((context) => batch(context, (sheet) => sheet.protection.unprotect()))
  } catch (error) {
    if (!isRefusal(error)) throw error
    const still = await isProtected(nameOrId)
    if (still === null) throw error
    if (still) throw new ExcelFailure('SHEET_PROTECTED', error.message)
    return runQuietly((context) => batch(context, () => undefined))
  }
}

function isRefusal(error: unknown): error is ExcelFailure {
  return (
    error instanceof ExcelFailure &&
    (error.code === 'AccessDenied' || error.where === 'WorksheetProtection.unprotect')
  )
}

/** Null when there is no such sheet. */
function isProtected(nameOrId: string): Promise<boolean | null> {
  return runExcel(async (context) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(nameOrId)
    sheet.load({ protection: { protected: true } })
    await context.sync()
    return sheet.isNullObject ? null : sheet.protection.protected
  })
}

export function protect(sheet: Excel.Worksheet, { allow }: ProtectionWish): void {
  sheet.protection.protect({
    allowFormatColumns: allow.formatColumns ?? false,
    allowFormatRows: allow.formatRows ?? false,
    allowInsertColumns: allow.insertColumns ?? false,
    allowInsertRows: allow.insertRows ?? false,
    allowDeleteRows: allow.deleteRows ?? false,
    allowSort: allow.sort ?? false,
    allowAutoFilter: allow.autoFilter ?? false,
  })
}
