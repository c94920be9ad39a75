import { Check, Entity, PrimaryColumn } from 'typeorm'
import { Count, Key, KeyDate, Text, Whole } from '../database/columns'

/**
 * One vendor row: a part's forecast for a content in one hour. The key begins with the date, so a month is
 * stored together.
 */
@Entity('forecast_inventory')
@Check('ck_forecast_hour', 'hour BETWEEN 0 AND 23')
@Check('ck_forecast_counts', 'forecast >= 0 AND (actual IS NULL OR actual >= 0)')
export class ForecastInventory {
  @KeyDate() date!: string
  @Key(64) part!: string
  @Key(100) metaId!: string
  @PrimaryColumn({ type: 'tinyint' }) hour!: number
  @Count() forecast!: number
  @Count({ nullable: true }) actual!: number | null
}

/** What a content's hours of one part come to on a day, after the last file that touched the day. */
@Entity('forecast_day')
export class ForecastDay {
  @KeyDate() date!: string
  @Key(64) part!: string
  @Key(100) metaId!: string
  /** Bit h stands for the hour h. 0: a file has withdrawn all of them. */
  @Whole() hours!: number
  /** Sum of the hours' forecasts. */
  @Count() forecast!: number
  /** The same sum before its last change; null when the day has not changed since it was new. */
  @Count({ nullable: true }) forecastBefore!: number | null
  /** The last run that touched the day; null: the day is older than this table. */
  @Text(36, { nullable: true }) runId!: string | null
}

/** An hour that a complete file lacked and therefore withdrew, as it was. */
@Entity('forecast_withdrawal')
export class ForecastWithdrawal {
  @Key(36) runId!: string
  @KeyDate() date!: string
  @Key(64) part!: string
  @Key(100) metaId!: string
  @PrimaryColumn({ type: 'tinyint' }) hour!: number
  @Count() forecast!: number
  @Count({ nullable: true }) actual!: number | null
}
