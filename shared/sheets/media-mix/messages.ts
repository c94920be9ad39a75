/** Why a cell of a MediaMix can't be taken. */
export type CellErrorCode =
  | 'REQUIRED'
  | 'CELL_ERROR'
  | 'NOT_A_DATE'
  | 'DATE_OUT_OF_RANGE'
  | 'END_BEFORE_START'
  | 'NOT_A_NUMBER'
  | 'NEGATIVE'
  | 'NOT_WHOLE'
  | 'TOO_LARGE'
  | 'NOT_POSITIVE'
  | 'NOT_A_RATE'
  | 'TOO_MANY_DIGITS'
  | 'UNKNOWN_KIND'
  | 'UNKNOWN_PRODUCT'
  | 'AMBIGUOUS_PRODUCT'
  | 'DUPLICATE_KEY'
  | 'TARGETING_IN_PANE'
  | 'UNKNOWN_GROUP'

const SENTENCES: Record<CellErrorCode, string> = {
  REQUIRED: '값을 입력해 주세요.',
  CELL_ERROR: '셀에 오류 값이 있습니다. 값을 다시 입력해 주세요.',
  NOT_A_DATE: '날짜로 읽을 수 없습니다. 2026-11-01처럼 입력해 주세요.',
  DATE_OUT_OF_RANGE: '2000년부터 2199년까지의 날짜만 사용할 수 있습니다.',
  END_BEFORE_START: '종료일이 시작일보다 빠릅니다.',
  NOT_A_NUMBER: '숫자로 읽을 수 없습니다. 원 단위 숫자만 입력해 주세요.',
  NEGATIVE: '0보다 작은 금액은 사용할 수 없습니다.',
  NOT_WHOLE: '원 단위 정수로 입력해 주세요. 소수점은 사용할 수 없습니다.',
  TOO_LARGE: '너무 큰 금액입니다. 엑셀에서 정확히 저장할 수 있는 15자리까지 사용할 수 있습니다.',
  NOT_POSITIVE: '1 이상의 정수여야 합니다.',
  NOT_A_RATE: '0%부터 100%까지의 비율로 입력해 주세요.',
  TOO_MANY_DIGITS: '비율은 소수점 아래 여섯 자리(0.0001%)까지 사용할 수 있습니다.',
  UNKNOWN_KIND: '구분은 집행 또는 서비스여야 합니다.',
  UNKNOWN_PRODUCT: '판매 중인 상품에서 찾을 수 없는 이름입니다.',
  AMBIGUOUS_PRODUCT: '같은 이름의 상품이 여러 개입니다. 상품 코드로 입력해 주세요.',
  DUPLICATE_KEY: '복사된 행입니다. 새 행으로 저장됩니다.',
  TARGETING_IN_PANE: '이 상품의 타겟팅은 창에서 고릅니다. 셀을 지우면 원래 내용으로 돌아갑니다.',
  UNKNOWN_GROUP: '없는 타겟팅그룹입니다. 그룹 이름을 쉼표로 나누어 적거나, 셀을 지우고 창에서 골라 주세요.',
}

/** `H9 종료일: 종료일이 시작일보다 빠릅니다.` */
export function cellErrorMessage(code: CellErrorCode, address: string, label: string): string {
  return `${label === '' ? address : `${address} ${label}`}: ${SENTENCES[code]}`
}
