import { describe, expect, it } from 'vitest'
import type { Plan, PlanMember, PlanTargetingGroup } from '../../shared/sheets/plan'
import { targetingSheet } from '../../shared/sheets/targeting/sheet'
import { gridOf } from './layout-grid'
import { emptyPlan, planMember, planRow, samplePlan } from './sample-plan'

const group = (members: PlanMember[], overrides: Partial<PlanTargetingGroup> = {}): PlanTargetingGroup => ({
  name: '',
  weight: 1,
  platforms: null,
  members,
  ...overrides,
})
const planWith = (...groups: PlanTargetingGroup[][]): Plan => ({
  ...emptyPlan(),
  rows: groups.map((_, i) => planRow({ unitId: `unit-${i}`, productName: `상품 ${i + 1}` })),
  targeting: groups.map((list, i) => ({ unitId: `unit-${i}`, groups: list })),
})
/** Rows below the table's heading, without the hidden key column. */
const tableOf = (plan: Plan, audience: 'planner' | 'internal' | 'client' = 'client') =>
  gridOf(targetingSheet(plan, { audience }))
    .slice(6)
    .map((row) => row.slice(0, -1))
    .filter((row) => row.some((value) => value !== ''))

const channel = planMember({ metaId: 'C1', type: 'CHANNEL', name: '침착맨', broadcaster: null })
const keyword = planMember({
  metaId: 'K1',
  type: 'KEYWORD',
  name: '홈카페',
  broadcaster: null,
  forecast: null,
})
const random = planMember({
  metaId: 'RANDOM',
  type: 'RANDOM',
  name: 'RANDOM',
  broadcaster: null,
  owner: null,
})

describe('contents', () => {
  it('group programs by broadcaster, in order of first appearance, and merge the broadcaster', () => {
    const plan = planWith([
      group([
        planMember({ metaId: 'A', name: '가', broadcaster: 'SBS', weight: 1, forecast: 10 }),
        planMember({ metaId: 'B', name: '나', broadcaster: 'MBC', weight: 2, forecast: 20 }),
        planMember({ metaId: 'C', name: '다', broadcaster: 'SBS', weight: 1, forecast: 30 }),
        planMember({ metaId: 'D', name: '라', broadcaster: null, weight: 4, forecast: 40 }),
      ]),
    ])
    expect(tableOf(plan).slice(2)).toEqual([
      ['프로그램', '', '', '', ''],
      ['SBS', '가', 1, 0.125, 10],
      ['', '다', 1, 0.125, 30],
      ['MBC', '나', 2, 0.25, 20],
      ['기타', '라', 4, 0.5, 40],
      ['합계', '', 8, 1, 100],
    ])
    const merged = [...targetingSheet(plan, { audience: 'client' }).rows].flatMap(
      ({ merges }) => merges ?? [],
    )
    expect(merged).toContainEqual({ column: 1, columns: 1, rows: 2 })
  })

  it('follow as channels, keywords and RANDOM; what is not there has no heading', () => {
    const sections = (members: PlanMember[]) =>
      tableOf(planWith([group(members)]))
        .map(([first]) => first)
        .filter((text) => ['프로그램', 'YouTube 채널', '맞춤 키워드'].includes(String(text)))
    expect(sections([keyword, channel, planMember()])).toEqual(['프로그램', 'YouTube 채널', '맞춤 키워드'])
    expect(sections([channel])).toEqual(['YouTube 채널'])
    expect(
      tableOf(planWith([group([random])]), 'internal')
        .slice(-2)
        .map((row) => row.slice(0, 5)),
    ).toEqual([
      ['랜덤', '', '', '', ''],
      ['', 'RANDOM', 100, 1, 3_250_000],
    ])
  })

  it('head no column of broadcasters when there is no program at all', () => {
    expect(
      gridOf(targetingSheet(planWith([group([channel])]), { audience: 'client' }))[5]!.slice(0, 2),
    ).toEqual(['', '콘텐츠'])
    expect(gridOf(targetingSheet(planWith([group([planMember()])]), { audience: 'client' }))[5]![0]).toBe(
      '방송사',
    )
  })

  it('say that a forecast is not known, and sum the others', () => {
    const rows = tableOf(planWith([group([channel, keyword])]))
    expect(rows.at(-2)).toEqual(['', '홈카페', 100, 0.5, '예측 없음'])
    expect(rows.at(-1)).toEqual(['합계', '', 200, 1, 3_250_000])
  })

  it('say calmly when there is nothing', () => {
    for (const plan of [emptyPlan(), planWith([]), planWith([group([])])]) {
      expect(tableOf(plan)).toEqual([])
      const grid = gridOf(targetingSheet(plan, { audience: 'client' }))
      expect(grid[5]![0]).toBe('등록된 타겟팅이 없습니다.')
      expect(grid).toHaveLength(6)
    }
  })
})

describe('blocks', () => {
  it('stand once for rows that share a targeting, and name them', () => {
    const shared = [group([planMember()], { name: '예능' })]
    const rows = tableOf(planWith(shared, [group([channel])], shared)).map(([first]) => first)
    expect(rows.filter((text) => String(text).startsWith('타겟팅 '))).toEqual([
      '타겟팅 1  ·  예능',
      '타겟팅 2',
    ])
    expect(rows[1]).toBe('상품 1  |  NAVER, KAKAO, DAUM  |  2026-11-01 ~ 2026-11-30')
    expect(rows[2]).toBe('상품 3  |  NAVER, KAKAO, DAUM  |  2026-11-01 ~ 2026-11-30')
  })

  it('are two when the same contents have another forecast', () => {
    const rows = tableOf(planWith([group([planMember()])], [group([planMember({ forecast: 1 })])]))
    expect(rows.filter(([text]) => String(text).startsWith('타겟팅 '))).toHaveLength(2)
  })

  it('are not parted by what a client does not see', () => {
    const plan = planWith([group([planMember()])], [group([planMember({ available: 1 })])])
    expect(tableOf(plan, 'client').filter(([text]) => String(text).startsWith('타겟팅 '))).toHaveLength(1)
    expect(tableOf(plan, 'internal').filter(([text]) => String(text).startsWith('타겟팅 '))).toHaveLength(2)
  })

  it('count what would be too long a list of rows', () => {
    const shared = [group([planMember()])]
    const rows = tableOf(planWith(...Array.from({ length: 20 }, () => shared))).map(([first]) => first)
    expect(rows.filter((text) => String(text).startsWith('상품 '))).toHaveLength(12)
    expect(rows).toContain('외 8건')
  })

  it('head each of several groups with name, weight and platforms', () => {
    const rows = tableOf(
      planWith([group([planMember()], { name: '핵심', weight: 3 }), group([channel], { weight: 1 })]),
    ).map(([first]) => first)
    expect(rows).toContain('핵심  ·  가중치 3 (75.0%)  ·  전체 매체')
    expect(rows).toContain('그룹 2  ·  가중치 1 (25.0%)  ·  전체 매체')
  })

  it('name no share of groups that stand in different lists', () => {
    const rows = tableOf(
      planWith([
        group([planMember()], { name: '핵심', weight: 3 }),
        group([channel], { name: '확장', weight: 1, platforms: ['YOUTUBE'] }),
      ]),
    ).map(([first]) => first)
    expect(rows).toContain('핵심  ·  가중치 3  ·  전체 매체')
    expect(rows).toContain('확장  ·  가중치 1  ·  YOUTUBE')
  })
})

describe('for whom it is', () => {
  const heading = (audience: 'planner' | 'internal' | 'client') =>
    gridOf(targetingSheet(samplePlan(), { audience }))[5]!.slice(0, -1)

  it('tells a client neither owner nor availability nor content id', () => {
    expect(heading('client')).toEqual(['방송사', '콘텐츠', '가중치', '비중', '예측 노출수'])
    const text = JSON.stringify(gridOf(targetingSheet(samplePlan(), { audience: 'client' })))
    for (const secret of ['문화방송', 'CJ ENM', '에스비에스미디어넷', '1870000', '198000000'])
      expect(text).not.toContain(secret)
  })

  it('tells planners and internal readers all of it', () => {
    const all = ['방송사', '콘텐츠', '가중치', '비중', '예측 노출수', '잔여 노출수', 'CO', '콘텐츠 ID']
    expect(heading('internal')).toEqual(all)
    expect(heading('planner')).toEqual(all)
  })
})

describe('pages', () => {
  const many = planWith([
    group(
      Array.from({ length: 120 }, (_, i) =>
        planMember({ metaId: `P${i}`, name: `프로그램 ${i}`, broadcaster: `방송사 ${Math.floor(i / 25)}` }),
      ),
    ),
  ])
  const layout = targetingSheet(many, { audience: 'client' })
  const rows = [...layout.rows]

  it('never tear a merged broadcaster', () => {
    const { breaksBefore } = layout.print!
    expect(breaksBefore!.length).toBeGreaterThan(2)
    rows.forEach(({ merges }, top) => {
      for (const merge of merges ?? []) {
        expect(breaksBefore!.filter((row) => row > top + 1 && row <= top + merge.rows)).toEqual([])
      }
    })
  })

  it('repeat the name of a broadcaster whose programs go on', () => {
    expect(tableOf(many).filter(([first]) => first === '방송사 0')).toHaveLength(2)
  })

  it('sum all of the members', () => {
    expect(tableOf(many).at(-1)).toEqual(['합계', '', 12_000, 1, 390_000_000])
  })
})
