import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forecastLoad } from '../../server/forecasts/forecast-load'
import { brokenFiles } from '../../server/forecasts/taken-files'
import type { JobContext } from '../../server/jobs/job'
import type { ForecastOutcome } from '../../shared/contract/inventory'
import { done, putCatalogue } from '../http/plan'
import { databases } from '../support/databases'
import { type Client, startService, type TestService } from '../support/service'
import { partsAround, zipOf } from './zip-of'

const HEADER = 'part,metaId,date,hour,forecast,actual'

describe.each(databases())('Taking forecast files ($name)', (kind) => {
  let test: TestService
  let operator: Client
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'flightsheet-taking-'))
    test = await startService(kind)
    operator = await test.signInAs('operator')
    await putCatalogue(operator)
  })
  afterAll(async () => {
    await test.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const upload = async (
    content: string | Buffer,
    fields: Record<string, string> = {},
    name = 'forecast.csv',
  ) => {
    const form = new FormData()
    for (const [field, value] of Object.entries(fields)) form.append(field, value)
    form.append('file', new Blob([new Uint8Array(Buffer.from(content))]), name)
    return fetch(`${test.origin}/api/v1/forecasts`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${operator.token}` },
    })
  }
  const take = async (content: string | Buffer, fields?: Record<string, string>, name?: string) => {
    const { runId } = (await (await upload(content, fields, name)).json()) as { runId: string }
    const run = await operator.runEnd(runId)
    expect(run.error).toBeNull()
    return { runId, ...run.result }
  }
  const stored = (metaId: string) =>
    test.service.database.read((tx) =>
      tx.rows(
        'SELECT date, part, hour, forecast, actual FROM forecast_inventory WHERE meta_id = ? ORDER BY date, hour',
        [metaId],
      ),
    )
  const rejectionsCsv = async (runId: string) => {
    const answer = await operator.get(`/forecasts/${runId}/rejections.csv`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    return { text: answer.bytes.toString('utf8'), rows: parse(answer.bytes, { bom: true }) as string[][] }
  }

  it('tells of a file what came of it, for as long as it is known, and of the same file what came of it before', async () => {
    const text = [HEADER, 'SMR_PROGRAM,DETAIL,2027-03-01,1,5,', 'NOBODY,DETAIL,2027-03-01,1,5,'].join('\n')
    const { runId } = await take(text)
    const file = done(await operator.get(`/forecasts/${runId}`))
    expect(file).toMatchObject({
      runId,
      name: 'forecast.csv',
      accepted: 1,
      rejected: 1,
      actor: 'operator@example.com',
    })
    expect(file.outcome).toMatchObject({ accepted: 1, months: ['2027-03'], parts: ['SMR_PROGRAM'] })
    const mended = text.replace('NOBODY', 'YT_PROGRAM')
    const first = await take(mended)
    const again = await take(mended)
    await test.service.database.write((tx) => tx.run('DELETE FROM job_run WHERE id = ?', [again.runId]))
    const repeated = done(await operator.get(`/forecasts/${again.runId}`))
    expect(repeated.sameAs).toBe(first.runId)
    expect(repeated.outcome).toMatchObject({ accepted: 2, alreadyTaken: { runId: first.runId } })
    expect((await operator.get('/forecasts/7b8b63f4-96bb-4dc8-9f0c-9f5f1e1d2c3b')).status).toBe(404)
  })

  it('keeps the last of rows with the same key, and says which replaced another', async () => {
    const { accepted, duplicates } = await take(
      [
        HEADER,
        'SMR_PROGRAM,TWICE,2027-01-01,24,1,',
        'SMR_PROGRAM,TWICE,2027-01-02,1,5,',
        'YT_PROGRAM,TWICE,2027-01-02,0,9,',
        'SMR_PROGRAM,TWICE,2027-01-02,0,2,',
        'SMR_PROGRAM,TWICE,2027/01/02,0시,3,4',
      ].join('\n'),
    )
    expect(accepted).toBe(5)
    const key = { part: 'SMR_PROGRAM', metaId: 'TWICE', date: '2027-01-02', hour: 0 }
    expect(duplicates).toEqual({
      count: 2,
      first: [
        { line: 5, ...key },
        { line: 6, ...key },
      ],
    })
    expect(await stored('TWICE')).toContainEqual({
      date: '2027-01-02',
      part: 'SMR_PROGRAM',
      hour: 0,
      forecast: 3,
      actual: 4,
    })
    expect(await stored('TWICE')).toHaveLength(3)
  })

  it('knows the same file again, packed or not, and changes nothing', async () => {
    const text = `${HEADER}\nSMR_PROGRAM,AGAIN,2031-01-01,1,100,`
    const first = await take(text)
    // Another month, and another part of this month.
    await take(`${HEADER}\nSMR_PROGRAM,AGAIN,2031-02-01,1,200,`)
    await take(`${HEADER}\nYT_PROGRAM,AGAIN,2031-01-01,1,200,`)
    const second = await take(gzipSync(text), {}, 'again.csv.gz')
    expect(second).toMatchObject({
      accepted: 1,
      rejected: 0,
      alreadyTaken: { runId: first.runId, at: expect.any(String) },
    })
    expect((await rejectionsCsv(second.runId)).rows).toHaveLength(1)
    // With `again` it is taken again.
    expect((await take(text, { again: 'true' })).alreadyTaken).toBeUndefined()
  })

  it('takes the same file again once another one has touched its part and month', async () => {
    const text = (forecast: number) => `${HEADER}\nSMR_PROGRAM,ABA,2031-03-01,1,${forecast},`
    for (const forecast of [100, 200, 100]) {
      expect((await take(text(forecast))).alreadyTaken).toBeUndefined()
      expect(await stored('ABA')).toMatchObject([{ forecast }])
    }
    expect((await take(text(100))).alreadyTaken).toBeDefined()
  })

  it('takes the same file again once the content that it was refused for is mended', async () => {
    const text = `${HEADER}\nSMR_PROGRAM,MENDED,2031-04-01,1,100,`
    done(await operator.put('/contents/MENDED', { type: 'CHANNEL', name: 'Mended' }))
    const good = `\nSMR_PROGRAM,MENDED2,2031-04-01,1,100,`
    expect(await take(text + good)).toMatchObject({ accepted: 1, rejected: 1 })
    done(await operator.put('/contents/MENDED', { type: 'PROGRAM', name: 'Mended', version: 1 }))
    const again = await take(text + good)
    expect(again).toMatchObject({ accepted: 2, rejected: 0 })
    expect(again.alreadyTaken).toBeUndefined()
    expect(await stored('MENDED')).toHaveLength(1)
  })

  it('leaves a known actual where a later file has none, and sets it to an explicit 0', async () => {
    const actualAfter = async (actual: string) => {
      await take(`${HEADER}\nSMR_PROGRAM,ACTUAL,2031-05-01,1,100,${actual}`)
      return (await stored('ACTUAL'))[0]
    }
    expect(await actualAfter('340')).toMatchObject({ actual: 340 })
    expect(await actualAfter('')).toMatchObject({ actual: 340 })
    expect(await actualAfter('0')).toMatchObject({ actual: 0 })
    await take(`${HEADER}\nSMR_PROGRAM,ACTUAL,2031-05-01,1,1,7\nSMR_PROGRAM,ACTUAL,2031-05-01,1,2,`)
    expect(await stored('ACTUAL')).toMatchObject([{ forecast: 2, actual: 7 }])
  })

  it('finds one content by each form of its metaId', async () => {
    const metaId = '드라마'
    await take(`${HEADER}\nSMR_PROGRAM,${metaId.normalize('NFD')},2031-05-01,1,1,`)
    await take(`${HEADER}\nSMR_PROGRAM,${metaId}\u200b,2031-05-01,2,1,`)
    expect(await stored(metaId)).toHaveLength(2)
    for (const form of [metaId.normalize('NFD'), `\ufeff${metaId}\u200b`]) {
      const { items } = done(await operator.get(`/contents?q=${encodeURIComponent(metaId)}`))
      const { version } = items.find((one: { metaId: string }) => one.metaId === metaId)
      const body = { type: 'PROGRAM', name: 'x', version }
      expect(done(await operator.put(`/contents/${encodeURIComponent(form)}`, body)).metaId).toBe(metaId)
    }
  })

  it('finds a content that was stored before keys were cleaned', async () => {
    const old = '옛드라마'.normalize('NFD')
    await test.service.database.write((tx) =>
      tx.insert(
        'content',
        ['meta_id', 'type', 'name', 'needs_review', 'version'],
        [[old, 'PROGRAM', 'old', 0, 1]],
      ),
    )
    expect(await take(`${HEADER}\nSMR_PROGRAM,${old.normalize('NFC')},2031-05-01,1,1,`)).toMatchObject({
      newContents: 0,
    })
    expect(await stored(old)).toHaveLength(1)
  })

  it('says what it has written of a workbook that breaks off', async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
    const row = (fields: string) => `<row>${fields.split(',').map(cell).join('')}</row>`
    const lines = Array.from({ length: 30_000 }, (_, i) => {
      const day = String(1 + (Math.floor(i / 24) % 28)).padStart(2, '0')
      return row(`SMR_PROGRAM,BROKEN${Math.floor(i / 672)},2031-06-${day},${i % 24},1`)
    })
    const xml = `<worksheet><sheetData>${row(HEADER)}${lines.join('')}<row></sheetData></worksheet>`
    const bytes = zipOf(partsAround(xml))
    const { runId } = (await (await upload(bytes, {}, 'broken.xlsx')).json()) as { runId: string }
    const { status, error } = await operator.runEnd(runId)
    expect([status, error.code]).toEqual(['FAILED', 'FORECAST_FILE_INVALID'])
    const { items } = done(await operator.get('/forecasts?limit=1'))
    expect(items[0]).toMatchObject({ runId, status: 'FAILED', takenAt: null })
    const [{ written }] = (await test.service.database.read((tx) =>
      tx.rows<{ written: number }>(
        "SELECT COUNT(*) AS written FROM forecast_inventory WHERE meta_id LIKE 'BROKEN%'",
      ),
    )) as [{ written: number }]
    expect(written).toBeGreaterThan(20_000)
    expect(items[0].accepted).toBe(written)
    expect(error.detail).toContain(`damaged`)
    expect(error.detail).toContain(`up to line ${items[0].accepted + 1}: ${written} rows were taken and stay`)
    const broken = () => test.service.database.read((tx) => brokenFiles(tx, '2031-06'))
    expect(await broken()).toEqual(new Map([['SMR_PROGRAM', 'broken.xlsx']]))
    expect(await test.service.database.read((tx) => brokenFiles(tx, '2031-07'))).toEqual(new Map())
    await take(`${HEADER}\nYT_PROGRAM,WHOLE,2031-06-01,1,1,`)
    await take(`${HEADER}\nSMR_PROGRAM,WHOLE,2031-07-01,1,1,`)
    expect((await broken()).size).toBe(1)
    await take(`${HEADER}\nSMR_PROGRAM,WHOLE,2031-06-01,1,1,`)
    expect((await broken()).size).toBe(0)
  })

  it('takes the same file again once the parts are others', async () => {
    const text = `${HEADER}\nNEW_PART_${kind.name},LATER,2027-01-01,1,100,`
    const refused = await take(text)
    expect(refused).toMatchObject({
      accepted: 0,
      rejected: 1,
      warnings: [{ code: 'NOTHING_TAKEN', count: 1, detail: expect.stringContaining('None of the 1 rows') }],
    })
    const { items: lines } = done(await operator.get(`/jobs/runs/${refused.runId}/log`))
    expect(lines).toMatchObject([{ level: 'error', text: refused.warnings[0].detail }])
    done(await operator.put(`/parts/NEW_PART_${kind.name}`, { type: 'PROGRAM', platforms: ['NAVER'] }))
    const again = await take(text)
    expect(again).toMatchObject({ accepted: 1, rejected: 0, newContents: 1 })
    expect(again.alreadyTaken).toBeUndefined()
  })

  it('makes contents to be reviewed from whatever rows describe them, until somebody has looked', async () => {
    const header = '파트,메타ID,날짜,시간,예측,실적,프로그램명,방송사,CO'
    const text = [
      header,
      'SMR_PROGRAM,신규,2027-01-01,1,1,,,,',
      'SMR_PROGRAM,신규,2027-01-01,2,1,,새 드라마,SBS,',
      'SMR_PROGRAM,신규,2027-01-01,3,1,,다른 이름,MBC,새CO',
      'SMR_RANDOM,랜덤1,2027-01-01,3,1,,랜덤,,새CO',
    ].join('\r\n')
    const { newContents, file } = await take(iconv.encode(text, 'cp949'), {}, '예측 파일.csv')
    expect(newContents).toBe(2)
    expect(file).toMatchObject({ encoding: 'CP949', name: '예측 파일.csv' })
    const content = async (metaId: string) =>
      done(await operator.get(`/contents?q=${encodeURIComponent(metaId)}`)).items.find(
        (one: { metaId: string }) => one.metaId === metaId,
      )
    expect(await content('신규')).toMatchObject({
      type: 'PROGRAM',
      name: '새 드라마',
      broadcaster: 'SBS',
      owner: '새CO',
      needsReview: true,
    })
    expect(await content('랜덤1')).toMatchObject({
      type: 'RANDOM',
      name: '랜덤',
      owner: null,
      needsReview: true,
    })
    await take(`${HEADER},name\nSMR_PROGRAM,신규2,2027-01-01,1,1,,`)
    await take(`${HEADER},name\nSMR_PROGRAM,신규2,2027-01-01,1,1,,늦은 이름`)
    expect(await content('신규2')).toMatchObject({ name: '늦은 이름', needsReview: true })
    done(await operator.put('/contents/신규2', { type: 'PROGRAM', name: '본 이름', version: 1 }))
    await take(`${HEADER},name,broadcaster\nSMR_PROGRAM,신규2,2027-01-01,1,1,,또 다른,KBS`)
    expect(await content('신규2')).toMatchObject({ name: '본 이름', broadcaster: null, needsReview: false })
  })

  it('answers in the language that is asked for', async () => {
    const korean = { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8' }
    const { runId } = await take(`${HEADER}\nNOBODY,A,2027-01-01,1,1,`)
    const run = done(await operator.get(`/jobs/runs/${runId}`, korean))
    expect(run.result).toMatchObject({
      rejections: [{ value: 'NOBODY', reason: expect.stringContaining('등록된 파트가 아닙니다. ') }],
      warnings: [{ detail: '1개 행 중 반영된 것이 없습니다. 거부된 이유를 확인하세요.' }],
    })
    const csv = await operator.get(`/forecasts/${runId}/rejections.csv`, korean)
    expect(csv.bytes.toString('utf8').split('\r\n')).toEqual([
      '\ufeff행,열,값,이유,결과',
      expect.stringMatching(/^2,"파트","NOBODY","등록된 파트가 아닙니다.*",거부$/),
      '',
    ])
    const form = new FormData()
    form.append('file', new Blob(['part,date\n']), 'short.csv')
    const refused = await fetch(`${test.origin}/api/v1/forecasts`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${operator.token}`, ...korean },
    })
    const { detail } = (await refused.json()) as { detail: string }
    expect(detail).toMatch(/^머리글은 part,metaId.*빠진 것: metaId \(메타id\), .*찾은 것: part,date\.$/)
  })

  it('lists beside the refused rows those that were taken with a remark', async () => {
    const { runId, accepted, rejectionsStored } = await take(
      [
        `${HEADER},name`,
        'SMR_PROGRAM,MARK\u200bED,2027-01-01,1,1,,이\u00ad름',
        'SMR_PROGRAM,MARKED,2027-01-01,99,1,,',
        'SMR_PROGRAM,MARKED,2027-01-01,1,2,,',
      ].join('\n'),
    )
    expect([accepted, rejectionsStored]).toEqual([2, 4])
    expect((await rejectionsCsv(runId)).rows).toEqual([
      ['line', 'column', 'value', 'reason', 'outcome'],
      ['2', 'metaId', 'MARKED', 'contained invisible marks, which were dropped', 'taken'],
      ['2', 'name', '이름', 'contained invisible marks, which were dropped', 'taken'],
      ['3', 'hour', '99', expect.stringContaining('must be a whole number'), 'refused'],
      ['4', '', '', expect.stringContaining('replaces an earlier row'), 'taken'],
    ])
  })

  it('gives every refused row as a csv in which nothing is a formula', async () => {
    const bad = Array.from({ length: 25_000 }, (_, i) => `NOBODY,BAD,2027-01-01,1,${i},`)
    const dangers = ['=1+1', '+1', '-1', '@x', '\t=1']
    const quoted = dangers.map((danger) => `"${danger}",BAD,2027-01-01,1,1,`)
    const { runId, rejected, rejections, rejectionsStored } = await take(
      [HEADER, ...quoted, ...bad].join('\n'),
    )
    expect([rejected, rejectionsStored, rejections.length]).toEqual([25_005, 25_005, 100])
    const { text, rows } = await rejectionsCsv(runId)
    expect(text.startsWith('\ufeffline,column,value,reason,outcome\r\n')).toBe(true)
    expect(rows).toHaveLength(25_006)
    expect(rows.map(([line]) => line)).toEqual([
      'line',
      ...Array.from({ length: 25_005 }, (_, i) => String(i + 2)),
    ])
    expect(rows.flat().filter((field) => /^\s*[=+\-@]/.test(field))).toEqual([])
    expect(rows.slice(1, 4).map(([, column, value]) => [column, value])).toEqual([
      ['part', "'=1+1"],
      ['part', "'+1"],
      ['part', "'-1"],
    ])
    expect(
      (await operator.get('/forecasts/7b8b63f4-96bb-4dc8-9f0c-9f5f1e1d2c3b/rejections.csv')).status,
    ).toBe(404)
  })

  it('lists the files with what became of them', async () => {
    const { runId } = await take(
      `\ufeff${HEADER},비고\nSMR_PROGRAM,LISTED,2027-01-01,1,1,,x`,
      {},
      'listed.csv',
    )
    const { items, nextCursor } = done(await operator.get('/forecasts?limit=2'))
    expect(items).toHaveLength(2)
    expect(items[0]).toMatchObject({
      runId,
      name: 'listed.csv',
      source: 'UPLOAD',
      actor: 'operator@example.com',
      encoding: 'UTF-8',
      status: 'SUCCEEDED',
      accepted: 1,
      rejected: 0,
      newContents: 1,
      sameAs: null,
      takenAt: expect.any(String),
    })
    expect(done(await operator.get(`/forecasts?limit=2&cursor=${nextCursor}`)).items[0].runId).not.toBe(runId)
    const planner = await test.signInAs('planner', 'planner-files@example.com')
    expect((await planner.get('/forecasts')).status).toBe(403)
  })

  it('reads the sheet that the form names', async () => {
    const book = new ExcelJS.Workbook()
    for (const [name, metaId] of [
      ['첫째', 'SHEET1'],
      ['둘째', 'SHEET2'],
    ] as const) {
      const sheet = book.addWorksheet(name)
      sheet.addRow(HEADER.split(','))
      sheet.addRow(['SMR_PROGRAM', metaId, new Date('2027-01-01T00:00:00Z'), 1, 1])
    }
    const bytes = Buffer.from(await book.xlsx.writeBuffer())
    expect(await take(bytes, {}, 'a.xlsx')).toMatchObject({ accepted: 1, file: { sheet: '첫째' } })
    expect(await take(bytes, { sheet: '둘째' }, 'a.xlsx')).toMatchObject({
      accepted: 1,
      file: { sheet: '둘째' },
    })
    expect(await stored('SHEET2')).toHaveLength(1)
    expect((await upload(bytes, { sheet: '셋째' }, 'a.xlsx')).status).toBe(422)
  })

  it('refuses a file over the limit at once', async () => {
    const small = await startService(kind, { UPLOAD_LIMIT_MB: '1' })
    try {
      const answer = await small.admin.upload(
        `${HEADER}\n${'SMR_PROGRAM,A,2027-01-01,1,1,\n'.repeat(60_000)}`,
      )
      expect(answer.status).toBe(413)
      expect(answer.body.code).toBe('PAYLOAD_TOO_LARGE')
    } finally {
      await small.stop()
    }
  })

  it('has the same rows, contents and refusals when it dies half-way and is run again', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) =>
      i % 3 === 2
        ? `NOBODY,HALF,2027-01-01,1,${i},`
        : `SMR_PROGRAM,HALF${i % 40},2027-02-${String(1 + (i % 28)).padStart(2, '0')},${i % 24},${i},`,
    )
    const path = join(folder, 'half.csv')
    writeFileSync(path, [HEADER, ...rows].join('\n'))
    const { database } = test.service
    const runId = `half-${kind.name}`
    const attempt = (writes: number) => {
      let left = writes
      const context: JobContext = {
        runId,
        month: null,
        input: { path, keep: true, name: 'half.csv' },
        actor: null,
        signal: new AbortController().signal,
        progress: async () => undefined,
        log: async () => undefined,
        start: async () => undefined,
        write: (work) => {
          if (left-- <= 0) throw new Error('killed')
          return database.write(work)
        },
      }
      return forecastLoad(database, { jumpFactor: 1.5 }).run(context)
    }
    await expect(attempt(4)).rejects.toThrow('killed')
    await expect(attempt(5)).rejects.toThrow('killed')
    const outcome = (await attempt(99)) as ForecastOutcome
    expect(outcome).toMatchObject({
      accepted: 20_000,
      rejected: 10_000,
      newContents: 40,
    })
    expect(outcome).toMatchObject({ rejectionsStored: 10_000 + outcome.duplicates.count })
    // And once more, after an attempt of which only the end was not recorded.
    expect(await attempt(0)).toEqual(outcome)
    const [counts] = await database.read((tx) =>
      tx.rows<{ refused: number; places: number }>(
        'SELECT COUNT(*) AS refused, COUNT(DISTINCT line) AS places FROM forecast_rejection WHERE run_id = ? AND taken = 0',
        [runId],
      ),
    )
    expect(counts).toEqual({ refused: 10_000, places: 10_000 })
    const last = new Map<string, number>()
    rows.forEach((row) => {
      const [part, metaId, date, hour, forecast] = row.split(',')
      if (part === 'SMR_PROGRAM') last.set([metaId, date, hour].join(), Number(forecast))
    })
    const there = await database.read((tx) =>
      tx.rows<{ metaId: string; date: string; hour: number; forecast: number }>(
        "SELECT meta_id AS metaId, date, hour, forecast FROM forecast_inventory WHERE meta_id LIKE 'HALF%'",
      ),
    )
    expect(new Map(there.map((one) => [[one.metaId, one.date, one.hour].join(), one.forecast]))).toEqual(last)
  })
})
