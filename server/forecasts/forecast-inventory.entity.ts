import { Check, Entity, PrimaryColumn } from 'typeorm'
import { Count, Key, KeyDate } from '../database/columns'

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
