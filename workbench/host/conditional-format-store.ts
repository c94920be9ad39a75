export const CONDITIONAL_FORMAT_KINDS = [
  'Custom',
  'CellValue',
  'ContainsText',
  'TopBottom',
  'PresetCriteria',
  'ColorScale',
  'DataBar',
  'IconSet',
] as const
export type ConditionalFormatKind = (typeof CONDITIONAL_FORMAT_KINDS)[number]

/** A rule as an add-in describes it: the rule and its format arrive in separate statements. */
export interface ConditionalFormatWish {
  id: string
  kind: ConditionalFormatKind
  formula?: string
  cellValue?: { formula1: string; formula2?: string; operator: string }
  style: { fill?: string; fontColor?: string; bold?: boolean; italic?: boolean; underline?: boolean }
  stopIfTrue: boolean
  /** Of text, of the first and last, and of presets. */
  rule?: unknown
  /** Of colour scales and icon sets. */
  criteria?: unknown
  /** What the formats of colour scales, data bars and icon sets have besides. */
  flags: Record<string, unknown>
}

/** The grid stores formulas only. This store keeps what the add-in set, for reading back and for saving. */
export class ConditionalFormatStore {
  #wishes = new Map<string, ConditionalFormatWish>()
  #next = 1

  create(kind: ConditionalFormatWish['kind']): ConditionalFormatWish {
    const wish: ConditionalFormatWish = {
      id: `cf${this.#next++}-${Date.now().toString(36)}`,
      kind,
      style: {},
      stopIfTrue: false,
      flags: {},
    }
    this.#wishes.set(wish.id, wish)
    return wish
  }

  get(id: string): ConditionalFormatWish | undefined {
    return this.#wishes.get(id)
  }

  delete(id: string): void {
    this.#wishes.delete(id)
  }
}
