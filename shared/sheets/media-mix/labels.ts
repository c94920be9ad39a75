import type { Language } from '../../language'

interface Alert {
  title: string
  message: string
}

/** The words of the MediaMix, except its headings, which are defined with the columns. */
export interface MediaMixLabels {
  sheet: string
  title: string
  budget: string
  unit: string
  buy: string
  variant: (name: string) => string
  noRows: string
  serviceNote: string
  remaining: (impressions: string, amount: string) => string
  /** The row, counted from the first one of the table. */
  shortRow: (row: number, product: string) => string
  short: (planned: string, impressions: string, amount: string) => string
  moreShort: (count: number) => string
  filledAlert: Alert
  kindAlert: Alert
  deviceAlert: Alert
  startAlert: Alert
  endAlert: Alert
  amountAlert: Alert
  variantAlert: Alert
}

export const MEDIA_MIX_LABELS: Record<Language, MediaMixLabels> = {
  ko: {
    sheet: 'MediaMix',
    title: '미디어믹스',
    budget: '예산',
    unit: '단위: 원, VAT 별도',
    buy: '구매',
    variant: (name) => `${name}안`,
    noRows: '아직 등록된 상품이 없습니다.',
    serviceNote: '서비스 행은 무상 제공분입니다. 금액은 TOTAL에 포함되지 않습니다.',
    remaining: (impressions, amount) => `잔여 ${impressions}회 · 최대 ${amount}원`,
    shortRow: (row, product) => `잔여 부족 · ${row}번째 행 ${product}`,
    short: (planned, impressions, amount) => `예상 ${planned}회, 잔여 ${impressions}회 (최대 ${amount}원)`,
    moreShort: (count) => `그 밖에 ${count}개 행도 잔여가 부족합니다.`,
    filledAlert: {
      title: 'Flightsheet가 채우는 칸',
      message: '이 칸은 계산되거나 서버에서 옵니다. 구분부터 구매금액까지의 흰 칸에 입력하세요.',
    },
    kindAlert: { title: '구분', message: '집행 또는 서비스를 골라 주세요. 서비스는 무상 제공분입니다.' },
    deviceAlert: { title: '디바이스', message: '목록에 없는 디바이스입니다. 그대로 입력할까요?' },
    startAlert: { title: '시작일', message: '2000년부터 2199년까지의 날짜를 2026-11-01처럼 입력해 주세요.' },
    endAlert: { title: '종료일', message: '종료일은 시작일과 같거나 그 뒤의 날짜여야 합니다.' },
    amountAlert: {
      title: '구매금액',
      message: '구매금액은 0 이상의 원 단위 정수입니다. 1,000,000이나 100만처럼 입력해 주세요.',
    },
    variantAlert: {
      title: '안',
      message: 'A, B처럼 영문자 하나로 적습니다. 모든 안에 들어가는 행은 비워 둡니다. 그대로 입력할까요?',
    },
  },
  en: {
    sheet: 'MediaMix',
    title: 'Media Mix',
    budget: 'Budget',
    unit: 'In KRW, VAT excluded',
    buy: 'Buy',
    variant: (name) => name,
    noRows: 'No products yet.',
    serviceNote: 'Service rows are free of charge; their amounts are not part of TOTAL.',
    remaining: (impressions, amount) => `${impressions} left · up to KRW ${amount}`,
    shortRow: (row, product) => `Short of inventory · row ${row}, ${product}`,
    short: (planned, impressions, amount) => `${planned} planned, ${impressions} left (up to KRW ${amount})`,
    moreShort: (count) => (count === 1 ? 'One more row is short.' : `${count} more rows are short.`),
    filledAlert: {
      title: 'Filled by Flightsheet',
      message:
        'This cell is calculated or comes from the service. Type into the white cells, from Type to Amount.',
    },
    kindAlert: { title: 'Type', message: 'Choose Paid or Service. Service rows are free of charge.' },
    deviceAlert: { title: 'Device', message: 'This device is not on the list. Keep it?' },
    startAlert: { title: 'Start', message: 'Enter a date from 2000 to 2199, such as 2026-11-01.' },
    endAlert: { title: 'End', message: 'The end must not be before the start.' },
    amountAlert: { title: 'Amount', message: 'Enter whole won, 0 or more, such as 1,000,000 or 100만.' },
    variantAlert: {
      title: 'Variant',
      message: 'One letter, A to Z. Leave it empty for a row of all variants. Keep it?',
    },
  },
}
