import { dayCount } from '../../calendar'
import { cellAddress } from '../address'
import { dateCell, numberCell, spanningCells, textCell } from '../cells'
import { identityToken } from '../identity'
import { SHEET_LABELS } from '../labels'
import type { Cell, PictureLayout } from '../layout'
import { columnPoints } from '../print'
import { VALUE_FONT_SIZE } from '../sheet-frame'
import { heightOf, lineCount } from '../text-width'
import { COLUMNS, type Cover, type CoverContents } from './cover'
import { SUMMARY_LABELS } from './labels'
import { NOTE_SIZE, SUBTITLE_SIZE, TITLE_SIZE } from './styles'

/** Whose campaign it is. @returns the house's logo, if it has one */
export function drawHead(cover: Cover, { plan, house, language }: CoverContents): PictureLayout[] {
  const words = SUMMARY_LABELS[language]
  const { campaign } = plan
  const token = identityToken({ campaignId: campaign.id, revision: campaign.revision })
  const logo = house?.logo
  const lines = lineCount(campaign.name, cover.width * COLUMNS, TITLE_SIZE)
  const company = house?.company ?? ''
  const height = logo ? Math.max(30, logo.height + 8) : company === '' ? 6 : 30
  cover.line(height, textCell(company, 'company'), [textCell(token, 'id')])
  cover.line(Math.max(52, heightOf(lines, TITLE_SIZE, 14)), textCell(campaign.name, 'cover.title'))
  const subtitle = `${campaign.advertiser}  ·  ${words.subtitle}`
  const room = lineCount(subtitle, cover.width * COLUMNS, SUBTITLE_SIZE)
  cover.line(Math.max(30, heightOf(room, SUBTITLE_SIZE, 12)), textCell(subtitle, 'cover.subtitle'))
  cover.gap(10)
  if (!logo) return []
  // At the right end of the row.
  const left = COLUMNS * columnPoints(cover.width) - logo.width
  const column = Math.floor(left / columnPoints(cover.width))
  return [
    {
      name: 'Logo',
      description: house.company,
      base64: logo.base64,
      at: cellAddress(column + 1, 1),
      left: left - column * columnPoints(cover.width),
      width: logo.width,
      height: logo.height,
    },
  ]
}

export function drawFacts(cover: Cover, { plan, language }: CoverContents): void {
  const { campaign, rows, writtenOn } = plan
  const labels = SHEET_LABELS[language]
  const words = SUMMARY_LABELS[language]
  const days = labels.days(dayCount(campaign.startDate, campaign.endDate))
  const line = (...facts: [label: string, cell: Cell][]) => {
    const lines = facts.map(([, cell]) =>
      cell.kind === 'text' ? lineCount(cell.text, cover.width * 3, VALUE_FONT_SIZE) : 1,
    )
    cover.add(
      Math.max(26, heightOf(Math.max(...lines), VALUE_FONT_SIZE, 9)),
      facts.flatMap(([label, cell]) => [textCell(label, 'label'), ...spanningCells(cell, 3)]),
      [2, 6, 10].map((column) => ({ column, columns: 3, rows: 1 })),
    )
  }
  line(
    [labels.advertiser, textCell(campaign.advertiser, 'value')],
    [labels.agency, textCell(campaign.agency ?? '-', 'value')],
    [labels.writtenOn, dateCell(writtenOn, 'value.date')],
  )
  line(
    [labels.period, textCell(`${campaign.startDate} ~ ${campaign.endDate} (${days})`, 'value')],
    [words.budget, numberCell(campaign.budget, 'value.won')],
    [words.products, numberCell(rows.length, 'value.count')],
  )
}

/** What a client should know, and whom to ask. */
export function drawNotes(cover: Cover, { daily, house, language }: CoverContents): void {
  const words = SUMMARY_LABELS[language]
  const notes = [
    words.vat,
    ...(daily.estimatedRows > 0 ? [words.estimated(daily.estimatedRows)] : []),
    ...(house?.legal[language] ? [house.legal[language]] : []),
    ...(house && house.contact.length > 0 ? [house.contact.join('  ·  ')] : []),
  ]
  cover.gap(10)
  for (const note of notes)
    cover.line(
      heightOf(lineCount(note, cover.width * COLUMNS, NOTE_SIZE), NOTE_SIZE, 4),
      textCell(note, 'small'),
    )
}
