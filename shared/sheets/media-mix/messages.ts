import { MAX_FLIGHT_DAYS } from '../../calendar'
import type { Language } from '../../language'
import { columnOfField, type MediaMixField } from './columns'
import type { CellErrorCode } from './error-codes'

const SENTENCES: Record<Language, Record<CellErrorCode, string>> = {
  ko: {
    REQUIRED: '값을 입력해 주세요.',
    CELL_ERROR: '셀에 오류 값이 있습니다. 값을 다시 입력해 주세요.',
    NOT_A_DATE: '날짜로 읽을 수 없습니다. 2026-11-01처럼 입력해 주세요.',
    DATE_OUT_OF_RANGE: '2000년부터 2199년까지의 날짜만 사용할 수 있습니다.',
    END_BEFORE_START: '종료일이 시작일보다 빠릅니다.',
    FLIGHT_TOO_LONG: `기간은 ${MAX_FLIGHT_DAYS}일까지입니다.`,
    NOT_TEXT: "Excel이 숫자나 날짜로 바꾼 값입니다. 앞에 '를 붙여 텍스트로 입력해 주세요. 예: '16:9",
    TOO_LONG: '너무 깁니다. 디바이스는 100자, 소재는 200자까지 쓸 수 있습니다.',
    REFUSED: '저장할 수 없는 값입니다. 다른 값을 입력해 주세요.',
    NOT_A_NUMBER: '금액으로 읽을 수 없습니다. 1,000,000이나 100만처럼 입력해 주세요.',
    NEGATIVE: '0보다 작은 금액은 사용할 수 없습니다.',
    NOT_WHOLE: '원 단위 정수로 입력해 주세요. 소수점은 사용할 수 없습니다.',
    TOO_LARGE: '너무 큰 금액입니다. 엑셀에서 정확히 저장할 수 있는 15자리까지 사용할 수 있습니다.',
    NOT_POSITIVE: '1 이상의 정수여야 합니다.',
    NOT_A_RATE: '0%부터 100%까지의 비율로 입력해 주세요.',
    TOO_MANY_DIGITS: '비율은 소수점 아래 여섯 자리(0.0001%)까지 사용할 수 있습니다.',
    UNKNOWN_KIND: '구분은 집행 또는 서비스여야 합니다.',
    NOT_A_VARIANT: '안은 A, B처럼 영문자 하나로 적어 주세요. 모든 안에 들어가는 행은 비워 둡니다.',
    UNKNOWN_PRODUCT: '판매 중인 상품에서 찾을 수 없는 이름입니다.',
    AMBIGUOUS_PRODUCT: '같은 이름의 상품이 여러 개입니다. 상품 코드로 입력해 주세요.',
    DUPLICATE_KEY: '복사된 행입니다. 새 행으로 저장됩니다.',
    TARGETING_IN_PANE: '이 상품의 타겟팅은 창에서 고릅니다. 셀을 지우면 원래 내용으로 돌아갑니다.',
    UNKNOWN_GROUP: '없는 타겟팅그룹입니다. 그룹 이름을 쉼표로 나누어 적거나, 셀을 지우고 창에서 골라 주세요.',
    AMBIGUOUS_TARGETING:
      '이렇게 표시되는 타겟팅이 여러 개라서 어느 것인지 알 수 없습니다. 셀을 지우고 창에서 골라 주세요.',
    TARGETING_UNFIT: '이 상품에는 쓸 수 없는 타겟팅입니다. 셀을 지우고 창에서 골라 주세요.',
  },
  en: {
    REQUIRED: 'enter a value.',
    CELL_ERROR: 'the cell holds an error. Enter the value again.',
    NOT_A_DATE: 'not a date. Write it like 2026-11-01.',
    DATE_OUT_OF_RANGE: 'only dates from 2000 to 2199.',
    END_BEFORE_START: 'the end is before the start.',
    FLIGHT_TOO_LONG: `a flight has at most ${MAX_FLIGHT_DAYS} days.`,
    NOT_TEXT: "Excel made a number or a date of it. Enter it as text, with ' before it: '16:9",
    TOO_LONG: 'too long: at most 100 characters for the device, 200 for the creative.',
    REFUSED: 'this value can’t be saved. Enter another one.',
    NOT_A_NUMBER: 'not an amount. Write it like 1,000,000 or 100만.',
    NEGATIVE: 'must not be below 0.',
    NOT_WHOLE: 'enter whole won.',
    TOO_LARGE: 'too large: at most 15 digits.',
    NOT_POSITIVE: 'must be at least 1.',
    NOT_A_RATE: 'a rate is from 0 % to 100 %.',
    TOO_MANY_DIGITS: 'at most six digits after the point.',
    UNKNOWN_KIND: 'must be Paid or Service.',
    NOT_A_VARIANT: 'one letter, such as A or B. Leave it empty for a row of all variants.',
    UNKNOWN_PRODUCT: 'no product on sale has this name.',
    AMBIGUOUS_PRODUCT: 'several products have this name. Enter the code.',
    DUPLICATE_KEY: 'a copied row; it is saved as a new one.',
    TARGETING_IN_PANE:
      'targeting of this product is chosen in the pane. Empty the cell to bring back what stood there.',
    UNKNOWN_GROUP:
      'no such targeting group. Write names of groups with commas between them, or empty the cell and choose in the pane.',
    AMBIGUOUS_TARGETING:
      'several targetings are shown like this. Empty the cell and choose one of them in the pane.',
    TARGETING_UNFIT: 'this product can’t have this targeting. Empty the cell and choose in the pane.',
  },
}

/** An invalid cell of a MediaMix. */
export interface CellError {
  code: CellErrorCode
  field: MediaMixField | 'rowKey'
  /** `H9` */
  address: string
}

/** `H9 종료일: 종료일이 시작일보다 빠릅니다.` */
export function cellErrorText({ code, field, address }: CellError, language: Language): string {
  const place = field === 'rowKey' ? address : `${address} ${columnOfField(field).heading[language]}`
  return `${place}: ${SENTENCES[language][code]}`
}
