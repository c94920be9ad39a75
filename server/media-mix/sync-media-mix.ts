import { In } from 'typeorm'
import { dayCount, MAX_FLIGHT_DAYS } from '../../shared/calendar'
import type {
  MediaMixRow,
  RowChange,
  RowConflict,
  RowFields,
  RowOrder,
} from '../../shared/contract/campaigns'
import type { ProductView } from '../../shared/contract/catalog'
import { isCountable } from '../../shared/estimates'
import { type FieldConflict, type FieldValue, mergeFields } from '../../shared/merge'
import { type FieldProblem, Problem } from '../../shared/problem'
import { BLANK_FIELDS, FREE_FIELDS, SYNCED_FIELDS } from '../../shared/sheets/media-mix/columns'
import { isAmendable, isEditable, isRunning } from '../../shared/statuses'
import { type Caller, hasRole } from '../caller'
import { requireCampaign } from '../campaigns/access'
import { type Campaign, CampaignUnit } from '../campaigns/campaign.entities'
import { touchCampaign } from '../campaigns/campaigns'
import { productsOf, unknownProducts } from '../catalog/products'
import { LostRace, type SqlValue, type Transaction } from '../database/database'
import { columnName } from '../database/snake-case-naming'
import { requestPublishing } from '../publishing/request-publishing'
import { recordSecurityEvent } from '../security-log/record-event'
import { toRow, unitsOf } from './media-mix'
import { orderRows } from './order-rows'
import { fieldsOf, storedFields, UNIT_PROPERTIES } from './row-fields'
import {
  deletionsOf,
  type FieldChange,
  type LastChange,
  LastChanges,
  NewerChanges,
  ROW,
  recordChanges,
  type Seen,
} from './unit-history'
import { clearTargeting } from './unit-targeting'

export interface SyncResult {
  revision: number
  /** Changes that were applied completely, or had no effect because the row was already so. */
  applied: number
  conflicts: RowConflict[]
  rows: MediaMixRow[]
}

type Field = keyof RowFields
type RateCard = Pick<Required<RowFields>, 'ecpm' | 'ctr' | 'vtr'>

/**
 * Applies a sheet's changes: a three-way merge per row and field against the changes since the sheet's
 * version, and of the rows' order against the order that the sheet last had. Conflicts are returned and their fields are left as they are; invalid input refuses the whole
 * sync.
 *
 * @throws Problem NOT_FOUND, VALIDATION_FAILED, UNKNOWN_REFERENCE, FORBIDDEN (rate card), USE_AMEND,
 * AMOUNT_TOO_LARGE
 */
export async function syncMediaMix(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  request: { baseRevision: number; changes: readonly RowChange[]; order?: RowOrder | undefined },
  at: string,
): Promise<SyncResult> {
  // Who may only see a campaign, or an archived one, fetches its rows in the same way.
  const fetchesOnly = request.changes.length === 0 && request.order === undefined
  const campaign = await requireCampaign(tx, caller, campaignId, !fetchesOnly)
  if (request.baseRevision > campaign.revision) {
    throw new Problem(
      'VALIDATION_FAILED',
      `baseRevision ${request.baseRevision} is newer than the campaign (${campaign.revision}). Load the MediaMix again.`,
      { errors: [{ path: 'baseRevision', message: 'is newer than the campaign' }] },
    )
  }
  const sync = await Sync.begin(tx, caller, campaign, request)
  for (const [i, change] of request.changes.entries()) sync.take(change, `changes.${i}`)
  sync.requireValid()
  const conflicts = await sync.explainConflicts()
  const written = await sync.write(at)
  const ordered = request.order && (await orderRows(tx, caller, campaign, request.order, at))
  const changed = written || ordered?.moved
  const revision = changed ? (await touchCampaign(tx, campaign, at)).revision : campaign.revision
  const rows = (await unitsOf(tx, campaignId)).map(toRow)
  requireCountableTotals(rows)
  return { revision, applied: sync.applied, conflicts: [...conflicts, ...(ordered?.conflicts ?? [])], rows }
}

/** Totals are exact only below 2^53. Views and clicks need no check: they never exceed impressions. */
export function requireCountableTotals(rows: readonly Pick<MediaMixRow, 'amount' | 'impressions'>[]): void {
  const total = (of: 'amount' | 'impressions') => rows.reduce((sum, row) => sum + BigInt(row[of]), 0n)
  if (total('amount') <= Number.MAX_SAFE_INTEGER && total('impressions') <= Number.MAX_SAFE_INTEGER) return
  throw new Problem(
    'AMOUNT_TOO_LARGE',
    'The rows add up to more than can be counted (2^53). Nothing was changed: lower the amounts.',
  )
}

/** The history of the rows has all of them. */
const OVERRIDES_TOLD = 20

class Sync {
  applied = 0
  private readonly conflicts: Conflict[] = []
  private readonly errors: FieldProblem[] = []
  private readonly locked: string[] = []
  private readonly puts = new Map<string, CampaignUnit>()
  private readonly deletes: string[] = []
  private readonly targetingToClear: string[] = []
  private readonly history: FieldChange[] = []
  /** Bought rows whose device or creative the ad servers must learn. */
  private readonly toPublish: string[] = []
  private readonly overridden: { path: string; rates: object[] }[] = []

  private constructor(
    private readonly tx: Transaction,
    private readonly caller: Caller,
    private readonly campaign: Campaign,
    private readonly units: ReadonlyMap<string, CampaignUnit>,
    private readonly newer: NewerChanges,
    private readonly deletions: ReadonlyMap<string, LastChange>,
    private readonly products: ReadonlyMap<string, ProductView>,
    private nextPosition: number,
  ) {}

  static async begin(
    tx: Transaction,
    caller: Caller,
    campaign: Campaign,
    { baseRevision, changes }: { baseRevision: number; changes: readonly RowChange[] },
  ): Promise<Sync> {
    const ids = changes.map(({ unitId }) => unitId)
    const units = ids.length === 0 ? [] : await tx.manager.findBy(CampaignUnit, { id: In(ids) })
    const foreign = units.find(({ campaignId }) => campaignId !== campaign.id)
    if (foreign) {
      throw new Problem(
        'VALIDATION_FAILED',
        `The row ${foreign.id} is another campaign's. Give the row a new id.`,
        {
          errors: [{ path: 'changes', message: `${foreign.id} is another campaign's row` }],
        },
      )
    }
    const codes = changes.flatMap(({ fields }) => fields?.productCode ?? [])
    const products = await productsOf(tx, [...codes, ...units.map(({ productCode }) => productCode)])
    const unknown = codes.filter((code) => !products.has(code))
    if (unknown.length > 0) {
      const errors = changes.flatMap(({ fields }, i) =>
        fields?.productCode !== undefined && unknown.includes(fields.productCode)
          ? [{ path: `changes.${i}.fields.productCode`, message: 'is unknown' }]
          : [],
      )
      throw unknownProducts([...new Set(unknown)], errors)
    }
    const [last] = await tx.rows<{ position: number | null }>(
      'SELECT MAX(position) AS position FROM campaign_unit WHERE campaign_id = ?',
      [campaign.id],
    )
    return new Sync(
      tx,
      caller,
      campaign,
      new Map(units.map((unit) => [unit.id, unit])),
      await NewerChanges.of(tx, stale(changes, units, campaign.revision, baseRevision)),
      await deletionsOf(
        tx,
        ids.filter((id) => !units.some((unit) => unit.id === id)),
      ),
      products,
      (last?.position ?? -1) + 1,
    )
  }

  take(change: RowChange, path: string): void {
    const before = this.conflicts.length
    const unit = this.units.get(change.unitId)
    if (change.op === 'delete') this.delete(change, unit)
    else if (unit) this.merge(change, unit, path)
    else this.create(change, path)
    if (this.conflicts.length === before) this.applied++
  }

  /** Nothing is written when a change is invalid or a row is booked. */
  requireValid(): void {
    const first = this.errors[0]
    if (first) {
      throw new Problem('VALIDATION_FAILED', `${first.path}: ${first.message}. Nothing was changed.`, {
        errors: this.errors,
      })
    }
    if (this.locked.length > 0) {
      throw new Problem(
        'USE_AMEND',
        'Of reserved and booked rows syncing changes only device and creative. Nothing was changed: take these rows out of the request.',
        { unitIds: this.locked },
      )
    }
  }

  async write(at: string): Promise<boolean> {
    if (this.deletes.length > 0) {
      await this.tx.manager.delete(CampaignUnit, { id: In(this.deletes) })
    }
    await clearTargeting(this.tx, [...this.deletes, ...this.targetingToClear])
    await this.writeUnits([...this.puts.values()].map((unit) => ({ ...unit, updatedAt: at })))
    await recordChanges(this.tx, this.campaign, this.history, this.caller.id, at)
    await requestPublishing(
      this.tx,
      this.toPublish.map((unitId) => ({ unitId, action: 'AMENDED' })),
      at,
    )
    if (this.overridden.length > 0) {
      const details = { rows: this.overridden.length, overridden: this.overridden.slice(0, OVERRIDES_TOLD) }
      await recordSecurityEvent(this.tx, {
        at,
        action: 'RATES_OVERRIDDEN',
        subject: this.campaign.id,
        details,
      })
    }
    return this.history.length > 0
  }

  private create(change: RowChange, path: string): void {
    if (this.deletions.has(change.unitId) || change.version !== undefined) {
      this.conflict(change.unitId, { field: ROW, base: 'present', local: 'changed', remote: 'deleted' })
      return
    }
    const fields = change.fields ?? {}
    const { productCode, startDate, endDate } = fields
    for (const field of ['productCode', 'startDate', 'endDate'] as const) {
      if (fields[field] === undefined) this.error(`${path}.fields.${field}`, 'is needed for a new row')
    }
    if (productCode === undefined || startDate === undefined || endDate === undefined) return
    const rateCard = this.rateCard(productCode)
    this.requireRateCard(fields, rateCard, path)
    const row: Required<RowFields> = {
      ...BLANK_FIELDS,
      amount: 0,
      ...rateCard,
      ...definedFields(fields),
      productCode,
      startDate,
      endDate,
    }
    this.check(row, path)
    this.history.push({ unitId: change.unitId, version: 1, field: ROW, before: null, after: 'created' })
    this.puts.set(change.unitId, {
      id: change.unitId,
      campaignId: this.campaign.id,
      position: this.nextPosition++,
      platforms: null,
      bookingStatus: 'Draft',
      publishStatus: null,
      version: 1,
      updatedAt: '',
      ...storedFields(row),
    })
  }

  private merge(change: RowChange, unit: CampaignUnit, path: string): void {
    const remote = fieldsOf(unit)
    const local = change.fields ?? {}
    const version = change.version ?? 0
    if (version > unit.version) {
      this.error(`${path}.version`, `is newer than the row (${unit.version}); load the MediaMix again`)
      return
    }
    const { take, conflicts } = mergeFields<Field>(
      this.baseOf(change, unit, remote),
      definedFields(local),
      remote,
    )
    for (const conflict of conflicts) this.conflict(unit.id, { ...conflict, base: conflict.base ?? null })
    if (Object.keys(take).length === 0) return
    const free = isAmendable(unit.bookingStatus) && Object.keys(take).every(isFree)
    if (!free && !isEditable(unit.bookingStatus)) {
      this.locked.push(unit.id)
      return
    }
    const merged = { ...remote, ...(take as Partial<Required<RowFields>>) }
    if (merged.productCode !== remote.productCode) {
      const rateCard = this.rateCard(merged.productCode)
      this.requireRateCard(local, rateCard, path)
      Object.assign(merged, rateCard, definedFields({ ecpm: local.ecpm, ctr: local.ctr, vtr: local.vtr }))
      if (this.kindOf(merged.productCode) !== this.kindOf(remote.productCode))
        this.targetingToClear.push(unit.id)
    } else {
      this.requireRateCard(take, remote, path)
    }
    this.check(merged, path)
    const next = unit.version + 1
    for (const field of SYNCED_FIELDS) {
      if (merged[field] === remote[field]) continue
      this.history.push({
        unitId: unit.id,
        version: next,
        field,
        before: remote[field],
        after: merged[field],
      })
    }
    this.puts.set(unit.id, { ...unit, ...storedFields(merged), version: next })
    if (isRunning(unit.bookingStatus)) this.toPublish.push(unit.id)
  }

  private delete(change: RowChange, unit: CampaignUnit | undefined): void {
    if (!unit) return
    if (!isEditable(unit.bookingStatus)) {
      this.locked.push(unit.id)
      return
    }
    const isSeen =
      change.version === undefined ? this.newer.ofRow(unit.id).length === 0 : change.version === unit.version
    if (!isSeen) {
      this.conflict(unit.id, { field: ROW, base: 'present', local: 'deleted', remote: 'changed' })
      return
    }
    this.deletes.push(unit.id)
    this.history.push({
      unitId: unit.id,
      version: unit.version + 1,
      field: ROW,
      before: 'present',
      after: 'deleted',
    })
  }

  /**
   * The values that the sheet last had. If the change contains a version, they are those of that version;
   * else the base values of the change itself; else those of the base revision. Contains nothing of a row
   * that the sheet can't have seen.
   */
  private baseOf(
    { version, base: said = {} }: RowChange,
    unit: CampaignUnit,
    remote: Required<RowFields>,
  ): Partial<Record<Field, FieldValue>> {
    const since = this.newer.ofRow(unit.id)
    const base: Record<string, FieldValue> = since.some(isCreation) ? {} : { ...remote }
    // Reversed, so that the first change of each field since then is applied last: its `before` is the base.
    for (const { field, before } of since.toReversed()) base[field] = before
    return version === undefined ? { ...base, ...said } : base
  }

  private check(row: Required<RowFields>, path: string): void {
    if (row.startDate > row.endDate) this.error(`${path}.fields.endDate`, 'must not be before startDate')
    else if (dayCount(row.startDate, row.endDate) > MAX_FLIGHT_DAYS) {
      this.error(`${path}.fields.endDate`, `must be at most ${MAX_FLIGHT_DAYS} days after startDate`)
    }
    if (!isCountable(row.amount, row.ecpm)) {
      throw new Problem(
        'AMOUNT_TOO_LARGE',
        `${row.amount} won at an eCPM of ${row.ecpm} won is beyond what can be counted.`,
        { errors: [{ path: `${path}.fields.amount`, message: 'is beyond what can be counted' }] },
      )
    }
  }

  private requireRateCard(given: Partial<Record<Field, FieldValue>>, rateCard: RateCard, path: string): void {
    const overrides = (['ecpm', 'ctr', 'vtr'] as const).filter(
      (field) => given[field] !== undefined && given[field] !== rateCard[field],
    )
    if (overrides.length === 0) return
    if (hasRole(this.caller, 'operator')) {
      const rates = overrides.map((field) => ({ field, rateCard: rateCard[field], given: given[field] }))
      this.overridden.push({ path, rates })
      return
    }
    throw new Problem(
      'FORBIDDEN',
      `${overrides.join(', ')} come from the rate card. Ask an operator for an override. Nothing was changed.`,
      {
        cause: 'RATE_CARD',
        fields: overrides,
        errors: overrides.map((field) => ({
          path: `${path}.fields.${field}`,
          message: 'comes from the rate card',
        })),
      },
    )
  }

  private rateCard(productCode: string): RateCard {
    const { ecpm, ctr, vtr } = this.products.get(productCode)!
    return { ecpm, ctr, vtr }
  }

  private kindOf(productCode: string): string | undefined {
    return this.products.get(productCode)?.targetingKind
  }

  private error(path: string, message: string): void {
    this.errors.push({ path, message })
  }

  private conflict(
    unitId: string,
    { field, base, local, remote }: Omit<FieldConflict, 'base'> & { base: FieldValue },
  ): void {
    this.conflicts.push({ unitId, field, base, local, remote } as Conflict)
  }

  /** The conflicts, with who changed the row last. */
  async explainConflicts(): Promise<RowConflict[]> {
    const last = await LastChanges.of(this.tx, [...new Set(this.conflicts.map(({ unitId }) => unitId))])
    return this.conflicts.map((conflict) => {
      const { by = null, at = null } = last.of(conflict.unitId, conflict.field) ?? {}
      return { ...conflict, by, at }
    })
  }

  private async writeUnits(units: readonly CampaignUnit[]): Promise<void> {
    const changed = units.filter(({ id }) => this.units.has(id))
    await insertRows(
      this.tx,
      units.filter(({ id }) => !this.units.has(id)),
    )
    const update = Object.fromEntries(
      WRITTEN_COLUMNS.slice(2).map((column) => [column, this.tx.dialect.incoming(column)]),
    )
    await this.tx.upsert(
      { table: 'campaign_unit', columns: WRITTEN_COLUMNS, key: ['id'], update },
      changed.map(writtenValues),
    )
  }
}

// Only bookings write the column `platforms`.
const WRITTEN = UNIT_PROPERTIES.filter((property) => property !== 'platforms')
const WRITTEN_COLUMNS = WRITTEN.map(columnName)

function writtenValues(unit: CampaignUnit): SqlValue[] {
  return WRITTEN.map((property) => unit[property])
}

/** @throws LostRace when another campaign took an id at the same moment: the retry finds it as that campaign's row */
export async function insertRows(tx: Transaction, units: readonly CampaignUnit[]): Promise<void> {
  try {
    await tx.insert('campaign_unit', WRITTEN_COLUMNS, units.map(writtenValues))
  } catch (error) {
    throw tx.dialect.isDuplicateKey(error) ? new LostRace() : error
  }
}

type Conflict = Omit<RowConflict, 'by' | 'at'>

/** The rows that somebody may have changed since the sheet has seen them. */
function stale(
  changes: readonly RowChange[],
  units: readonly CampaignUnit[],
  revision: number,
  baseRevision: number,
): Seen[] {
  const versions = new Map(units.map(({ id, version }) => [id, version]))
  return changes.flatMap(({ unitId, version }): Seen[] => {
    const current = versions.get(unitId)
    if (current === undefined) return []
    if (version !== undefined) return version < current ? [{ unitId, version }] : []
    return baseRevision < revision ? [{ unitId, revision: baseRevision }] : []
  })
}

const isFree = (field: string) => FREE_FIELDS.some((free) => free === field)

function isCreation({ field, after }: FieldChange): boolean {
  return field === ROW && after === 'created'
}

function definedFields(fields: RowFields): RowFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
