import { type Injector, type IUndoRedoItem, IUndoRedoService, LocalUndoRedoService } from '@univerjs/core'

const ADDIN = 'workbench.add-in'

/**
 * The grid's undo with Excel's steps: a step is what a person does at once, or all that an add-in changes with one
 * `context.sync()`.
 */
export class UndoSteps extends LocalUndoRedoService {
  /** What the present request has changed so far, in order. */
  #step: IUndoRedoItem[] = []
  #addinIsWriting = () => false

  /** @param addinIsWriting whether the present change comes from the add-in */
  static of(injector: Injector, addinIsWriting: () => boolean): UndoSteps {
    const steps = injector.get(IUndoRedoService) as UndoSteps
    steps.#addinIsWriting = addinIsWriting
    return steps
  }

  override pushUndoRedo(item: IUndoRedoItem): void {
    if (this.#addinIsWriting()) this.#step.push(item)
    else super.pushUndoRedo(item)
  }

  /** An add-in's request is done. */
  endStep(): void {
    const items = this.#step.splice(0)
    if (items.length === 0) return
    super.pushUndoRedo({
      unitID: items[0]!.unitID,
      id: ADDIN,
      redoMutations: items.flatMap(({ redoMutations }) => redoMutations),
      undoMutations: items.reverse().flatMap(({ undoMutations }) => undoMutations),
    })
  }

  /** The add-in made a change that can't be undone: what it did before stays too, and a person's steps can be undone. */
  forgetAddin(): void {
    this.#step = []
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
