import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, Transaction } from '../../server/database/database'
import { type JournalWrite, record } from '../../server/journal/journal'
import { purgeJournal } from '../../server/journal/purge-journal'
import type { LiveEvent } from '../../shared/contract/events'
import { createCampaign } from '../http/plan'
import { databases } from '../support/databases'
import { EventReader } from '../support/event-reader'
import { eventually } from '../support/eventually'
import { runJob } from '../support/run-job'
import { type Client, client, startService, type TestService } from '../support/service'

const AT = '2026-12-01T03:00:00.000Z'
const changed = (campaignId: string, revision: number): JournalWrite => ({
  campaignId,
  kind: 'campaign.changed',
  data: { revision },
})
const revisions = (events: readonly LiveEvent[]) =>
  events.flatMap((event) => (event.kind === 'campaign.changed' ? [event.data.revision] : []))

describe.each(databases())('Live events ($name)', (kind) => {
  let test: TestService
  let database: Database
  let planner: Client
  let other: Client
  let operator: Client
  let mine: string
  const open: EventReader[] = []

  const listen = async (who: Client, options?: Parameters<typeof EventReader.open>[2]) => {
    const reader = await EventReader.open(test.origin, who, options)
    open.push(reader)
    return reader
  }
  const write = (...entries: JournalWrite[]) => database.write((tx) => record(tx, entries, AT))

  beforeAll(async () => {
    test = await startService(kind, {
      EVENT_HEARTBEAT_SECONDS: '1',
      EVENT_STREAMS: '6',
      EVENT_STREAMS_PER_USER: '3',
    })
    database = test.service.database
    planner = await test.signInAs('planner')
    other = await test.signInAs('planner', 'other@example.com')
    operator = await test.signInAs('operator')
    mine = await createCampaign(planner)
  })
  afterAll(async () => {
    closeAll()
    await test?.stop()
  })
  const closeAll = () => {
    for (const reader of open.splice(0)) reader.close()
  }
  /** Waits until the service has noticed that all streams are closed. */
  const alone = async () => {
    closeAll()
    const hub = test.service['events']
    await eventually(() => hub['streams'].size === 0 && hub['perUser'].size === 0)
  }

  it('tells operators of runs of jobs, and nobody else', async () => {
    const [operators, planners, ofCampaign] = [
      await listen(operator),
      await listen(planner),
      await listen(operator, { query: `?campaign=${mine}` }),
    ]
    const { id } = await operator.job('standard-inventory-load', '2026-12')
    await operators.until(({ events }) => events.some(({ kind: of }) => of === 'job.ended'))
    const told = operators.events.filter(({ kind: of }) => of.startsWith('job.'))
    expect(told[0]).toMatchObject({
      kind: 'job.started',
      campaignId: null,
      unitId: null,
      data: { runId: id, job: 'standard-inventory-load', month: '2026-12' },
    })
    expect(told.at(-1)).toMatchObject({ kind: 'job.ended', data: { runId: id, status: 'SUCCEEDED' } })
    for (const { data } of told) expect(data).toMatchObject({ runId: id })
    // A job that runs all the time is not news, unless it fails.
    await test.service.jobs.runToEnd('purge-sessions', {})
    await write(changed(mine, 7_001))
    for (const reader of [operators, planners, ofCampaign])
      await reader.until(({ events }) => revisions(events).includes(7_001))
    expect(operators.events.filter(({ kind: of }) => of === 'job.ended')).toHaveLength(1)
    for (const reader of [planners, ofCampaign])
      expect(reader.events.some(({ kind: of }) => of.startsWith('job.'))).toBe(false)
    closeAll()
    await alone()
  })

  it('tells an account of its own notifications only', async () => {
    const { user } = (await planner.get('/session')).body
    const [mineOnly, operators] = [
      await listen(planner, { query: `?campaign=${mine}` }),
      await listen(operator),
    ]
    await write({ accountId: user.id, kind: 'notifications.changed', data: {} }, changed(mine, 7_002))
    await mineOnly.until(({ events }) => revisions(events).includes(7_002))
    await operators.until(({ events }) => revisions(events).includes(7_002))
    const count = ({ events }: EventReader) =>
      events.filter(({ kind: of }) => of === 'notifications.changed').length
    expect([count(mineOnly), count(operators)]).toEqual([1, 0])
    // After a reconnect too, the journal gives it to nobody else.
    const [first] = operators.messages
    closeAll()
    const again = await listen(operator, { lastEventId: first!.id })
    await again.until(({ events }) => revisions(events).includes(7_002))
    expect(count(again)).toBe(0)
    closeAll()
    await alone()
  })

  it('tells of what was committed, of nothing that wasn’t, and in an answer that nothing holds back', async () => {
    const reader = await listen(planner)
    expect(reader.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(reader.headers.get('content-encoding')).toBeNull()
    await database
      .write(async (tx) => {
        await record(tx, [changed(mine, 900_000)], AT)
        throw new Error('rolled back')
      })
      .catch(() => undefined)
    await write(changed(mine, 901_000), {
      campaignId: mine,
      unitId: '00000000-0000-4000-8000-000000000001',
      kind: 'unit.publish-status',
      data: { before: null, after: 'REQUESTED', counts: { REQUESTED: 3 } },
    })
    await reader.until(({ events }) => events.length === 2)
    expect(revisions(reader.events)).toEqual([901_000])
    expect(reader.events[1]).toMatchObject({
      campaignId: mine,
      unitId: '00000000-0000-4000-8000-000000000001',
      at: AT,
      data: { before: null, after: 'REQUESTED', counts: { REQUESTED: 3 } },
    })
    closeAll()
  })

  it('tells planners of their own and shared campaigns, operators of all, and of one campaign when asked', async () => {
    await alone()
    const theirs = await createCampaign(other)
    const readers = {
      planner: await listen(planner),
      other: await listen(other),
      operator: await listen(operator),
      filtered: await listen(operator, { query: `?campaign=${theirs}` }),
    }
    await write(changed(theirs, 1), changed(mine, 2))
    await readers.operator.until(({ events }) => revisions(events).length === 2)
    await readers.planner.until(({ events }) => revisions(events).includes(2))
    await readers.other.until(({ events }) => revisions(events).includes(1))
    await readers.filtered.until(({ events }) => revisions(events).includes(1))

    // Shared from now on: later events are sent, earlier ones are not.
    const { body: campaign } = await other.get(`/campaigns/${theirs}`)
    const shared = await other.patch(`/campaigns/${theirs}`, {
      version: campaign.version,
      sharedWith: ['planner@example.com'],
    })
    expect(shared.status).toBe(200)
    await write(changed(theirs, 3))
    await readers.planner.until(({ events }) => revisions(events).includes(3))
    const unshared = await other.patch(`/campaigns/${theirs}`, {
      version: campaign.version + 1,
      sharedWith: [],
    })
    expect(unshared.status).toBe(200)
    await write(changed(theirs, 4), changed(mine, 5))
    await readers.planner.until(({ events }) => revisions(events).includes(5))
    await readers.operator.until(({ events }) => revisions(events).includes(5))
    expect(
      readers.planner.events.filter(({ campaignId }) => campaignId === theirs).map(({ kind }) => kind),
    ).toEqual(['campaign.changed', 'campaign.shared', 'campaign.changed', 'campaign.removed'])
    expect(revisions(readers.planner.events)).not.toContain(1)
    expect(revisions(readers.planner.events)).not.toContain(4)
    expect(readers.other.events.filter(({ campaignId }) => campaignId === mine)).toEqual([])
    await readers.filtered.until(({ events }) => revisions(events).includes(4))
    expect(new Set(readers.filtered.events.map(({ campaignId }) => campaignId))).toEqual(new Set([theirs]))
    expect((await listen(planner, { query: `?campaign=${theirs}` })).problem.code).toBe('NOT_FOUND')
    closeAll()
  })

  it('goes on from the last event that was read', async () => {
    await alone()
    const first = await listen(planner)
    await write(changed(mine, 10))
    await first.until(({ events }) => revisions(events).includes(10))
    first.close()
    await write(...Array.from({ length: 2_500 }, (_, i) => changed(mine, 11 + i)))
    const second = await listen(planner, { lastEventId: first.lastEventId })
    await write(changed(mine, 9_999))
    await second.until(({ events }) => revisions(events).includes(9_999))
    expect(second.messages[0]).toMatchObject({ event: 'ready', data: { resumed: true } })
    const told = new Set(first.events.map(({ id }) => id))
    // Where a transaction was rolled back shortly before, the stream resumes before that gap and repeats some
    // events.
    const fresh = second.events.filter(({ id }) => !told.has(id))
    const missed = revisions(fresh).filter((revision) => revision > 10 && revision < 10_000)
    expect(missed.sort((a, b) => a - b)).toEqual([...Array.from({ length: 2_500 }, (_, i) => 11 + i), 9_999])
    closeAll()
  })

  it('says that what was missed is not kept any more', async () => {
    await alone()
    const first = await listen(planner)
    await write(changed(mine, 20))
    await first.until(({ events }) => revisions(events).includes(20))
    first.close()
    await write(changed(mine, 21), changed(mine, 22))
    await database.write((tx) =>
      tx.run('DELETE FROM journal WHERE id < (SELECT id FROM (SELECT MAX(id) AS id FROM journal) m)'),
    )
    const second = await listen(planner, { lastEventId: first.lastEventId })
    await second.until(({ messages }) => messages.some(({ event }) => event === 'reset'))
    await write(changed(mine, 23))
    await second.until(({ events }) => revisions(events).includes(23))
    expect(revisions(second.events)).toEqual([23])
    // An id of another database, or from before a backup was restored.
    const third = await listen(planner, { lastEventId: '123456789' })
    await third.until(({ messages }) => messages.some(({ event }) => event === 'reset'))
    for (const lastEventId of ['x', '-1', '1.5'])
      expect((await listen(planner, { lastEventId })).problem.code).toBe('VALIDATION_FAILED')
    closeAll()
  })

  it('forgets what is older than is kept, but never the newest, which says how far it has come', async () => {
    const ids = () => database.rows<{ id: number; at: string }>('SELECT id, at FROM journal ORDER BY id')
    const purge = async (today: string) => {
      const job = purgeJournal(() => new Date(today), 7)
      return runJob(database, job, '2026-12')
    }
    await database.write((tx) => tx.run('DELETE FROM journal'))
    await database.write((tx) => record(tx, [changed(mine, 1), changed(mine, 2)], '2026-11-20T00:00:00.000Z'))
    await database.write((tx) => record(tx, [changed(mine, 3), changed(mine, 4)], '2026-11-28T00:00:00.000Z'))
    expect(await purge('2026-11-26T00:00:00.000Z')).toEqual({ purged: 0 })
    const [, , ...kept] = await ids()
    expect(await purge('2026-12-01T00:00:00.000Z')).toEqual({ purged: 2 })
    expect(await ids()).toEqual(kept)
    expect(await purge('2027-01-01T00:00:00.000Z')).toEqual({ purged: 1 })
    expect(await ids()).toEqual(kept.slice(-1))
    // More than one transaction deletes.
    for (let part = 0; part < 3; part++)
      await write(...Array.from({ length: 2_000 }, (_, i) => changed(mine, i)))
    expect(await purge('2027-01-01T00:00:00.000Z')).toEqual({ purged: 6_000 })
    expect(await ids()).toHaveLength(1)
  })

  it('says every now and then that it is there, and where to go on from', async () => {
    await alone()
    const theirs = await createCampaign(other)
    const reader = await listen(planner)
    const before = Number(reader.lastEventId)
    await write(changed(theirs, 30))
    await reader.until(({ lastEventId }) => Number(lastEventId) > before)
    expect(reader.comments).toBeGreaterThan(0)
    expect(reader.events.filter(({ campaignId }) => campaignId === theirs)).toEqual([])
    closeAll()
  })

  it('ends with the sign-in', async () => {
    await alone()
    const { body } = await test.anonymous.post('/session', {
      email: 'other@example.com',
      password: 'correct horse battery',
    })
    const briefly = client(test.origin, body.token)
    const reader = await listen(briefly)
    expect((await briefly.delete('/session')).status).toBe(204)
    await reader.until(({ ended }) => ended)
    expect(reader.messages.at(-1)?.event).toBe('end')
    expect((await listen(briefly)).problem.code).toBe('NOT_SIGNED_IN')
  })

  it('has limits for an account and in all', async () => {
    await alone()
    for (let i = 0; i < 3; i++) expect((await listen(planner)).status).toBe(200)
    const fourth = await listen(planner)
    expect(fourth.problem).toMatchObject({ status: 429, code: 'TOO_MANY_STREAMS', limit: 3 })
    expect(fourth.headers.get('retry-after')).toBe('30')
    for (let i = 0; i < 3; i++) expect((await listen(other)).status).toBe(200)
    expect((await listen(operator)).problem).toMatchObject({ status: 503, code: 'UNAVAILABLE' })
    await alone()
  })

  it('reads what a transaction commits late, and goes on from before it', async ({ skip }) => {
    if (kind.name === 'sqlite') skip('one transaction at a time')
    await alone()
    const reader = await listen(planner)
    const slow = heldOpen(database, (tx) => record(tx, [changed(mine, 40)], AT))
    await slow.written
    await write(changed(mine, 41))
    await reader.until(({ events }) => revisions(events).includes(41))
    const meanwhile = reader.lastEventId
    slow.commit()
    await slow.done
    await reader.until(({ events }) => revisions(events).includes(40))
    expect(revisions(reader.events)).toEqual([41, 40])
    // A reader that was disconnected in between receives the late event too.
    const again = await listen(planner, { lastEventId: meanwhile })
    await again.until(({ events }) => revisions(events).includes(40) && revisions(events).includes(41))
    // A transaction that is rolled back leaves a permanent gap; no reader waits for it.
    const never = heldOpen(database, async (tx) => {
      await record(tx, [changed(mine, 42)], AT)
    })
    await never.written
    await write(changed(mine, 43))
    never.rollBack()
    await never.done.catch(() => undefined)
    await write(changed(mine, 44))
    await reader.until(({ events }) => revisions(events).includes(44))
    expect(revisions(reader.events)).toEqual([41, 40, 43, 44])
    closeAll()
  })

  it('lets a slow reader catch up, and holds nothing for it', async () => {
    await alone()
    const slow = await slowReader(test.origin, planner)
    const quick = await listen(planner)
    const batch = 2_000
    const batches = 12
    for (let b = 0; b < batches; b++)
      await write(...Array.from({ length: batch }, (_, i) => changed(mine, 100_000 + b * batch + i)))
    await quick.until(({ events }) => revisions(events).length === batch * batches)
    const text = await slow.readUntil(`"revision":${100_000 + batch * batches - 1}}`)
    const read = new Set([...text.matchAll(/"revision":(\d+)/g)].map(([, revision]) => Number(revision)))
    expect(read.size).toBe(batch * batches)
    closeAll()
  })
})

/** A transaction that stays open until the test commits it or rolls it back. */
function heldOpen(database: Database, work: (tx: Transaction) => Promise<void>) {
  let end: (how: 'commit' | 'rollBack') => void = () => undefined
  const told = new Promise<'commit' | 'rollBack'>((resolve) => {
    end = resolve
  })
  let begun: () => void = () => undefined
  const written = new Promise<void>((resolve) => {
    begun = resolve
  })
  const done = database.write(async (tx) => {
    await work(tx)
    begun()
    if ((await told) === 'rollBack') throw new Error('rolled back')
  })
  done.catch(() => undefined)
  return { written, done, commit: () => end('commit'), rollBack: () => end('rollBack') }
}

/** A stream that is not read before `readUntil` is called. */
async function slowReader(origin: string, { token }: Client) {
  const abort = new AbortController()
  const response = await fetch(`${origin}/api/v1/events`, {
    signal: abort.signal,
    headers: { authorization: `Bearer ${token}` },
  })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  return {
    async readUntil(end: string): Promise<string> {
      let text = ''
      while (!text.slice(-100_000).includes(end)) {
        const { done, value } = await reader.read()
        if (done) throw new Error('the stream ended')
        text += value
      }
      abort.abort()
      return text
    },
  }
}
