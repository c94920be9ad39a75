import { type Injector, type IUndoRedoItem, IUndoRedoService, LocalUndoRedoService } from '@univerjs/core'

const ADDIN = 'workbench.add-in'

/**
 * The grid's undo with Excel's steps: a step is what a person does at once, or all that an add-in changes with one
 * `context.sync()`.
 */
export class UndoSteps extends LocalUndoRedoService {
  #step: IUndoRedoItem | null = null
  #addinIsWriting = () => false

  /** @param addinIsWriting whether the present change comes from the add-in */
  static of(injector: Injector, addinIsWriting: () => boolean): UndoSteps {
    const steps = injector.get(IUndoRedoService) as UndoSteps
    steps.#addinIsWriting = addinIsWriting
    return steps
  }

  override pushUndoRedo(item: IUndoRedoItem): void {
    if (!this.#addinIsWriting()) {
      super.pushUndoRedo(item)
      return
    }
    const { undoMutations = [], redoMutations = [] } = this.#step ?? {}
    this.#step = {
      unitID: item.unitID,
      id: ADDIN,
      undoMutations: [...item.undoMutations, ...undoMutations],
      redoMutations: [...redoMutations, ...item.redoMutations],
    }
  }

  /** An add-in's request is done. */
  endStep(): void {
    const step = this.#step
    this.#step = null
    if (step) super.pushUndoRedo(step)
  }

  /** The add-in made a change that can't be undone: what it did before stays too, and a person's steps can be undone. */
  forgetAddin(): void {
    this.#step = null
    for (const stacks of [this._undoStacks, this._redoStacks]) {
      for (const [unit, steps] of stacks) {
        stacks.set(
          unit,
          steps.filter(({ id }) => id !== ADDIN),
        )
      }
    }
    this._updateStatus()
  }
}
