import { type MouseEvent, type RefObject, useCallback, useEffect, useLayoutEffect } from 'react'

/**
 * The path from the first view to the current one: what was pressed in each view, to return the focus there.
 */
let way: { view: string; pressed: string }[] = []

/**
 * Moves the focus when a view appears: to its heading, where a screen reader begins, or on return to the
 * element that was pressed to leave the view (marked by `data-return`). Only if the pane has the focus: a
 * view that changes because a cell was selected must not take the keyboard from a planner who types in the
 * sheet.
 *
 * @param view name of the view
 * @returns a handler for every click inside of the view
 */
export function useFocusOnArrival(frame: RefObject<HTMLElement | null>, view: string) {
  useLayoutEffect(() => {
    const at = way.findLastIndex((step) => step.view === view)
    const pressed = way[at]?.pressed
    if (at >= 0) way = way.slice(0, at)
    if (!document.hasFocus()) return
    const back =
      pressed && frame.current?.querySelector<HTMLElement>(`[data-return="${CSS.escape(pressed)}"]`)
    const target = back || frame.current?.querySelector<HTMLElement>('h1')
    target?.focus({ preventScroll: !back })
  }, [frame, view])
  return useCallback(
    (event: MouseEvent) => {
      const pressed = (event.target as Element).closest<HTMLElement>('[data-return]')?.dataset.return
      if (pressed !== undefined) way.push({ view, pressed })
    },
    [view],
  )
}

/** Escape goes back, unless something inside handles it: an open menu, or a search that isn't empty. */
export function useEscape(back: (() => void) | undefined): void {
  useEffect(() => {
    if (!back) return
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      const { target } = event
      if (target instanceof HTMLInputElement && target.type === 'search' && target.value !== '') return
      if (document.querySelector('[role="menu"]')) return
      back()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [back])
}
