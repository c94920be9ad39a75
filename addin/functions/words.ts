import type { Language } from '../../shared/language'

interface FunctionWords {
  signIn: string
  openCampaign: string
  noSuchRow: string
  noProduct: string
  notADate: string
  endBeforeStart: string
  notAnAmount: string
  notAnEcpm: string
  tooLarge: string
}

/** Why a cell shows an error; Excel shows it beside the cell. */
export const FUNCTION_WORDS: Record<Language, FunctionWords> = {
  ko: {
    signIn: 'Flightsheet 창에서 로그인해 주세요.',
    openCampaign: 'Flightsheet 창에서 이 행의 캠페인을 열어 주세요.',
    noSuchRow: '열려 있는 캠페인에 이 키의 행이 없습니다.',
    noProduct: '상품 코드나 이름을 적어 주세요.',
    notADate: '날짜를 2026-12-05처럼 적어 주세요.',
    endBeforeStart: '종료일이 시작일보다 빠릅니다.',
    notAnAmount: '금액은 0 이상의 원 단위 정수입니다.',
    notAnEcpm: 'eCPM은 1 이상의 원 단위 정수입니다.',
    tooLarge: '셀 수 있는 노출수를 넘는 금액입니다.',
  },
  en: {
    signIn: 'Sign in to Flightsheet in the pane.',
    openCampaign: 'Open the campaign of this row in the Flightsheet pane.',
    noSuchRow: 'The open campaign has no row with this key.',
    noProduct: 'Give a product by its code or name.',
    notADate: 'Write the date like 2026-12-05.',
    endBeforeStart: 'The last day is before the first.',
    notAnAmount: 'The amount is a whole number of won, 0 or more.',
    notAnEcpm: 'The eCPM is a whole number of won, 1 or more.',
    tooLarge: 'The amount buys more impressions than can be counted.',
  },
}
