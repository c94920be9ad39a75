import { describe, expect, it } from 'vitest'
import { ApiClient, CallFailure, fileNameOf, pathOf } from '../../addin/api/client'
import { Intents } from '../../addin/api/intents'
import { MemoryKeep } from '../../addin/api/keep'
import { ClickDispatcher } from '../../addin/excel/click-dispatcher'
import { sheetOfReference } from '../../addin/excel/read-sheet'
import { currentSession } from '../../shared/contract/accounts'
import { listContents } from '../../shared/contract/catalog'
import { campaignsCsv } from '../../shared/contract/monitoring'
import { proposal } from '../../shared/contract/proposals'
import { purchase } from '../../shared/contract/purchases'
import { cellOfAddress } from '../../shared/sheets/address'

const units = [{ unitId: 'u1', version: 2 }]
const intent = { call: 'post /campaigns/c1/purchases', body: { mode: 'all', units } }

function intents(keep = new MemoryKeep()) {
  let keys = 0
  return new Intents(keep, () => `key-${++keys}`)
}

describe('an intent to buy', () => {
  it('has one key until it is answered, also after the pane was loaded again', () => {
    const keep = new MemoryKeep()
    const key = intents(keep).keyFor(intent)
    expect(intents(keep).keyFor(intent)).toBe(key)
  })

  it('is another one after the answer, and for another version of the row', () => {
    const one = intents()
    const first = one.keyFor(intent)
    expect(one.keyFor({ ...intent, body: { mode: 'all', units: [{ unitId: 'u1', version: 3 }] } })).not.toBe(
      first,
    )
    one.answered(intent)
    expect(one.keyFor(intent)).not.toBe(first)
  })
})

describe('a key that is kept', () => {
  const hours = (count: number) => count * 3_600_000

  it('is forgotten when the service has forgotten it too, with those of other intents', () => {
    let now = hours(1)
    const keep = new MemoryKeep()
    const kept = new Intents(
      keep,
      () => `key at ${now}`.replaceAll(' ', '-'),
      () => now,
    )
    const first = kept.keyFor(intent)
    now = hours(48)
    expect(kept.keyFor(intent)).toBe(first)
    kept.keyFor({ ...intent, call: 'post /campaigns/c2/purchases' })
    now = hours(49)
    expect(kept.keyFor(intent)).not.toBe(first)
    now = hours(97)
    kept.keyFor({ ...intent, call: 'post /campaigns/c3/purchases' })
    expect(keep.keys('flightsheet.intent.').map((place) => /c\d/.exec(place)![0])).toEqual(['c3'])
  })

  it('of an earlier version, without its time, is still used', () => {
    const keep = new MemoryKeep()
    keep.set(`flightsheet.intent.${intent.call} ${JSON.stringify(intent.body)}`, 'old-key')
    let now = hours(1)
    const kept = new Intents(
      keep,
      () => 'new-key',
      () => now,
    )
    expect(kept.keyFor(intent)).toBe('old-key')
    now = hours(50)
    expect(kept.keyFor(intent)).toBe('new-key')
  })
})

describe('a press on the buy cell', () => {
  const cell = { sheetId: 's', row: 7, column: 17 }

  it('is one press, whichever of its events arrive', () => {
    let now = 0
    const dispatcher = new ClickDispatcher(() => now)
    expect(dispatcher.press(cell)).toBe(true)
    now = 40
    expect(dispatcher.press(cell)).toBe(false)
    now = 2000
    expect(dispatcher.press(cell)).toBe(true)
  })

  it('counts at once in another row', () => {
    const dispatcher = new ClickDispatcher(() => 0)
    dispatcher.press(cell)
    expect(dispatcher.press({ ...cell, row: 8 })).toBe(true)
  })

  it('is a single cell', () => {
    expect(cellOfAddress("'A안'!$Q$7")).toEqual({ row: 7, column: 17 })
    expect(cellOfAddress('AB12')).toEqual({ row: 12, column: 28 })
    expect(cellOfAddress('Q7:Q9')).toBeUndefined()
  })
})

describe('the client', () => {
  const client = (answer: () => Promise<Response>, signedOut = () => undefined) =>
    new ApiClient({ token: () => 't', language: () => 'ko', signedOut, fetch: answer as typeof fetch })

  it('makes the path and query of the contract', () => {
    expect(pathOf(purchase, { params: { id: 'a/b' } })).toBe('/campaigns/a%2Fb/purchases')
    expect(pathOf(listContents, { query: { q: '런닝맨', type: undefined } })).toBe(
      '/contents?q=%EB%9F%B0%EB%8B%9D%EB%A7%A8',
    )
  })

  it('says that nothing was answered when nothing was', async () => {
    const failing = client(async () => {
      throw new TypeError('network')
    })
    await expect(failing.call(currentSession, {})).rejects.toMatchObject({ code: 'UNREACHABLE' })
  })

  it("hands on the service's problem with its data, and a sign-out", async () => {
    let out = false
    const problem = { code: 'NOT_SIGNED_IN', detail: 'Sign in.', unitId: 'u1' }
    const refusing = client(
      async () => new Response(JSON.stringify(problem), { status: 401 }),
      () => {
        out = true
        return undefined
      },
    )
    const failure = await refusing.call(currentSession, {}).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(CallFailure)
    expect(failure).toMatchObject({ code: 'NOT_SIGNED_IN', data: { unitId: 'u1' } })
    expect(out).toBe(true)
  })

  it('takes the name of a download in Korean', () => {
    const korean = `attachment; filename="a.xlsx"; filename*=UTF-8''%ED%95%9C%EB%B9%9B.xlsx`
    expect(fileNameOf(korean, proposal)).toBe('한빛.xlsx')
  })

  it('names a download that has no name after what it is', () => {
    expect(fileNameOf(null, campaignsCsv)).toBe('export.csv')
    expect(fileNameOf('attachment', proposal)).toBe('proposal.xlsx')
  })
})

it('finds the sheet behind a defined name, also a renamed one', () => {
  expect(sheetOfReference("='A안 (최종)'!$T$7:$T$10")).toBe('A안 (최종)')
  expect(sheetOfReference('=MediaMix!$T$1')).toBe('MediaMix')
  expect(sheetOfReference('=#REF!$T$1')).toBeNull()
})
