import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { daysOf, type Month } from '../shared/calendar'

/** The parts of eight contents in turn: half of them are clips on three platforms, a quarter are RANDOM. */
const PARTS = [
  'SMR_PROGRAM',
  'YT_CHANNEL',
  'SMR_PROGRAM',
  'SMR_RANDOM',
  'SMR_PROGRAM',
  'YT_KEYWORD',
  'YT_PROGRAM',
  'YT_RANDOM',
]
const LINES_A_CHUNK = 4096

/** The metaIds of some contents that run on NAVER, KAKAO and DAUM. */
export function clipContents(count: number): string[] {
  return Array.from({ length: count }, (_, i) => metaIdOf(i * PARTS.length))
}

/**
 * Writes a vendor's file for a month with exactly this number of hourly rows, content by content; a third of
 * the rows have no actual.
 */
export async function writeVendorFile(path: string, month: Month, rows: number): Promise<void> {
  const file = createWriteStream(path)
  const dates = daysOf(month)
  let text = 'part,metaId,date,hour,forecast,actual\n'
  for (let row = 0; row < rows; row++) {
    const hour = row % 24
    const day = Math.floor(row / 24) % dates.length
    const content = Math.floor(row / 24 / dates.length)
    const forecast = ((content * 7919 + day * 104_729 + hour * 31) % 9973) + 1
    const actual = hour % 3 === 0 ? '' : ((content * 31 + hour) % 9973) + 1
    text += `${PARTS[content % PARTS.length]},${metaIdOf(content)},${dates[day]},${hour},${forecast},${actual}\n`
    if ((row + 1) % LINES_A_CHUNK === 0) {
      if (!file.write(text)) await once(file, 'drain')
      text = ''
    }
  }
  file.end(text)
  await once(file, 'close')
}

function metaIdOf(content: number): string {
  return `C${String(content).padStart(7, '0')}`
}
