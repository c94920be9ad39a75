import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject } from 'vitest'
import { localeOf } from '../../server/forecasts/file-locale'
import { warningsOf } from '../../server/forecasts/file-warnings'
import { inspectForecastFile, openForecastFile } from '../../server/forecasts/forecast-file'
import { type ForecastRow, rowNotes, rowReader } from '../../server/forecasts/forecast-row'
import { inKorean } from '../../server/forecasts/korean'
import { SeenHours } from '../../server/forecasts/seen-hours'
import type { Rejection } from '../../shared/contract/inventory'
import type { Problem } from '../../shared/problem'

export const HEADER = 'part,metaId,date,hour,forecast,actual'
const PARTS = new Map([['P', 'PROGRAM' as const]])

export function fileOf(content: string | Buffer): string {
  const path = join(inject('runFolder'), randomBytes(8).toString('hex'))
  writeFileSync(path, content)
  return path
}

/** Every sentence that a test of files meets has its Korean words, down to the sentences inside of it. */
export function expectKorean(sentence: string): void {
  expect(inKorean(sentence)).toMatch(/\p{Script=Hangul}/u)
  expect(inKorean(sentence)).not.toMatch(ENGLISH_SENTENCE)
}

/** Words of our English sentences that no value of a file contains. */
const ENGLISH_SENTENCE = /\b(?:which|again|must|cannot|send|than|its|that|with)\b/

/** Reads a whole file as a load does, without a database. */
export async function read(content: string | Buffer, sheet?: string) {
  const path = fileOf(content)
  const file = await inspectForecastFile(path, sheet)
  const { header, date1904, batches } = await openForecastFile(path, file)
  const notes = rowNotes()
  const seen = new SeenHours()
  const readRow = rowReader(header, PARTS, date1904, notes)
  const rows: ForecastRow[] = []
  const rejections: Rejection[] = []
  for await (const batch of batches) {
    for (const record of batch) {
      if ('reason' in record) rejections.push({ ...record, column: '' })
      else {
        let checked = readRow(record)
        if (!checked) {
          notes.locale = await localeOf(await openForecastFile(path, file))
          checked = readRow(record)!
        }
        if ('row' in checked) rows.push(checked.row)
        else rejections.push(checked.rejection)
      }
    }
  }
  for (const { part, metaId, date, hour, afterMidnight } of rows)
    seen.add(part, metaId, date, hour, afterMidnight)
  const warnings = warningsOf(notes, seen, file)
  for (const { reason } of [...rejections, ...rows.flatMap(({ remarks }) => remarks)]) expectKorean(reason)
  for (const { detail, first } of warnings) {
    expectKorean(detail)
    if (first[0]?.includes('hours')) expectKorean(first[0])
  }
  return { file, rows, rejections, warnings }
}

/** The words with which a whole file is refused. */
export const refused = async (content: string | Buffer, sheet?: string): Promise<string> => {
  try {
    await read(content, sheet)
  } catch (error) {
    expect(error).toMatchObject({ code: 'FORECAST_FILE_INVALID' })
    expectKorean((error as Problem).detail)
    return (error as Error).message
  }
  throw new Error('it was not refused')
}
