import type { ICommandInfo, ICommandService } from '@univerjs/core'
import { OfficeError } from './errors'

/**
 * While a person types in a cell, Excel runs no request: a request waits until the typing ends
 * (`delayForCellEdit`) or fails.
 */
export class CellEdit {
  #typing = false
  #waiting: (() => void)[] = []

  listen(commands: ICommandService): void {
    commands.onCommandExecuted((command: Readonly<ICommandInfo>) => {
      if (command.id !== 'sheet.operation.set-cell-edit-visible') return
      this.#typing = (command.params as { visible: boolean }).visible
      if (!this.#typing) for (const go of this.#waiting.splice(0)) go()
    })
  }

  /** @throws OfficeError InvalidOperationInCellEditMode */
  async over(wait: boolean): Promise<void> {
    while (this.#typing) {
      if (!wait) {
        throw new OfficeError(
          'InvalidOperationInCellEditMode',
          'Excel is in cell-editing mode. Please exit the edit mode by pressing ENTER or TAB or selecting another cell, and then try again.',
        )
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }
}
