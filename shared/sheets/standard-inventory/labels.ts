import type { ContentType } from '../../contract/primitives'
import type { Language } from '../../language'
import type { StandardField } from './columns'

/** The words of the 표준인벤토리 sheet. The sheet is read back by these headings. */
export interface StandardLabels {
  language: Language
  sheet: string
  title: (month: string) => string
  columns: Record<StandardField, string>
  types: Record<ContentType, string>
  statuses: { OPEN: string; CONFIRMED: string }
  month: string
  confirmed: string
  unsent: string
  pulledAt: string
  unit: string
  total: string
  correctionAlert: { title: string; message: string }
  /** The messages of a row after sending. */
  saved: (reason: string) => string
  stale: (by: string, value: string) => string
  reloaded: (forecast: string) => string
  confirmedMeanwhile: (by: string) => string
  failed: string
  /**
   * For a sheet that is drawn again with a correction that wasn't sent: the service has another value by now.
   */
  changedThere: (value: string) => string
  noCorrection: string
}

const KO: StandardLabels = {
  language: 'ko',
  sheet: '표준인벤토리',
  title: (month) => `표준인벤토리 ${month}`,
  columns: {
    type: '유형',
    metaId: '메타ID',
    name: '콘텐츠명',
    broadcaster: '방송사',
    forecastTotal: '예측합계',
    actualTotal: '실적합계',
    changeRate: '증감률',
    previousTotal: '전월합계',
    monthOverMonth: '전월대비',
    adjustedTotal: '보정값',
    reason: '보정사유',
    total: '적용합계',
    status: '상태',
    notes: '확인할 점',
    message: '메시지',
  },
  types: { PROGRAM: '프로그램', CHANNEL: '채널', KEYWORD: '키워드', RANDOM: '랜덤' },
  statuses: { OPEN: '미확정', CONFIRMED: '확정' },
  month: '월',
  confirmed: '확정',
  unsent: '보낼 보정',
  pulledAt: '받은 시각',
  unit: '단위: 노출수(회) · 증감률과 전월대비는 10%, 30%, 50%부터 색이 짙어집니다 (빨강 증가, 파랑 감소)',
  total: '합계',
  correctionAlert: { title: '보정값', message: '0 이상의 정수로 입력해 주세요. 지우면 예측합계를 씁니다.' },
  saved: (reason) => `저장됨: ${reason}`,
  stale: (by, value) => `저장하지 않음: 서버 값 ${value} (${by})`,
  reloaded: (forecast) => `저장하지 않음: 예측이 다시 집계됨, 서버의 예측합계 ${forecast}`,
  confirmedMeanwhile: (by) => `저장하지 않음: 이미 확정된 행 (${by})`,
  failed: '저장하지 못함: 다시 보내 주세요',
  changedThere: (value) => `그사이 서버에서 바뀐 행입니다. 서버 값 ${value}`,
  noCorrection: '보정 없음',
}

const EN: StandardLabels = {
  language: 'en',
  sheet: 'Standard inventory',
  title: (month) => `Standard inventory ${month}`,
  columns: {
    type: 'Type',
    metaId: 'Meta ID',
    name: 'Content',
    broadcaster: 'Broadcaster',
    forecastTotal: 'Forecast',
    actualTotal: 'Actual',
    changeRate: 'Change',
    previousTotal: 'Last month',
    monthOverMonth: 'Month on month',
    adjustedTotal: 'Correction',
    reason: 'Reason',
    total: 'Total used',
    status: 'Status',
    notes: 'To check',
    message: 'Message',
  },
  types: { PROGRAM: 'Program', CHANNEL: 'Channel', KEYWORD: 'Keyword', RANDOM: 'Random' },
  statuses: { OPEN: 'Open', CONFIRMED: 'Confirmed' },
  month: 'Month',
  confirmed: 'Confirmed',
  unsent: 'To send',
  pulledAt: 'Pulled at',
  unit: 'In impressions · changes are coloured from 10 %, 30 % and 50 % on (red up, blue down)',
  total: 'Total',
  correctionAlert: {
    title: 'Correction',
    message: 'Enter a whole number of 0 or more. Cleared, the forecast is used.',
  },
  saved: (reason) => `Saved: ${reason}`,
  stale: (by, value) => `Not saved: the service has ${value} (${by})`,
  reloaded: (forecast) => `Not saved: the forecast was loaded again, the service has ${forecast}`,
  confirmedMeanwhile: (by) => `Not saved: the row is confirmed (${by})`,
  failed: 'Not saved: send it again',
  changedThere: (value) => `Changed on the service meanwhile: it has ${value}`,
  noCorrection: 'no correction',
}

export const STANDARD_LABELS: Record<Language, StandardLabels> = { ko: KO, en: EN }
