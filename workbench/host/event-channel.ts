/** The client's numbers for worksheet events. */
export const EVENT = {
  changed: 10,
  activated: 11,
  deactivated: 12,
  added: 13,
  selectionChanged: 14,
  deleted: 15,
  rowSorted: 19,
  columnSorted: 20,
  singleClicked: 21,
  protectionChanged: 24,
  nameChanged: 25,
  visibilityChanged: 26,
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

  fire(type: number, sheetId: string, payload: Record<string, unknown>): void {
    if (!this.enabled || !this.#deliver) return
    const message = JSON.stringify({ ...payload, worksheetId: sheetId })
    const entries = [sheetId, EVERY_SHEET]
      .filter((target) => this.#registered.has(`${type}|${target}`))
      .map((targetId) => ({ messageCategory: RICH_API_EVENT, messageType: type, targetId, message }))
    if (entries.length > 0) this.#deliver(entries)
  }
}
