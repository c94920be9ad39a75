import { Check, Entity, Index } from 'typeorm'
import type { StandardChangeView, StandardNote } from '../../shared/contract/inventory'
import type { ContentType } from '../../shared/contract/primitives'
import { AutoId, Computed, Count, Instant, Json, Key, KeyDate, KeyId, Text, Whole } from '../database/columns'

/** A content's month, which an operator reviews, corrects and confirms. */
@Entity('standard_inventory')
@Check('ck_standard_status', "status IN ('OPEN', 'CONFIRMED')")
@Check('ck_standard_totals', 'forecast_total >= 0 AND (adjusted_total IS NULL OR adjusted_total >= 0)')
@Index('ux_standard_inventory', ['month', 'type', 'metaId'], { unique: true })
export class StandardInventory {
  @AutoId() id!: number
  @Text(7) month!: string
  @Text(20) type!: ContentType
  @Text(100) metaId!: string
  @Count() forecastTotal!: number
  @Count() actualTotal!: number
  /** Σforecast over the rows that have an actual; null when none has. */
  @Count({ nullable: true }) forecastWithActual!: number | null
  @Count({ nullable: true }) adjustedTotal!: number | null
  /** Days with a forecast, as it was loaded last; null: before they were counted. */
  @Whole({ nullable: true }) forecastDays!: number | null
  /** The same when the correction was made. */
  @Whole({ nullable: true }) adjustedDays!: number | null
  /** Of a confirmed row: Σ of the newest forecast, where it isn't the confirmed one in total and shape. */
  @Count({ nullable: true }) newForecastTotal!: number | null
  /** When that forecast was seen first; null: nobody has to decide about it. */
  @Instant({ nullable: true }) changedAt!: string | null
  /** What a person should look at before the row is confirmed, as of the last load. */
  @Json() notes!: StandardNote[] | null
  @Text(20) status!: 'OPEN' | 'CONFIRMED'
  @Whole() version!: number
}

/** The daily shape of a content's month, per part. It is frozen when its row is confirmed. */
@Entity('standard_inventory_day')
export class StandardInventoryDay {
  @KeyId() standardId!: number
  @Key(64) part!: string
  @KeyDate() date!: string
  @Count() forecast!: number
  @Count({ nullable: true }) actual!: number | null
  /** Of a confirmed row: the newest forecast, where it isn't the confirmed one. */
  @Count({ nullable: true }) newForecast!: number | null
}

/** Who corrected, confirmed or reopened what, or decided about a changed forecast, and why. */
@Entity('standard_inventory_change')
@Check(
  'ck_standard_change_kind',
  "kind IN ('CORRECTED', 'CONFIRMED', 'REOPENED', 'FORECAST_TAKEN', 'FORECAST_KEPT')",
)
@Index('ix_standard_inventory_change', ['standardId', 'id'])
export class StandardInventoryChange {
  @AutoId() id!: number
  @Count() standardId!: number
  @Text(20) kind!: StandardChangeView['kind']
  @Count({ nullable: true }) adjustedBefore!: number | null
  @Count({ nullable: true }) adjustedAfter!: number | null
  /** The forecast's total, where the change was about it: the confirmed one and the newest. */
  @Count({ nullable: true }) forecastBefore!: number | null
  @Count({ nullable: true }) forecastAfter!: number | null
  @Text(500, { nullable: true }) reason!: string | null
  @Text(36) actor!: string
  @Instant() at!: string
}

/**
 * Inventory of a content on a platform on a day. The database's checks are a second guard behind the guarded
 * deduction.
 */
@Entity('unit_inventory')
@Check('ck_unit_inventory_counts', 'forecast >= 0 AND held >= 0 AND sold >= 0')
@Index('ix_unit_inventory_date', ['date', 'platform'])
export class UnitInventory {
  @Key(100) metaId!: string
  @Key(64) platform!: string
  @KeyDate() date!: string
  @Count() forecast!: number
  @Count() held!: number
  @Count() sold!: number
  /** The forecast, or what is held and sold where that is more. */
  @Computed() capacity!: number
}

/**
 * A catalogue group's composite daily ratios over a month on a platform, in parts per 10⁹, stored to show and
 * explain.
 */
@Entity('targeting_group_ratio')
export class TargetingGroupRatio {
  @Key(64) groupCode!: string
  @Key(7) month!: string
  @Key(64) platform!: string
  @KeyDate() date!: string
  @Key(100) metaId!: string
  @Whole() ratioPpb!: number
}
