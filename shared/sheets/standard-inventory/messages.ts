import type { Language } from '../../language'
import type { StandardCellError, StandardCellErrorCode } from './cell-error'
import { STANDARD_LABELS } from './labels'

const SENTENCES: Record<Language, Record<StandardCellErrorCode, string>> = {
  ko: {
    CELL_ERROR: '셀에 오류 값이 있습니다. 값을 다시 입력해 주세요.',
    NOT_TEXT: "Excel이 숫자나 날짜로 바꾼 값입니다. 앞에 '를 붙여 텍스트로 입력해 주세요. 예: '3/1",
    NOT_A_NUMBER: '숫자로 읽을 수 없습니다. 숫자만 입력하거나 지워 주세요.',
    NEGATIVE: '0보다 작은 값은 사용할 수 없습니다.',
    NOT_WHOLE: '정수로 입력해 주세요. 소수점은 사용할 수 없습니다.',
    TOO_LARGE: '너무 큰 값입니다. 15자리까지 사용할 수 있습니다.',
    REASON_REQUIRED: '보정한 이유를 입력해 주세요.',
    REASON_TOO_LONG: '보정사유는 500자까지 입력할 수 있습니다.',
    REASON_ALONE: '보정값이 그대로입니다. 보정값을 바꾸거나 사유를 지워 주세요.',
    COPIED_ROW: '복사된 행이라 보내지 않습니다. 원래 행에서 고쳐 주세요.',
    LOST_ROW: '어느 행인지 알 수 없어 보내지 않습니다. 표 안의 행에 입력해 주세요.',
  },
  en: {
    CELL_ERROR: 'the cell holds an error. Enter the value again.',
    NOT_TEXT: "Excel made a number or a date of it. Enter it as text, with ' before it: '3/1",
    NOT_A_NUMBER: 'not a number. Enter digits only, or clear it.',
    NEGATIVE: 'must not be below 0.',
    NOT_WHOLE: 'enter a whole number.',
    TOO_LARGE: 'too large: at most 15 digits.',
    REASON_REQUIRED: 'say why it is corrected.',
    REASON_TOO_LONG: 'a reason has at most 500 characters.',
    REASON_ALONE: 'the correction is as it was. Change it, or clear the reason.',
    COPIED_ROW: 'a copied row, not sent. Correct the original one.',
    LOST_ROW: 'not sent: it is not known which row this is. Type into a row of the table.',
  },
}

/** `K9 보정사유: 보정한 이유를 입력해 주세요.` */
export function standardCellErrorText(
  { code, field, address }: StandardCellError,
  language: Language,
): string {
  return `${address} ${STANDARD_LABELS[language].columns[field]}: ${SENTENCES[language][code]}`
}
