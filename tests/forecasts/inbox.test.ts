import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folderInbox } from '../../server/forecasts/inbox/folder-inbox'
import { FORECAST_INBOX } from '../../server/forecasts/inbox/forecast-inbox'
import { saysComplete, withInstant } from '../../server/forecasts/inbox/inbox-store'
import { openInbox } from '../../server/forecasts/inbox/open-inbox'
import { putCatalogue } from '../http/plan'
import { openBucket } from '../support/bucket'
import { type DatabaseKind, databases } from '../support/databases'
import { type Client, startService, type TestService } from '../support/service'

const HEADER = 'part,metaId,date,hour,forecast,actual'
const row = (metaId: string, forecast = 1) => `SMR_PROGRAM,${metaId},2027-01-01,1,${forecast},`

/** The files of an inbox of any kind: written, listed and read by names with slashes. */
interface Place {
  address: string
  env: Record<string, string>
  put(name: string, content: string | Buffer): Promise<void>
  list(): Promise<string[]>
  read(name: string): Promise<string>
  close(): Promise<void>
}

async function folderPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-inbox-'))
  const long = new Date(Date.now() - 60_000)
  return {
    address: folder,
    env: {},
    async put(name, content) {
      writeFileSync(join(folder, name), content)
      utimesSync(join(folder, name), long, long)
    },
    list: async () =>
      (
        readdirSync(folder, { recursive: true, withFileTypes: true }) as {
          name: string
          parentPath: string
          isDirectory(): boolean
        }[]
      )
        .filter((one) => !one.isDirectory())
        .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
        .sort(),
    read: async (name) => readFileSync(join(folder, name), 'utf8'),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function bucketPlace(): Promise<Place> {
  const { client, endpoint, close } = await openBucket('vendors')
  const Bucket = 'vendors'
  return {
    address: 's3://vendors/forecast/in',
    env: { S3_ENDPOINT: endpoint },
    async put(name, content) {
      await client.send(new PutObjectCommand({ Bucket, Key: `forecast/in/${name}`, Body: content }))
    },
    async list() {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'forecast/in/' }),
      )
      return Contents.map(({ Key }) => Key!.slice('forecast/in/'.length)).sort()
    },
    async read(name) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: `forecast/in/${name}` }))
      return Body!.transformToString()
    },
    close,
  }
}

const PLACES = { folder: folderPlace, bucket: bucketPlace }
const CASES = databases().flatMap((kind) =>
  (['folder', 'bucket'] as const).map((place) => ({ kind, place, name: `${place}, ${kind.name}` })),
)

describe.each(CASES)(
  'The inbox ($name)',
  ({ kind, place: placeKind }: { kind: DatabaseKind; place: keyof typeof PLACES }) => {
    let place: Place
    let test: TestService
    let operator: Client
    beforeAll(async () => {
      place = await PLACES[placeKind]()
      // No scheduled scan: the tests start each scan.
      test = await startService(kind, {
        FORECAST_INBOX: place.address,
        JOB_SCHEDULES: 'none',
        UPLOAD_LIMIT_MB: '1',
        ...place.env,
      })
      operator = await test.signInAs('operator')
      await putCatalogue(operator)
    })
    afterAll(async () => {
      await test?.stop()
      await place?.close()
    })

    /** Scans the inbox and waits for every run that the scan starts. */
    const scan = async () => {
      const result = (await test.service.jobs.runToEnd(FORECAST_INBOX, {})) as {
        found: number
        started: number
      }
      // The run of one file starts that of the next.
      const ended = new Map<string, unknown>()
      for (let known = -1; known < ended.size; ) {
        known = ended.size
        for (const { id } of (await operator.get('/jobs/runs?job=forecast-inbox-file&limit=500')).body.items)
          if (!ended.has(id)) ended.set(id, await operator.runEnd(id))
      }
      return { ...result, runs: [...ended.values()] }
    }
    const stored = (metaId: string) =>
      test.service.database.read((tx) =>
        tx.rows('SELECT forecast FROM forecast_inventory WHERE meta_id = ?', [metaId]),
      )

    it('takes what is whole, moves it with its refusals beside it, and leaves the rest alone', async () => {
      await place.put('예측 12월 (최종).csv', `${HEADER}\n${row('INBOX')}\nNOBODY,X,2027-01-01,1,1,`)
      await place.put('clean-1.csv', `${HEADER}\n${row('CLEAN')}`)
      for (const name of ['.hidden.csv', 'coming.csv.part', 'coming.tmp', '~$open.xlsx'])
        await place.put(name, 'x')
      expect(await scan()).toMatchObject({ found: 2, started: 1 })
      expect(await place.list()).toEqual(
        [
          '.hidden.csv',
          'coming.csv.part',
          'coming.tmp',
          'processed/clean-1.csv',
          'processed/예측 12월 (최종).csv',
          'processed/예측 12월 (최종).csv.rejections.csv',
          '~$open.xlsx',
        ].sort(),
      )
      expect(await place.read('processed/예측 12월 (최종).csv.rejections.csv')).toMatch(
        /line,column,value,reason,outcome,이유\r\n3,"part","NOBODY",.*"등록된 파트가 아닙니다/,
      )
      expect(await stored('INBOX')).toEqual([{ forecast: 1 }])
      const { items } = (await operator.get('/forecasts')).body
      expect(items).toContainEqual(
        expect.objectContaining({
          name: '예측 12월 (최종).csv',
          source: 'INBOX',
          actor: null,
          status: 'SUCCEEDED',
        }),
      )
      expect(await scan()).toMatchObject({ found: 0, started: 0 })
    })

    it('moves what it cannot take to failed, with a report in words', async () => {
      await place.put('wrong.csv', 'a,b,c\n1,2,3')
      await place.put('nothing.csv', `${HEADER}\nNOBODY,X,2027-01-01,1,1,`)
      await place.put('large.csv', `${HEADER}\n${`${row('LARGE')}\n`.repeat(40_000)}`)
      await scan()
      const failed = (await place.list()).filter((name) => name.startsWith('failed/'))
      expect(failed).toEqual([
        'failed/large.csv',
        'failed/large.csv.report.txt',
        'failed/nothing.csv',
        'failed/nothing.csv.rejections.csv',
        'failed/nothing.csv.report.txt',
        'failed/wrong.csv',
        'failed/wrong.csv.report.txt',
      ])
      expect(await place.read('failed/wrong.csv.report.txt')).toMatch(
        /wrong\.csv was not taken\.[\s\S]*missing: part \(파트\)[\s\S]*반영하지 못했습니다\.[\s\S]*빠진 것: part/,
      )
      expect(await place.read('failed/large.csv.report.txt')).toContain('this service accepts 1 MB')
      expect(await place.read('failed/nothing.csv.report.txt')).toContain('None of its 1 rows')
      expect(await stored('LARGE')).toEqual([])
    })

    it('withdraws what a file lacks whose name says that it is complete', async () => {
      await place.put(
        'first.csv',
        `${HEADER}\nSMR_PROGRAM,C1,2030-01-01,1,1,\nSMR_PROGRAM,C2,2030-01-01,1,1,`,
      )
      await scan()
      await place.put('second.complete.csv.gz', gzipSync(`${HEADER}\nSMR_PROGRAM,C1,2030-01-01,1,2,`))
      await scan()
      expect([await stored('C1'), await stored('C2')]).toEqual([[{ forecast: 2 }], []])
    })

    it('keeps files of the same name apart, and moves what it has taken before', async () => {
      for (const forecast of [1, 2, 1]) {
        await place.put('daily.csv.gz', `${HEADER}\n${row('DAILY', forecast)}`)
        await scan()
      }
      const daily = (await place.list()).filter((name) => name.startsWith('processed/daily'))
      expect(daily).toHaveLength(3)
      expect(
        daily.filter((name) => /^processed\/daily \d{4}-\d\d-\d\dT[\d-]+Z\.csv\.gz$/.test(name)),
      ).toHaveLength(2)
      // The third file is the same as the first, but the second one has changed its rows since.
      expect(await stored('DAILY')).toEqual([{ forecast: 1 }])
    })

    it('takes the files one after the other, the older first, then by the numbers in their names', async () => {
      if (placeKind === 'folder') {
        await place.put('b-first.csv', `${HEADER}\n${row('ORDER', 1)}`)
        utimesSync(join(place.address, 'b-first.csv'), new Date(0), new Date(0))
      }
      // A bucket knows the second in which an object was written.
      const names = ['a_v2.csv', 'a_v10.csv']
      for (const [i, name] of [...names.entries()].reverse()) {
        await place.put(name, `${HEADER}\n${row('ORDER', i + 2)}`)
        if (placeKind === 'folder') utimesSync(join(place.address, name), new Date(1000), new Date(1000))
      }
      await scan()
      const files: { name: string; createdAt: string; takenAt: string }[] = (
        await operator.get('/forecasts?limit=500')
      ).body.items
      const taken = files
        .filter(({ name }) => /^(a_v|b-first)/.test(name))
        .sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1))
      for (const [i, { createdAt }] of taken.slice(1).entries())
        expect(createdAt >= taken[i]!.takenAt).toBe(true)
      if (placeKind === 'bucket') {
        expect(taken).toHaveLength(2)
        return
      }
      expect(taken.map(({ name }) => name)).toEqual(['b-first.csv', ...names])
      expect(await stored('ORDER')).toEqual([{ forecast: 3 }])
    })

    it('leaves a report alone that an earlier file of this name left', async () => {
      await place.put('processed/left.csv.rejections.csv', 'an earlier report')
      await place.put('left.csv', `${HEADER}\n${row('LEFT')}\nNOBODY,X,2027-01-01,1,1,`)
      await scan()
      expect(await place.read('processed/left.csv.rejections.csv')).toBe('an earlier report')
      const left = (await place.list()).filter((name) => name.startsWith('processed/left '))
      expect(left.map((name) => name.replace(/ .*Z/, ''))).toEqual([
        'processed/left.csv',
        'processed/left.csv.rejections.csv',
      ])
    })

    it('takes a file once, however many look at the same time', async () => {
      const runsOf = async (): Promise<{ id: string; result: { accepted?: number } | null }[]> =>
        (await operator.get('/jobs/runs?job=forecast-inbox-file&limit=500')).body.items
      const before = new Set((await runsOf()).map(({ id }) => id))
      await place.put('once.csv', `${HEADER}\n${row('ONCE')}`)
      await Promise.all([1, 2, 3].map(() => scan()))
      const runs = (await runsOf()).filter(({ id }) => !before.has(id))
      expect(runs.filter(({ result }) => result?.accepted === 1)).toHaveLength(1)
      expect((await place.list()).filter((name) => name.includes('once'))).toEqual(['processed/once.csv'])
    })
  },
)

it.each([
  ['2027-01.complete.csv', true],
  ['2027-01.COMPLETE.csv.gz', true],
  ['complete.csv', false],
  ['2027-01 complete.csv', false],
  ['2027-01.complete', false],
  ['2027-01.complete.final version.csv', false],
])('A file named %s says that it is complete: %s', (name, complete) =>
  expect(saysComplete(name)).toBe(complete),
)

describe('An inbox that is not there', () => {
  it('says so, and what to look at', async () => {
    const bucket = await bucketPlace()
    const folder = mkdtempSync(join(tmpdir(), 'flightsheet-none-'))
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    try {
      for (const address of ['s3://nobody/x', file]) {
        const store = await openInbox({
          setting: 'FORECAST_INBOX',
          address,
          s3Endpoint: bucket.env.S3_ENDPOINT,
        })()
        await expect(store.list()).rejects.toMatchObject({
          code: 'UNAVAILABLE',
          detail: expect.stringContaining(`The inbox ${address} refuses`),
        })
      }
    } finally {
      await bucket.close()
      rmSync(folder, { recursive: true })
    }
  })
})

describe('A folder as an inbox', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flightsheet-folder-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('leaves files that are still written, links and folders alone, and never looks outside', async () => {
    const inbox = folderInbox(folder)
    writeFileSync(join(folder, 'fresh.csv'), 'x')
    mkdirSync(join(folder, 'inner'))
    symlinkSync('/etc/hostname', join(folder, 'link.csv'))
    expect(await inbox.list()).toEqual([])
    expect(await folderInbox(folder, 0).list()).toMatchObject([{ name: 'fresh.csv', size: 1 }])
    expect(await inbox.find('../fresh.csv')).toBeUndefined()
    expect(await inbox.find('link.csv')).toBeUndefined()
  })

  it('does not move a file that has become another one', async () => {
    const inbox = folderInbox(folder, 0)
    const file = (await inbox.find('fresh.csv'))!
    writeFileSync(join(folder, 'fresh.csv'), 'longer')
    expect(await inbox.move(file, 'processed', [])).toBeUndefined()
    expect(readFileSync(join(folder, 'fresh.csv'), 'utf8')).toBe('longer')
  })

  it.each([
    ['a.csv.gz', 'a 2026-12-01T03-00-00-000Z.csv.gz'],
    ['a', 'a 2026-12-01T03-00-00-000Z'],
    ['a. 12월 보고.xlsx', 'a. 12월 보고 2026-12-01T03-00-00-000Z.xlsx'],
  ])('names a second %s %s', (name, second) =>
    expect(withInstant(name, new Date('2026-12-01T03:00:00Z'))).toBe(second),
  )
})
