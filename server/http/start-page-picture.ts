import type { StartPageWords } from './start-page-words'

const COLUMNS = [
  { x: 52, anchor: 'start' },
  { x: 132, anchor: 'start' },
  { x: 318, anchor: 'end' },
  { x: 410, anchor: 'end' },
  { x: 458, anchor: 'middle' },
] as const
const AMOUNTS = ['78,000,000', '32,000,000', '18,000,000', '44,000,000']
const IMPRESSIONS = ['8,863,636', '1,523,810', '1,384,615', '5,000,000']
const STATUS_CLASSES = ['running', 'booked', 'held', 'buy']
const ROW = 38

/** The sheet with its buy button, and the pane, as a drawing that follows the page's colours. */
export function startPagePicture(words: StartPageWords): string {
  const cell = (column: number, y: number, text: string, style: string) =>
    `<text x="${COLUMNS[column]!.x}" y="${y}" text-anchor="${COLUMNS[column]!.anchor}" class="${style}">${text}</text>`
  const rows = AMOUNTS.map((amount, i) => {
    const y = 109 + i * ROW
    return `<line x1="36" x2="496" y1="${y + 14}" y2="${y + 14}" class="rule"/>
${cell(0, y, words.media[i]!, 'cell')}${cell(1, y, words.products[i]!, 'cell')}${cell(2, y, amount, 'cell number')}${cell(3, y, IMPRESSIONS[i]!, 'cell number')}
<rect x="425" y="${y - 16}" width="66" height="23" rx="${i === 3 ? 5 : 11}" class="tag ${STATUS_CLASSES[i]}"/>${cell(4, y, words.statuses[i]!, `tag-text ${STATUS_CLASSES[i]}`)}`
  }).join('\n')
  const bars = [46, 60, 52, 70, 64, 78, 72].map(
    (height, i) =>
      `<rect x="${540 + i * 22}" y="${214 - height}" width="14" height="${height}" rx="3" class="bar${i === 6 ? ' today' : ''}"/>`,
  )
  return `<svg viewBox="0 0 720 300" role="img" aria-label="${words.picture}">
<rect x="1" y="1" width="718" height="298" rx="14" class="paper"/>
<circle cx="24" cy="22" r="5" class="dot"/><circle cx="42" cy="22" r="5" class="dot"/><circle cx="60" cy="22" r="5" class="dot"/>
<line x1="1" x2="719" y1="42" y2="42" class="rule"/><line x1="516" x2="516" y1="42" y2="299" class="rule"/>
<rect x="36" y="56" width="460" height="28" rx="4" class="head"/>
${words.columns.map((text, i) => cell(i, 75, text, 'head-text')).join('')}
${rows}
<rect x="239" y="205" width="86" height="28" rx="3" class="cursor"/>
<text x="314" y="268" text-anchor="end" class="total number">172,000,000</text><text x="410" y="268" text-anchor="end" class="total number">16,772,061</text><text x="52" y="268" class="total">TOTAL</text>
<text x="536" y="74" class="pane-title">${words.pane[0]}</text>
<text x="536" y="100" class="quiet">${words.pane[1]}</text><text x="688" y="100" text-anchor="end" class="quiet number">51.5%</text>
<rect x="536" y="110" width="152" height="6" rx="3" class="track"/><rect x="536" y="110" width="78" height="6" rx="3" class="bar today"/>
${bars.join('')}
<rect x="536" y="238" width="152" height="34" rx="6" class="button"/><text x="612" y="260" text-anchor="middle" class="button-text">${words.pane[2]}</text>
</svg>`
}
