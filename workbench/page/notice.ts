const SHOWN_MS = 3500
let timer = 0

/** A short message at the bottom of the page. */
export function notice(text: string): void {
  const place = document.getElementById('notice')
  if (!place) return
  place.textContent = text
  place.dataset.shown = ''
  window.clearTimeout(timer)
  timer = window.setTimeout(() => {
    delete place.dataset.shown
  }, SHOWN_MS)
}
