/** A rule as an add-in describes it: the rule and its format arrive in separate statements. */
export interface ConditionalFormatWish {
  id: string
  kind: 'Custom' | 'CellValue'
  formula?: string
  cellValue?: { formula1: string; formula2?: string; operator: string }
  style: { fill?: string; fontColor?: string; bold?: boolean; italic?: boolean; underline?: boolean }
  stopIfTrue: boolean
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
