import fc from 'fast-check'
import { addDays } from '../../shared/calendar'
import type { DailyPlan } from '../../shared/sheets/daily-plan/contents'
import type { Plan, PlanMember, PlanRow, PlanTargetingGroup } from '../../shared/sheets/plan'
import type { ProposalContents } from '../../shared/sheets/proposal/proposal'
import type { PurchasedRow } from '../../shared/sheets/purchases/contents'
import type { BookingStatus } from '../../shared/statuses'
import { emptyPlan } from './sample-plan'

/** What people write, and what makes a workbook or its reader stumble. */
const HAZARDS = [
  '=HYPERLINK("http://x","y")',
  '+1',
  '@x',
  '-1+1',
  '=1+1',
  '_x0041_',
  "'=1",
  '  앞뒤 공백  ',
  'a\u0000b\u0007c\u001f\ufffe',
  'half \ud83d and \udc00',
  '👩‍👩‍👧‍👦 😀',
  'שלום עולם \u202eabc',
  '<b>&amp;"\'</b>]]>',
  '가'.repeat(200),
  'W'.repeat(200),
  '여러\r\n줄',
  '16:9',
  '3-1',
  '1e5',
  'TRUE',
  '#N/A',
]

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('큐레이션 15초', '예능 프로그램', 'NAVER', '15초 A안') },
  { weight: 2, arbitrary: fc.constantFrom(...HAZARDS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40_000 }).map((length) => '나'.repeat(length)) },
)
/** As long as the service takes a name. Charts name platforms, and LibreOffice takes minutes to lay out longer text there. */
const platformName = text.map((one) => one.slice(0, 200))
const name = fc.oneof({ weight: 9, arbitrary: platformName }, { weight: 1, arbitrary: text })
const count = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5_000_000_000 }))
const ppm = fc.integer({ min: 0, max: 1_000_000 }).map((parts) => parts / 1_000_000)

const STATUSES: BookingStatus[] = [
  'Draft',
  'Reserved',
  'Booked',
  'InFlight',
  'Finished',
  'Canceled',
  'Expired',
]

const row = fc.record<PlanRow>({
  unitId: fc.uuid(),
  kind: fc.constantFrom('PAID', 'PAID', 'SERVICE'),
  productCode: fc.constant('PRODUCT'),
  platforms: fc.array(platformName, { minLength: 1, maxLength: 4 }),
  productName: name,
  targeting: name,
  device: name,
  creative: name,
  startDate: fc.constantFrom('2026-11-01', '2026-11-15'),
  endDate: fc.constantFrom('2026-11-30', '2026-12-31'),
  amount: count,
  ecpm: fc.integer({ min: 1, max: 1_000_000 }),
  ctr: ppm,
  vtr: ppm,
  variant: fc.constantFrom(null, null, null, 'A', 'B'),
  bookingStatus: fc.constantFrom(...STATUSES),
  availability: fc.record({
    maxAmount: count,
    maxImpressions: count,
    message: fc.oneof(fc.constant(''), name),
  }),
})

const member = fc.record<PlanMember>({
  metaId: fc.uuid(),
  type: fc.constantFrom('PROGRAM', 'PROGRAM', 'CHANNEL', 'KEYWORD', 'RANDOM'),
  name,
  broadcaster: fc.oneof(fc.constant(null), name),
  weight: fc.integer({ min: 1, max: 1_000_000 }),
  forecast: fc.oneof(fc.constant(null), count),
  available: fc.oneof(fc.constant(null), count),
  owner: fc.oneof(fc.constant(null), name),
})

const group = fc.record<PlanTargetingGroup>({
  name,
  weight: fc.integer({ min: 1, max: 1_000_000 }),
  platforms: fc.oneof(fc.constant(null), fc.array(platformName, { minLength: 1, maxLength: 3 })),
  members: fc.array(member, { maxLength: 25 }),
})

const plan: fc.Arbitrary<Plan> = fc
  .tuple(
    fc.array(row, { maxLength: 12 }),
    fc.array(fc.array(group, { maxLength: 3 }), { maxLength: 12 }),
    name,
    name,
  )
  .map(([rows, groups, advertiser, campaign]) => ({
    ...emptyPlan(),
    campaign: { ...emptyPlan().campaign, name: campaign, advertiser, agency: advertiser, budget: 1_000_000 },
    rows,
    targeting: rows.map(({ unitId }, i) => ({ unitId, groups: groups[i] ?? [] })),
  }))

const daily: fc.Arbitrary<DailyPlan> = fc
  .tuple(
    fc.array(platformName, { minLength: 1, maxLength: 6 }),
    fc.integer({ min: 0, max: 90 }),
    fc.integer({ min: 0, max: 2 }),
  )
  .chain(([names, days, estimatedRows]) =>
    fc
      .array(fc.array(count, { minLength: names.length, maxLength: names.length }), {
        minLength: days,
        maxLength: days,
      })
      .map(
        (numbers): DailyPlan => ({
          platforms: names.map((one, p) => {
            const impressions = numbers.reduce((sum, day) => sum + day[p]!, 0)
            return { name: one, amount: impressions * 3, impressions }
          }),
          days: numbers.map((impressions, i) => ({ date: addDays('2026-11-01', i), impressions })),
          estimatedRows,
        }),
      ),
  )

const purchase = fc.record<PurchasedRow>({
  unitId: fc.uuid(),
  kind: fc.constantFrom('PAID', 'SERVICE'),
  productName: name,
  startDate: fc.constant('2026-11-01'),
  endDate: fc.constant('2026-11-30'),
  bookingStatus: fc.constantFrom('Reserved', 'Booked', 'InFlight'),
  platforms: fc.array(
    fc.record({
      name,
      groups: fc.array(
        fc.record({
          name,
          owners: fc.array(
            fc.record({ name: fc.oneof(fc.constant(null), name), amount: count, impressions: count }),
            { minLength: 1, maxLength: 3 },
          ),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
})

/** What a proposal may have to show: every text that a person could write, and plans of every shape. */
export const randomProposal: fc.Arbitrary<ProposalContents> = fc.record({
  plan,
  daily,
  purchases: fc.array(purchase, { maxLength: 5 }),
})
