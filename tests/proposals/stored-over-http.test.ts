import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { audit } from '../../server/audit/audit'
import { PURGE_PROPOSALS } from '../../server/proposals/purge-copies'
import { done, expectProblem } from '../http/plan'
import { openBucket } from '../support/bucket'
import { databases } from '../support/databases'
import { EventReader } from '../support/event-reader'
import { eventually } from '../support/eventually'
import { findLibreOffice } from '../support/libreoffice'
import { MovableClock } from '../support/movable-clock'
import { type Answer, CLOCK, type Client, existing, startService, type TestService } from '../support/service'

/** Where proposals are stored, as a test looks at it. */
interface Place {
  env: Record<string, string>
  list(): Promise<string[]>
  read(key: string): Promise<Buffer>
  write(key: string, content: Buffer): Promise<void>
  remove(key: string): Promise<void>
  close(): Promise<void>
}

async function folderPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-store-'))
  return {
    env: { PROPOSAL_STORE: join(folder, 'proposals') },
    list: async () =>
      readdirSync(join(folder, 'proposals'), { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => join(one.parentPath, one.name).slice(join(folder, 'proposals').length + 1)),
    read: async (key) => readFileSync(join(folder, 'proposals', key)),
    write: async (key, content) => writeFileSync(join(folder, 'proposals', key), content),
    remove: async (key) => rmSync(join(folder, 'proposals', key)),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function bucketPlace(): Promise<Place> {
  const { endpoint, client, close } = await openBucket('proposals')
  const object = (key: string) => ({ Bucket: 'proposals', Key: `house/copies/${key}` })
  return {
    env: { PROPOSAL_STORE: 's3://proposals/house/copies', S3_ENDPOINT: endpoint },
    async list() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'proposals' }))
      return Contents.map(({ Key }) => Key!.slice('house/copies/'.length))
    },
    async read(key) {
      const { Body } = await client.send(new GetObjectCommand(object(key)))
      return Buffer.from(await Body!.transformToByteArray())
    },
    async write(key, Body) {
      await client.send(new PutObjectCommand({ ...object(key), Body }))
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(object(key)))
    },
    close,
  }
}

const PLACES = { folder: folderPlace, bucket: bucketPlace }
const CASES = databases().flatMap((kind) =>
  (['folder', 'bucket'] as const).map((where) => ({ kind, where, name: `${where}, ${kind.name}` })),
)
const DAY_MS = 86_400_000

/** The proposal when it is made or has failed; a failure is written down a moment after its run has ended. */
async function endOf(client: Client, path: string): Promise<Answer['body']> {
  for (;;) {
    const copy = done(await client.get(path, { 'accept-language': 'en' }))
    if (copy.status !== 'PENDING') return copy
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe.each(CASES)('Stored proposals ($name)', ({ kind, where }) => {
  let place: Place
  let test: TestService
  let clock: MovableClock
  let planner: Client
  let campaignId: string

  beforeAll(async () => {
    place = await PLACES[where]()
    clock = new MovableClock(CLOCK)
    test = await startService(kind, { ...place.env, PROPOSAL_DAYS: '400' }, clock)
    planner = await test.signInAs('planner')
    await test.admin.put('/platforms/NAVER', { name: 'NAVER TV', displayOrder: 1 })
    await test.admin.put('/products/R', {
      name: '논타겟',
      targetingKind: 'RANDOM',
      platforms: ['NAVER'],
      ecpm: 5000,
      ctr: 0.01,
      vtr: 0.5,
    })
  })
  afterAll(async () => {
    await test?.stop()
    await place?.close()
  })
  beforeEach(async () => {
    campaignId = done(
      await planner.post('/campaigns', {
        name: '겨울 런칭',
        advertiser: '한빛',
        startDate: '2026-12-01',
        endDate: '2026-12-31',
        budget: 50_000_000,
      }),
    ).id
    await addRow(10_000_000)
  })

  const path = () => `/campaigns/${campaignId}/proposals`
  const addRow = async (amount: number) => {
    const { revision } = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
    const fields = {
      kind: 'PAID',
      productCode: 'R',
      startDate: '2026-12-01',
      endDate: '2026-12-20',
      amount,
      device: 'PC/MO',
      creative: '15초',
    }
    done(
      await planner.post(`/campaigns/${campaignId}/media-mix/sync`, {
        baseRevision: revision,
        changes: [{ op: 'put', unitId: randomUUID(), fields }],
      }),
    )
  }
  const end = (id: string) => endOf(planner, `${path()}/${id}`)
  const make = async (wish: object = {}, client = planner) => end(done(await client.post(path(), wish)).id)
  const purge = () => test.service.jobs.runToEnd(PURGE_PROPOSALS, {})
  const keyOf = async (id: string) => {
    const [row] = await test.service.database.rows<{ storageKey: string }>(
      'SELECT storage_key AS storageKey FROM proposal_copy WHERE id = ?',
      [id],
    )
    return row!.storageKey
  }
  const unclaimed = () => test.service.database.rows('SELECT * FROM unclaimed_file')
  const expectConsistent = async () =>
    expect((await audit(test.service.database, clock.now())).filter(({ count }) => count > 0)).toEqual([])

  it('are made as a job, with version, author, revision and hash, and stay as they were made', async () => {
    const asked = done(await planner.post(path(), {}))
    expect(asked).toMatchObject({
      number: 1,
      author: 'planner@example.com',
      audience: 'client',
      template: 'classic',
      language: 'ko',
      sheets: ['media-mix', 'targeting'],
      format: 'xlsx',
    })
    const { revision } = done(await planner.get(`/campaigns/${campaignId}`))
    const copy = await end(asked.id)
    expect(copy).toMatchObject({
      status: 'READY',
      error: null,
      revision,
      isCurrent: true,
      fileName: '한빛_겨울 런칭_2026-12-01_v1.xlsx',
    })
    expect(await test.admin.runEnd(copy.runId)).toMatchObject({
      job: 'proposal-copy',
      status: 'SUCCEEDED',
      result: { proposalId: copy.id, made: true },
      attempt: 1,
    })
    await addRow(77_000_000)
    const { status, headers, bytes } = await planner.get(`${path()}/${copy.id}/file`)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('spreadsheetml')
    expect(decodeURIComponent(headers.get('content-disposition')!)).toContain(copy.fileName)
    expect(Number(headers.get('content-length'))).toBe(copy.bytes)
    expect(bytes.length).toBe(copy.bytes)
    const sha256 = createHash('sha256').update(bytes)
    expect(sha256.copy().digest('hex')).toBe(copy.sha256)
    expect(headers.get('repr-digest')).toBe(`sha-256=:${sha256.digest('base64')}:`)
    const workbook = await new ExcelJS.Workbook().xlsx.load(bytes as never)
    expect(JSON.stringify(workbook.getWorksheet('MediaMix')!.getSheetValues())).not.toContain('77000000')
    expect(done(await planner.get(`${path()}/${copy.id}`)).isCurrent).toBe(false)
    expect(await unclaimed()).toEqual([])
    await expectConsistent()
  })

  it('are listed, the newest first, and a number is never given again', async () => {
    const [first, second, third] = [
      await make(),
      await make({ audience: 'internal', language: 'en', sheets: ['monitoring', 'media-mix'] }),
      await make({ template: 'presentation' }),
    ]
    expect(second.fileName).toBe('한빛_겨울 런칭_2026-12-01_internal_v2.xlsx')
    const { items } = done(await planner.get(path()))
    expect(items).toEqual([third, second, first])
    const page = done(await planner.get(`${path()}?limit=2`))
    expect(page.items).toEqual([third, second])
    expect(done(await planner.get(`${path()}?limit=2&cursor=${page.nextCursor}`)).items).toEqual([first])
    const key = await keyOf(third.id)
    expect(await place.list()).toContain(key)
    expect((await planner.delete(`${path()}/${third.id}`)).status).toBe(204)
    expect(await place.list()).not.toContain(key)
    expect(await unclaimed()).toEqual([])
    expectProblem(await planner.get(`${path()}/${third.id}`), 404, 'NOT_FOUND')
    expectProblem(await planner.delete(`${path()}/${third.id}`), 404, 'NOT_FOUND')
    expect((await make()).number).toBe(4)
    await expectConsistent()
  })

  it('are made once for an idempotency key', async () => {
    const key = { 'idempotency-key': randomUUID() }
    const answers = await Promise.all([1, 2, 3].map(() => planner.post(path(), {}, key)))
    expect(new Set(answers.map((answer) => done(answer).id)).size).toBe(1)
    expectProblem(await planner.post(path(), { language: 'en' }, key), 409, 'IDEMPOTENCY_CONFLICT')
    await end(answers[0]!.body.id)
    expect(done(await planner.get(path())).items).toHaveLength(1)
  })

  it('are for those who may see the campaign, and deleted by who made them or owns it', async () => {
    const other = await test.signInAs('planner', 'other@example.com')
    const mine = await make()
    for (const answer of [
      await other.get(path()),
      await other.post(path(), {}),
      await other.get(`${path()}/${mine.id}`),
      await other.get(`${path()}/${mine.id}/file`),
      await other.delete(`${path()}/${mine.id}`),
    ])
      expectProblem(answer, 404, 'NOT_FOUND')
    const { version } = done(await planner.get(`/campaigns/${campaignId}`))
    const shares = [{ email: 'other@example.com', access: 'see' }]
    done(await planner.patch(`/campaigns/${campaignId}`, { version, shares }))
    expect((await other.get(`${path()}/${mine.id}/file`)).status).toBe(200)
    const theirs = await make({}, other)
    expect(theirs.author).toBe('other@example.com')
    expectProblem(await other.delete(`${path()}/${mine.id}`), 403, 'FORBIDDEN')
    expect((await other.delete(`${path()}/${theirs.id}`)).status).toBe(204)
    const again = await make({}, other)
    expect((await planner.delete(`${path()}/${again.id}`)).status).toBe(204)
    // A proposal of another campaign isn't one of this.
    const elsewhere = (await planner.get('/campaigns')).body.items.find(
      ({ id }: { id: string }) => id !== campaignId,
    )
    if (elsewhere)
      expectProblem(await planner.get(`/campaigns/${elsewhere.id}/proposals/${mine.id}`), 404, 'NOT_FOUND')
  })

  it('give no wrong byte: a damaged or missing file is a problem', async () => {
    const copy = await make()
    const key = await keyOf(copy.id)
    const good = await place.read(key)
    const file = () => planner.get(`${path()}/${copy.id}/file`, { 'accept-language': 'en' })
    const flipped = Buffer.from(good)
    flipped[flipped.length - 1]! ^= 1
    for (const bad of [flipped, good.subarray(0, 1000), Buffer.concat([good, Buffer.from('x')])]) {
      await place.write(key, bad)
      expect(expectProblem(await file(), 410, 'FILE_LOST').detail).toContain('is not what was stored')
    }
    await place.remove(key)
    expect(expectProblem(await file(), 410, 'FILE_LOST').detail).toContain(
      'is not where the service keeps it any more',
    )
    await place.write(key, good)
    expect((await file()).bytes.equals(good)).toBe(true)
    const { uploadDir } = test.service.configuration
    // A local copy is removed when it was sent.
    await eventually(() => !readdirSync(uploadDir).some((name) => name.startsWith('proposal-')))
  })

  it('that fail say why, and everybody who sees the campaign hears of both', async () => {
    const events = await EventReader.open(test.origin, planner, { query: `?campaign=${campaignId}` })
    try {
      const failed = await make({ sheets: ['purchases'] })
      expect(failed).toMatchObject({ status: 'FAILED', fileName: null, sha256: null, revision: null })
      expect(failed.error).toMatchObject({ code: 'NOT_FOUND', detail: expect.stringContaining('구매내역') })
      expectProblem(await planner.get(`${path()}/${failed.id}/file`), 409, 'STATUS_CONFLICT')
      const ready = await make()
      await events.until(
        ({ events }) => events.filter(({ kind }) => kind === 'campaign.proposal').length === 2,
      )
      expect(events.events.flatMap(({ kind, data }) => (kind === 'campaign.proposal' ? [data] : []))).toEqual(
        [
          { proposalId: failed.id, number: 1, status: 'FAILED' },
          { proposalId: ready.id, number: 2, status: 'READY' },
        ],
      )
      expectProblem(await planner.post(path(), { template: 'none' }), 422, 'UNKNOWN_REFERENCE')
      expectProblem(await planner.post(path(), { sheets: ['monitoring'] }), 422, 'VALIDATION_FAILED')
      await expectConsistent()
    } finally {
      events.close()
    }
  })

  it('that are deleted while they are made leave nothing', async () => {
    const asked = done(await planner.post(path(), {}))
    expect((await planner.delete(`${path()}/${asked.id}`)).status).toBe(204)
    await test.admin.runEnd(asked.runId)
    expect(done(await planner.get(path())).items).toEqual([])
    await purge()
    expect((await place.list()).filter((key) => key.startsWith(campaignId))).toEqual([])
    expect(await unclaimed()).toEqual([])
    await expectConsistent()
  })

  it('are ten at a time of a campaign', async () => {
    const { database } = test.service
    const copy = await make()
    for (let number = 101; number <= 110; number++)
      await database.write((tx) =>
        tx.run(
          `INSERT INTO proposal_copy (id, campaign_id, number, status, audience, template, language, sheets, format,
             author_id, run_id, created_at)
           SELECT ?, campaign_id, ?, 'PENDING', audience, template, language, sheets, format, author_id, run_id, created_at
           FROM proposal_copy WHERE id = ?`,
          [randomUUID(), number, copy.id],
        ),
      )
    expectProblem(await planner.post(path(), {}), 503, 'UNAVAILABLE')
    await database.write((tx) => tx.run('DELETE FROM proposal_copy WHERE number > 100'))
    expect((await make()).number).toBe(2)
  })

  it.skipIf(!findLibreOffice())('are kept as PDF too', { timeout: 120_000 }, async () => {
    const copy = await make({ format: 'pdf' })
    expect(copy).toMatchObject({ status: 'READY', fileName: '한빛_겨울 런칭_2026-12-01_v1.pdf' })
    const { headers, bytes } = await planner.get(`${path()}/${copy.id}/file`)
    expect(headers.get('content-type')).toBe('application/pdf')
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('are purged when they are old, with what broken-off ones have left', async () => {
    const old = await make()
    const failed = await make({ sheets: ['purchases'] })
    const { database } = test.service
    // As a process leaves it that dies after the file was stored and before the proposal was ready.
    const left = `${campaignId}/9-${randomUUID()}.xlsx`
    await place.write(left, Buffer.from('left over'))
    const fresh = `${campaignId}/10-${randomUUID()}.xlsx`
    await place.write(fresh, Buffer.from('on its way'))
    await database.write((tx) =>
      tx.insert(
        'unclaimed_file',
        ['storage_key', 'since'],
        [
          [left, new Date(Date.now() - 2 * DAY_MS).toISOString()],
          [fresh, new Date().toISOString()],
        ],
      ),
    )
    // As one leaves it that dies between the end of the run and the proposal's.
    await database.write((tx) =>
      tx.run("UPDATE proposal_copy SET status = 'PENDING', error = NULL WHERE id = ?", [failed.id]),
    )
    expect(await purge()).toMatchObject({ failed: 1, purged: 0, files: 1 })
    expect(await place.list()).not.toContain(left)
    expect(await place.list()).toContain(fresh)
    expect(done(await planner.get(`${path()}/${failed.id}`))).toMatchObject({ status: 'FAILED' })
    const before = clock.now()
    try {
      clock.moveTo(new Date(before.getTime() + 31 * DAY_MS).toISOString())
      planner = await test.signInAs('planner')
      await purge()
      expect(done(await planner.get(path())).items.map(({ id }: { id: string }) => id)).toEqual([old.id])
      clock.moveTo(new Date(before.getTime() + 401 * DAY_MS).toISOString())
      planner = await test.signInAs('planner')
      const key = await keyOf(old.id)
      await purge()
      expect(done(await planner.get(path())).items).toEqual([])
      expect(await place.list()).not.toContain(key)
    } finally {
      clock.moveTo(before.toISOString())
      planner = await test.signInAs('planner')
    }
    await expectConsistent()
  })
})

describe.each(databases())('A service that stops in order while it makes proposals ($name)', (kind) => {
  it('leaves them to the next one', async () => {
    const { url, drop } = await kind.createMigrated()
    const store = mkdtempSync(join(tmpdir(), 'flightsheet-store-'))
    const start = () => startService(existing(url), { PROPOSAL_STORE: store })
    try {
      const first = await start()
      const campaign = { name: '겨울', advertiser: '한빛', budget: 1 }
      const flight = { startDate: '2026-12-01', endDate: '2026-12-31' }
      const { id } = done(await first.admin.post('/campaigns', { ...campaign, ...flight }))
      for (let number = 1; number <= 3; number++)
        done(await first.admin.post(`/campaigns/${id}/proposals`, { template: 'presentation' }))
      await first.stop()
      const second = await start()
      try {
        for (const { runId } of done(await second.admin.get(`/campaigns/${id}/proposals`)).items)
          await second.admin.runEnd(runId)
        const { items } = done(await second.admin.get(`/campaigns/${id}/proposals`))
        expect(items.map(({ status }: { status: string }) => status)).toEqual(['READY', 'READY', 'READY'])
      } finally {
        await second.stop()
      }
    } finally {
      rmSync(store, { recursive: true })
      await drop()
    }
  })
})

describe('A store that cannot be used', () => {
  it('keeps the service from starting when it is a folder that cannot be written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flightsheet-store-'))
    try {
      writeFileSync(join(folder, 'file'), '')
      truncateSync(join(folder, 'file'))
      await expect(
        startService(databases()[0]!, { PROPOSAL_STORE: join(folder, 'file', 'store') }),
      ).rejects.toThrow(/PROPOSAL_STORE: the folder .* cannot be written/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('fails the proposal with what to look at when it is a bucket that is not there', async () => {
    const bucket = await openBucket('proposals')
    const test = await startService(databases()[0]!, {
      PROPOSAL_STORE: 's3://nobody',
      S3_ENDPOINT: bucket.endpoint,
    })
    try {
      const { id } = done(
        await test.admin.post('/campaigns', {
          name: '겨울',
          advertiser: '한빛',
          startDate: '2026-12-01',
          endDate: '2026-12-31',
          budget: 1,
        }),
      )
      const { id: proposalId } = done(await test.admin.post(`/campaigns/${id}/proposals`, {}))
      const { error } = await endOf(test.admin, `/campaigns/${id}/proposals/${proposalId}`)
      expect(error).toMatchObject({
        code: 'UNAVAILABLE',
        detail: expect.stringContaining('The store of proposals s3://nobody refuses (NoSuchBucket'),
      })
    } finally {
      await test.stop()
      await bucket.close()
    }
  })
})
