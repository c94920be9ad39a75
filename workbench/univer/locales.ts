import { LocaleType, mergeLocales } from '@univerjs/core'
import dataValidationEn from '@univerjs/data-validation/locale/en-US'
import dataValidationKo from '@univerjs/data-validation/locale/ko-KR'
import designEn from '@univerjs/design/locale/en-US'
import designKo from '@univerjs/design/locale/ko-KR'
import docsUiEn from '@univerjs/docs-ui/locale/en-US'
import docsUiKo from '@univerjs/docs-ui/locale/ko-KR'
import sheetsEn from '@univerjs/sheets/locale/en-US'
import sheetsKo from '@univerjs/sheets/locale/ko-KR'
import sheetsConditionalFormattingUiEn from '@univerjs/sheets-conditional-formatting-ui/locale/en-US'
import sheetsConditionalFormattingUiKo from '@univerjs/sheets-conditional-formatting-ui/locale/ko-KR'
import sheetsDataValidationEn from '@univerjs/sheets-data-validation/locale/en-US'
import sheetsDataValidationKo from '@univerjs/sheets-data-validation/locale/ko-KR'
import sheetsDataValidationUiEn from '@univerjs/sheets-data-validation-ui/locale/en-US'
import sheetsDataValidationUiKo from '@univerjs/sheets-data-validation-ui/locale/ko-KR'
import sheetsFilterEn from '@univerjs/sheets-filter/locale/en-US'
import sheetsFilterKo from '@univerjs/sheets-filter/locale/ko-KR'
import sheetsFilterUiEn from '@univerjs/sheets-filter-ui/locale/en-US'
import sheetsFilterUiKo from '@univerjs/sheets-filter-ui/locale/ko-KR'
import sheetsFormulaEn from '@univerjs/sheets-formula/locale/en-US'
import sheetsFormulaKo from '@univerjs/sheets-formula/locale/ko-KR'
import sheetsFormulaUiEn from '@univerjs/sheets-formula-ui/locale/en-US'
import sheetsFormulaUiKo from '@univerjs/sheets-formula-ui/locale/ko-KR'
import sheetsNumfmtUiEn from '@univerjs/sheets-numfmt-ui/locale/en-US'
import sheetsNumfmtUiKo from '@univerjs/sheets-numfmt-ui/locale/ko-KR'
import sheetsSortUiEn from '@univerjs/sheets-sort-ui/locale/en-US'
import sheetsSortUiKo from '@univerjs/sheets-sort-ui/locale/ko-KR'
import sheetsUiEn from '@univerjs/sheets-ui/locale/en-US'
import sheetsUiKo from '@univerjs/sheets-ui/locale/ko-KR'
import uiEn from '@univerjs/ui/locale/en-US'
import uiKo from '@univerjs/ui/locale/ko-KR'
import type { Language } from '../../shared/language'

/** The locale of the grid and of the page around it. */
export function localeOf(language: Language): LocaleType {
  return language === 'ko' ? LocaleType.KO_KR : LocaleType.EN_US
}

/** The texts of those parts of the grid that have any. */
export const LOCALES = {
  [LocaleType.KO_KR]: mergeLocales(
    designKo,
    docsUiKo,
    sheetsKo,
    sheetsFormulaKo,
    sheetsFormulaUiKo,
    sheetsNumfmtUiKo,
    sheetsUiKo,
    uiKo,
    sheetsConditionalFormattingUiKo,
    dataValidationKo,
    sheetsDataValidationKo,
    sheetsDataValidationUiKo,
    sheetsFilterKo,
    sheetsFilterUiKo,
    sheetsSortUiKo,
  ),
  [LocaleType.EN_US]: mergeLocales(
    designEn,
    docsUiEn,
    sheetsEn,
    sheetsFormulaEn,
    sheetsFormulaUiEn,
    sheetsNumfmtUiEn,
    sheetsUiEn,
    uiEn,
    sheetsConditionalFormattingUiEn,
    dataValidationEn,
    sheetsDataValidationEn,
    sheetsDataValidationUiEn,
    sheetsFilterEn,
    sheetsFilterUiEn,
    sheetsSortUiEn,
  ),
}
