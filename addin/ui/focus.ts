import { type MouseEvent, type RefObject, useCallback, useEffect, useLayoutEffect } from 'react'

/** From the first view to the one that shows: what was pressed to go on, to come back to. */
let way: { view: string; pressed: string }[] = []

/**
 * A view that appears takes the focus: at its heading, where a screen reader begins, or after coming back at what was
 * pressed to leave it (an element with `data-return`). Only for who is in the pane: a view that changes because a cell
 * was selected must not take the keys of the planner who types there.
 *
 * @param view what the view is called
 * @returns to be told of every click inside of the view
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

/** Escape goes back, unless something smaller takes it: an open menu, a search that isn't empty. */
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
