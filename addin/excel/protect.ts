/// <reference types="office-js" />
import type { ProtectionWish } from '../../shared/sheets/layout'

/**
 * Protection prevents mistakes but is no security: there is no password, and the service checks everything
 * again. Each write removes the protection and restores it within one batch.
 */
export function unprotect(sheet: Excel.Worksheet): void {
  sheet.protection.unprotect()
}

export function protect(sheet: Excel.Worksheet, { allow }: ProtectionWish): void {
  sheet.protection.protect({
    allowFormatColumns: allow.formatColumns ?? false,
    allowFormatRows: allow.formatRows ?? false,
    allowInsertRows: allow.insertRows ?? false,
    allowDeleteRows: allow.deleteRows ?? false,
    allowSort: allow.sort ?? false,
    allowAutoFilter: allow.autoFilter ?? false,
  })
}
