/** The client's numbers for worksheet events. */
export const EVENT = {
  changed: 10,
  activated: 11,
  deactivated: 12,
  added: 13,
  selectionChanged: 14,
  deleted: 15,
  calculated: 16,
  formatChanged: 18,
  rowSorted: 19,
  columnSorted: 20,
  singleClicked: 21,
  rowHiddenChanged: 22,
  formulaChanged: 23,
  protectionChanged: 24,
  nameChanged: 25,
  visibilityChanged: 26,
  moved: 27,
  chartAdded: 50,
  chartActivated: 51,
  chartDeactivated: 52,
  chartDeleted: 53,
  tableSelectionChanged: 100,
  tableChanged: 101,
  tableAdded: 102,
  tableDeleted: 103,
  commentAdded: 250,
  commentDeleted: 251,
  commentChanged: 252,
  workbookActivated: 2203,
} as const

/** Handlers on the worksheets collection receive the events of every sheet. */
export const EVERY_SHEET = 'Workbook'
const RICH_API_EVENT = 65_536

export interface HostEvent {
  messageCategory: number
  messageType: number
  targetId: string
  message: string
}

/** Delivers an event when a handler is registered for its sheet or for the collection. */
export class EventChannel {
  /** `context.runtime.enableEvents`: while it is false, the add-in receives no events. */
  enabled = true
  #registered = new Map<string, number>()
  #deliver: ((entries: HostEvent[]) => void) | undefined

  connect(deliver: (entries: HostEvent[]) => void): void {
    this.#deliver = deliver
    this.#registered.clear()
    this.enabled = true
  }

  register(type: number, targetId: string): void {
    const key = `${type}|${targetId}`
    this.#registered.set(key, (this.#registered.get(key) ?? 0) + 1)
  }

  unregister(type: number, targetId: string): void {
    const key = `${type}|${targetId}`
    const count = (this.#registered.get(key) ?? 0) - 1
    if (count > 0) this.#registered.set(key, count)
    else this.#registered.delete(key)
  }

  /** Sends what needs no registered handler. */
  post(entries: HostEvent[]): void {
    if (entries.length > 0) this.#deliver?.(entries)
  }

  /** @param objectId a table, chart or other object of the sheet that the event is about */
  fire(type: number, sheetId: string, payload: Record<string, unknown>, objectId?: string): void {
    if (!this.enabled || !this.#deliver) return
    const message = JSON.stringify({ ...payload, worksheetId: sheetId })
    const entries = [...(objectId === undefined ? [] : [objectId]), sheetId, EVERY_SHEET]
      .filter((target) => this.#registered.has(`${type}|${target}`))
      .map((targetId) => ({ messageCategory: RICH_API_EVENT, messageType: type, targetId, message }))
    if (entries.length > 0) this.#deliver(entries)
  }
}
