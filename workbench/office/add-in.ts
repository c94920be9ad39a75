import type { Surroundings } from './surroundings'

type VisibilityHandler = (message: { visibilityMode: string }) => void

/** `Office.addin`: the pane's visibility, and whether the add-in starts with the document. */
export class AddIn {
  #handlers = new Set<VisibilityHandler>()
  #behavior = 'None'

  constructor(private readonly surroundings: Surroundings) {}

  showAsTaskpane = async (): Promise<void> => {
    this.surroundings.showPane()
    this.visibilityChanged('Taskpane')
  }

  hide = async (): Promise<void> => {
    this.surroundings.hidePane()
    this.visibilityChanged('Hidden')
  }

  setStartupBehavior = async (behavior: string): Promise<void> => {
    this.#behavior = behavior
  }

  getStartupBehavior = async (): Promise<string> => this.#behavior

  onVisibilityModeChanged = async (handler: VisibilityHandler): Promise<() => Promise<void>> => {
    this.#handlers.add(handler)
    return async () => {
      this.#handlers.delete(handler)
    }
  }

  visibilityChanged(visibilityMode: string): void {
    for (const handler of this.#handlers) handler({ visibilityMode })
  }
}
