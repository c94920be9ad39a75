import { SHEET_LABELS } from '../../shared/sheets/labels'
import type { CellErrorCode } from '../../shared/sheets/media-mix/messages'
import type { CellError } from '../../shared/sheets/media-mix/read-back'
import type { Language } from './words'

const EN: Record<CellErrorCode, string> = {
  REQUIRED: 'enter a value.',
  CELL_ERROR: 'the cell holds an error. Enter the value again.',
  NOT_A_DATE: 'not a date. Write it like 2026-11-01.',
  DATE_OUT_OF_RANGE: 'only dates from 2000 to 2199.',
  END_BEFORE_START: 'the end is before the start.',
  NOT_A_NUMBER: 'not a number. Enter won only.',
  NEGATIVE: 'must not be below 0.',
  NOT_WHOLE: 'enter whole won.',
  TOO_LARGE: 'too large: at most 15 digits.',
  NOT_POSITIVE: 'must be at least 1.',
  NOT_A_RATE: 'a rate is from 0 % to 100 %.',
  TOO_MANY_DIGITS: 'at most six digits after the point.',
  UNKNOWN_KIND: 'must be Paid or Service.',
  UNKNOWN_PRODUCT: 'no product on sale has this name.',
  AMBIGUOUS_PRODUCT: 'several products have this name. Enter the code.',
  DUPLICATE_KEY: 'a copied row; it is saved as a new one.',
  TARGETING_IN_PANE:
    'targeting of this product is chosen in the pane. Empty the cell to bring back what stood there.',
  UNKNOWN_GROUP:
    'no such targeting group. Write names of groups with commas between them, or empty the cell and choose in the pane.',
}

/** What is wrong with a cell; Korean sentences come with the reading. */
export function cellErrorText({ code, field, address, message }: CellError, language: Language): string {
  if (language === 'ko') return message
  const label = field === 'rowKey' ? '' : ` ${SHEET_LABELS.en.columns[field]}`
  return `${address}${label}: ${EN[code]}`
}
