import type { StandardNote } from '../../contract/inventory'
import type { Language } from '../../language'

type Texts = Record<StandardNote['code'], (note: Shown) => string>

/** The values of a note as they are shown; those that a note doesn't have are blank. */
type Shown = Record<Exclude<keyof StandardNote, 'code'>, string>

const KO: Texts = {
  PART_OF_MONTH: ({ part, from, to, days, date }) =>
    days === ''
      ? `${part}: 예측이 ${from}부터 ${to}까지만 있습니다`
      : `${part}: 예측이 ${from}부터 ${to}까지 있고, 그 가운데 ${days}일은 비어 있습니다 (처음 ${date})`,
  HOURS_MISSING: ({ part, days, date, hours, of }) =>
    `${part}: ${days}일에 빠진 시간이 있습니다 (${date}은 ${of}시간 가운데 ${hours}시간)`,
  HOURS_1_TO_24: ({ part }) => `${part}: 시간을 1~24로 센 것 같습니다. 한 시간씩 밀렸는지 확인해 주세요`,
  NOT_IN_LAST_FILE: ({ part, file }) => `${part}: 최근 파일에 없습니다 (${file})`,
  FILE_BROKE_OFF: ({ part, file }) =>
    `${part}: 파일이 끝까지 반영되지 않았습니다. 다시 보내 주세요 (${file})`,
  WITHDRAWN: ({ part, days, file }) => `${part}: ${days}일의 예측이 철회되었습니다 (${file})`,
  JUMPED: ({ part, days, before, after }) =>
    `${part}: ${days}일의 예측이 크게 바뀌었습니다 (${before} → ${after})`,
  CORRECTED_ON_FEW_DAYS: ({ days, of, before, after }) =>
    `보정값이 ${of}일 가운데 예측이 있는 ${days}일에만 나뉩니다 (하루 평균 ${before} → ${after})`,
  CORRECTED_FOR_OTHER_DAYS: ({ days, of, before, after }) =>
    `예측이 ${of}일일 때의 보정값이 지금은 ${days}일에 나뉩니다 (하루 평균 ${before} → ${after})`,
  FORECAST_CHANGED: ({ before, after }) =>
    before === after
      ? `확정한 뒤 날짜별 예측이 바뀌었습니다 (합계 ${before} 그대로)`
      : `확정한 뒤 예측이 바뀌었습니다 (${before} → ${after})`,
}

const daysOf = (days: string) => (days === '1' ? '1 day' : `${days} days`)

const EN: Texts = {
  PART_OF_MONTH: ({ part, from, to, days, date }) =>
    days === ''
      ? `${part}: has a forecast only from ${from} to ${to}`
      : `${part}: has a forecast from ${from} to ${to}, but not on ${daysOf(days)} (first ${date})`,
  HOURS_MISSING: ({ part, days, date, hours, of }) =>
    `${part}: hours are missing on ${daysOf(days)} (${date}: ${hours} of ${of} hours)`,
  HOURS_1_TO_24: ({ part }) =>
    `${part}: hours seem to be counted from 1 to 24; check whether all are an hour late`,
  NOT_IN_LAST_FILE: ({ part, file }) => `${part}: not in the last file (${file})`,
  FILE_BROKE_OFF: ({ part, file }) => `${part}: a file broke off, send it again (${file})`,
  WITHDRAWN: ({ part, days, file }) => `${part}: the forecast of ${daysOf(days)} was withdrawn (${file})`,
  JUMPED: ({ part, days, before, after }) =>
    `${part}: the forecast of ${daysOf(days)} has changed much (${before} → ${after})`,
  CORRECTED_ON_FEW_DAYS: ({ days, of, before, after }) =>
    `The correction goes only to the ${days} of ${of} days with a forecast (mean of a day ${before} → ${after})`,
  CORRECTED_FOR_OTHER_DAYS: ({ days, of, before, after }) =>
    `Corrected when ${daysOf(of)} had a forecast; now it goes to ${daysOf(days)} (mean of a day ${before} → ${after})`,
  FORECAST_CHANGED: ({ before, after }) =>
    before === after
      ? `The forecast of single days has changed after the confirmation (still ${before} in all)`
      : `The forecast has changed after the confirmation (${before} → ${after})`,
}

const TEXTS: Record<Language, Texts> = { ko: KO, en: EN }

/** The notes of a row as one text; blank when there are none. */
export function noteText(notes: readonly StandardNote[], language: Language): string {
  return notes.map((note) => TEXTS[language][note.code](shown(note))).join(' · ')
}

function shown({ code: _code, ...values }: StandardNote): Shown {
  const texts = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'number' ? value.toLocaleString('en-US') : value,
  ])
  return { ...BLANK, ...Object.fromEntries(texts) }
}

const BLANK: Shown = {
  part: '',
  days: '',
  date: '',
  hours: '',
  of: '',
  from: '',
  to: '',
  before: '',
  after: '',
  file: '',
}
