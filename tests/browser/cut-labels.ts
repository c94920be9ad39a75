import type { Frame, Page } from 'playwright-core'

/** What of a page's elements this file uses; it runs in the browser. */
interface Box {
  left: number
  right: number
  width: number
  height: number
}
interface Label {
  tagName: string
  textContent: string
  parentElement: Label | null
  childNodes: Iterable<{ nodeType: number; textContent: string }>
  selectedOptions?: ArrayLike<{ textContent: string }>
  clientWidth: number
  scrollWidth: number
  getBoundingClientRect(): Box
  closest(selector: string): Label | null
  matches(selector: string): boolean
}
interface Style {
  display: string
  overflowX: string
  clipPath: string
  font: string
  paddingLeft: string
  paddingRight: string
}
declare const document: {
  querySelectorAll(selector: string): Iterable<Label>
  createRange(): { selectNodeContents(element: Label): void; getBoundingClientRect(): Box }
  createElement(name: 'canvas'): {
    getContext(kind: '2d'): { font: string; measureText(text: string): { width: number } }
  }
}
declare const innerWidth: number
declare function getComputedStyle(element: Label): Style

/**
 * The texts that a person can't read to their end: wider than their own box, cut by a box around them, or beyond the
 * window. What can be scrolled to isn't cut.
 *
 * @param within a selector
 */
export function cutLabels(page: Page | Frame, within = 'body'): Promise<string[]> {
  return page.evaluate((root) => {
    const TEXT_NODE = 3
    const widthOf = (text: string, font: string) => {
      const context = document.createElement('canvas').getContext('2d')
      context.font = font
      return context.measureText(text).width
    }
    const isForReadersOnly = (element: Label): boolean =>
      getComputedStyle(element).clipPath.includes('inset(50%') ||
      (element.parentElement !== null && isForReadersOnly(element.parentElement))
    const isCut = (element: Label): boolean => {
      const style = getComputedStyle(element)
      if (element.matches('select')) {
        const room = element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
        return widthOf(element.selectedOptions?.[0]?.textContent ?? '', style.font) > room + 1
      }
      if (style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1) return true
      const range = document.createRange()
      range.selectNodeContents(element)
      const text = range.getBoundingClientRect()
      for (let around: Label | null = element; around; around = around.parentElement) {
        const { overflowX } = getComputedStyle(around)
        const box = around.getBoundingClientRect()
        if (/auto|scroll/.test(overflowX) && around.scrollWidth > around.clientWidth + 1) return false
        if (/hidden|clip/.test(overflowX) && (text.right > box.right + 1 || text.left < box.left - 1))
          return true
      }
      return text.right > innerWidth + 1 || text.left < -1
    }
    const cut: string[] = []
    for (const element of document.querySelectorAll(`${root} *`)) {
      const hasText = [...element.childNodes].some(
        ({ nodeType, textContent }) => nodeType === TEXT_NODE && textContent.trim() !== '',
      )
      const { width, height } = element.getBoundingClientRect()
      const isSeen =
        width > 1 && height > 1 && !element.closest('[aria-hidden="true"]') && !isForReadersOnly(element)
      if ((hasText || element.matches('select')) && isSeen && isCut(element))
        cut.push(`${element.tagName} ${element.textContent.trim()}`)
    }
    return cut
  }, within)
}
