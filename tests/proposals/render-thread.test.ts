import { performance } from 'node:perf_hooks'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProposalOrder } from '../../server/proposals/proposal-file'
import { ProposalFiles } from '../../server/proposals/proposal-files'
import { RenderThread } from '../../server/proposals/render-thread'
import type { Plan } from '../../shared/sheets/plan'
import { emptyPlan, planMember, planRow } from '../sheets/sample-plan'
import { buildPrograms, type Programs } from '../support/programs'
import { gridOfSheet, openWorkbook } from './workbook-grid'

const CREATED = new Date('2026-10-12T03:00:00Z')

function planOfRows(count: number): Plan {
  const rows = Array.from({ length: count }, (_, i) => planRow({ unitId: `unit-${i}`, amount: 1000 * i }))
  const targeting = rows.map(({ unitId }, i) => ({
    unitId,
    groups: [{ name: `그룹 ${i}`, weight: 1, platforms: null, members: [planMember(), planMember()] }],
  }))
  return { ...emptyPlan(), rows, targeting }
}

const order = (plan: Plan, overrides: Partial<ProposalOrder> = {}): ProposalOrder => ({
  contents: { plan },
  options: { audience: 'client' },
  createdAt: CREATED,
  ...overrides,
})

describe('a large proposal', () => {
  let programs: Programs
  let files: ProposalFiles

  beforeAll(async () => {
    programs = await buildPrograms({ 'render-thread': 'server/programs/render-thread.ts' })
    files = new ProposalFiles(programs.file('render-thread'))
  })
  afterAll(async () => {
    await files?.close()
    programs?.remove()
  })

  it('is the same as one that is made here', async () => {
    const large = order(planOfRows(400))
    const { fileName, content } = await files.make(large)
    const inThread = await openWorkbook(await buffer(content))
    const here = await new ProposalFiles(undefined).make(large)
    const asHere = await openWorkbook(await buffer(here.content))
    expect(fileName).toBe(here.fileName)
    expect(inThread.worksheets.map(gridOfSheet)).toEqual(asHere.worksheets.map(gridOfSheet))
    expect(inThread).toMatchObject({ created: CREATED, subject: '한빛식품', creator: 'Flightsheet' })
  })

  it('lets this thread go on with its work', { timeout: 60_000 }, async () => {
    await buffer((await files.make(order(planOfRows(400)))).content)
    const before = performance.eventLoopUtilization()
    const { content } = await files.make(order(planOfRows(5000)))
    const { length } = await buffer(content)
    const { utilization } = performance.eventLoopUtilization(before)
    expect(length).toBeGreaterThan(500_000)
    // Made here, it would leave no time for anything else; this thread only hands the plan over and takes the file.
    expect(utilization).toBeLessThan(0.6)
  })

  it('comes one after the other, each with its own name', async () => {
    const made = await Promise.all(
      ['가', '나', '다'].map((name) => {
        const plan = planOfRows(400)
        return files.make(order({ ...plan, campaign: { ...plan.campaign, name } }))
      }),
    )
    const sizes = await Promise.all(made.map(async ({ content }) => (await buffer(content)).length))
    expect(made.map(({ fileName }) => fileName.split('_')[1])).toEqual(['가', '나', '다'])
    expect(Math.min(...sizes)).toBeGreaterThan(10_000)
  })

  it('tells its problem, and the next one is made', async () => {
    const nothing = order(planOfRows(400), { options: { audience: 'client', sheets: ['purchases'] } })
    await expect(files.make(nothing)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const broken = planOfRows(400)
    const unreadable = { ...broken, campaign: { ...broken.campaign, id: 'not an id' } }
    await expect(files.make(order(unreadable))).rejects.toThrow('campaign id')
    expect((await files.make(order(planOfRows(400)))).fileName).toContain('.xlsx')
  })

  it('fails instead of waiting for a thread that does not start or is closed', async () => {
    const missing = new RenderThread(programs.file('not-there'))
    await expect(missing.make(order(planOfRows(1)))).rejects.toThrow()
    const closed = new RenderThread(programs.file('render-thread'))
    const made = closed.make(order(planOfRows(2000)))
    const failed = expect(made).rejects.toThrow('stops')
    await closed.close()
    await failed
  })
})
