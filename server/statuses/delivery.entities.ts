import { Check, Entity, Index } from 'typeorm'
import { Count, Instant, Key, KeyDate, Text } from '../database/columns'

/** A child ad's delivery on one day, from the newest report. */
@Entity('delivery_day')
@Check('ck_delivery_day_counts', 'impressions >= 0 AND clicks >= 0 AND views >= 0')
@Index('ix_delivery_day_date', ['date'])
export class DeliveryDay {
  @Key(36) childAdId!: string
  @KeyDate() date!: string
  @Count() impressions!: number
  @Count() clicks!: number
  @Count() views!: number
  /** The report's own time; an older report never replaces a newer one. */
  @Instant() reportedAt!: string
  @Instant() updatedAt!: string
}

/** A service row that compensates the impressions that another row of the campaign misses. */
@Entity('makegood')
export class Makegood {
  @Key(36) unitId!: string
  @Index('ix_makegood_for_unit') @Text(36) forUnitId!: string
  @Text(36) actor!: string
  @Instant() at!: string
}
