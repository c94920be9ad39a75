import { type ICommandInfo, ICommandService, type Injector } from '@univerjs/core'
import type { FUniver } from '@univerjs/core/facade'
import { SetRangeValuesMutation, SetStyleCommand } from '@univerjs/sheets'
import { FormulaCalculationSessionService } from '@univerjs/sheets-formula'

const STARTED = 'formula.mutation.set-formula-calculation-start'
/** Commands that may change the result of a formula. */
const STRUCTURE = new Set([
  'sheet.mutation.insert-row',
  'sheet.mutation.insert-col',
  'sheet.mutation.remove-rows',
  'sheet.mutation.remove-col',
  'sheet.mutation.move-range',
  'sheet.mutation.move-rows',
  'sheet.mutation.move-columns',
  'sheet.mutation.reorder-range',
  'sheet.mutation.remove-sheet',
  'sheet.mutation.insert-sheet',
  'formula.mutation.set-defined-name',
  'formula.mutation.remove-defined-name',
])
/**
 * The grid begins to calculate 100 ms after the last change. If it hasn't begun by then, nothing is to be
 * done.
 */
const BEGINS_WITHIN_MS = 300
/** The timer must also fire this often while nothing runs: a long request delays the grid's own timer too. */
const CHANCES = 3
const LONGEST_MS = 15_000

/** Tracks whether formulas are out of date; a caller waits for them only when it needs a result. */
export class Calculation {
  /**
   * Counters of changes: all, those before the last calculation started, and those whose results are shown.
   */
  #changes = 0
  #started = 0
  #done = 0
  #lastChange = 0
  #running = false
  #waiting = new Set<() => void>()

  constructor(private readonly univerAPI: FUniver) {}

  /** The grid must have a workbook: without one it doesn't calculate. */
  listen(injector: Injector): void {
    injector.get(ICommandService).onCommandExecuted((command, options) => {
      if (command.id === STARTED) {
        this.#started = this.#changes
        this.#running = true
      } else if (changesValues(command, options)) this.changed()
    })
    injector.get(FormulaCalculationSessionService).state$.subscribe((state) => {
      if (
        !state.started ||
        !state.resultApplied ||
        state.stopped ||
        !(state.completed || state.resultEmitted)
      ) {
        return
      }
      this.#running = false
      this.#done = Math.max(this.#done, this.#started)
      for (const check of [...this.#waiting]) check()
    })
  }

  /** Something has changed of which formulas depend. */
  changed(): void {
    this.#changes += 1
    this.#lastChange = performance.now()
  }

  /** Resolves when every formula shows its result, at the latest after `LONGEST_MS`. */
  settled(): Promise<void> {
    if (this.#upToDate()) return Promise.resolve()
    return new Promise((resolve) => {
      const asked = performance.now()
      let chances = 0
      const check = () => {
        if (!this.#upToDate() && performance.now() - asked < LONGEST_MS) return
        clearInterval(timer)
        this.#waiting.delete(check)
        resolve()
      }
      const timer = setInterval(() => {
        chances = this.#running ? 0 : chances + 1
        if (chances >= CHANCES && performance.now() - this.#lastChange > BEGINS_WITHIN_MS)
          this.#done = this.#changes
        check()
      }, 50)
      this.#waiting.add(check)
    })
  }

  #upToDate(): boolean {
    return this.#done >= this.#changes
  }

  async recalculate(): Promise<void> {
    await this.settled()
    this.changed()
    this.univerAPI.getFormula().executeCalculation()
    await this.settled()
  }
}

function changesValues(command: Readonly<ICommandInfo>, options?: object): boolean {
  if (STRUCTURE.has(command.id)) return true
  if (command.id !== SetRangeValuesMutation.id) return false
  if (options && 'applyFormulaCalculationResult' in options) return false
  const { trigger } = (command.params ?? {}) as { trigger?: string }
  return trigger !== SetStyleCommand.id
}
