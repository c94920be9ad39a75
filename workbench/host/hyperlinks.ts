import { BooleanNumber } from '@univerjs/core'
import { intersection, type RangeTarget } from './addresses'
import { cellAt, contentOf, writeEntries } from './cell-contents'
import { writeStyle } from './cell-styles'
import type { Host } from './host'
import type { Hyperlink } from './sheet-state'

const LOOK = { cl: { rgb: '#0563C1' }, ul: { s: BooleanNumber.TRUE } }

export function hyperlinkOf(host: Host, target: RangeTarget): Hyperlink | null {
  const found = host.sheetState(target.sheetId).hyperlinks.find(({ area }) => intersection(area, target))
  return found?.link ?? null
}

/** As in Excel, the cell shows the link's text, or its target where it was empty. */
export function setHyperlink(host: Host, target: RangeTarget, link: Hyperlink): void {
  host.mustAllow(target.sheetId, 'allowInsertHyperlinks')
  removeHyperlinks(host, target)
  const { sheetId, ...area } = target
  host.sheetState(sheetId).hyperlinks.push({ area, link: { ...link } })
  const empty = contentOf(cellAt(host.sheet(sheetId), target.top, target.left)) === ''
  const shown = link.textToDisplay ?? (empty ? (link.address ?? link.documentReference) : undefined)
  if (shown !== undefined)
    writeEntries(host, { ...target, bottom: target.top, right: target.left }, [[shown]])
  writeStyle(host, target, LOOK)
}

export function removeHyperlinks(host: Host, target: RangeTarget): void {
  const state = host.sheetState(target.sheetId)
  state.hyperlinks = state.hyperlinks.filter(({ area }) => !intersection(area, target))
}
