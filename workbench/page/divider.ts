import { keepPreferences, PANE_WIDTH, paneWidth } from './preferences'

/** The divider between grid and pane, moved by mouse and by arrow keys. */
export function divider(desk: HTMLElement, line: HTMLElement, width: number): void {
  line.setAttribute('role', 'separator')
  line.setAttribute('aria-orientation', 'vertical')
  line.tabIndex = 0
  line.setAttribute('aria-valuemin', String(PANE_WIDTH.least))
  line.setAttribute('aria-valuemax', String(PANE_WIDTH.most))
  let current = width
  const set = (pixels: number) => {
    current = paneWidth(pixels)
    desk.style.setProperty('--pane-width', `${current}px`)
    line.setAttribute('aria-valuenow', String(current))
  }
  set(width)
  line.addEventListener('pointerdown', (event) => {
    line.setPointerCapture(event.pointerId)
    desk.dataset.dragging = ''
  })
  line.addEventListener('pointermove', (event) => {
    if ('dragging' in desk.dataset) set(desk.getBoundingClientRect().right - event.clientX)
  })
  line.addEventListener('pointerup', () => {
    delete desk.dataset.dragging
    keepPreferences({ paneWidth: current })
  })
  line.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') set(current + 10)
    else if (event.key === 'ArrowRight') set(current - 10)
    else return
    keepPreferences({ paneWidth: current })
  })
}
