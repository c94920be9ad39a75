// Draws the add-in's icons: a sheet's lines in white on blue, the last line (green) a bought row.
// Run: node addin/icons/draw-icons.mjs
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'

const BLUE = [37, 99, 168, 255]
const WHITE = [255, 255, 255, 255]
const GREEN = [126, 217, 160, 255]
const CLEAR = [0, 0, 0, 0]
/** Bars on a field of 16 by 16: left, top, right, bottom, colour. */
const BARS = [
  [3.5, 3.5, 12.5, 5.5, WHITE],
  [3.5, 7, 9.5, 9, WHITE],
  [3.5, 10.5, 12.5, 12.5, GREEN],
]
const RADIUS = 3
/** Each pixel is the mean of this many points across and down. */
const POINTS = 4

for (const size of [16, 32, 64, 80]) {
  writeFileSync(join(import.meta.dirname, `icon-${size}.png`), png(size))
}

function colorAt(x, y) {
  const dx = Math.max(RADIUS - x, x - (16 - RADIUS), 0)
  const dy = Math.max(RADIUS - y, y - (16 - RADIUS), 0)
  if (Math.hypot(dx, dy) > RADIUS) return CLEAR
  const bar = BARS.find(([left, top, right, bottom]) => x >= left && x < right && y >= top && y < bottom)
  return bar ? bar[4] : BLUE
}

function pixel(column, row, size) {
  const sum = [0, 0, 0, 0]
  for (let i = 0; i < POINTS * POINTS; i++) {
    const x = ((column + ((i % POINTS) + 0.5) / POINTS) * 16) / size
    const y = ((row + (Math.floor(i / POINTS) + 0.5) / POINTS) * 16) / size
    const [red, green, blue, alpha] = colorAt(x, y)
    for (const [channel, value] of [red, green, blue].entries()) sum[channel] += value * alpha
    sum[3] += alpha
  }
  if (sum[3] === 0) return CLEAR
  return [...sum.slice(0, 3).map((value) => Math.round(value / sum[3])), Math.round(sum[3] / POINTS ** 2)]
}

function png(size) {
  const lines = Array.from({ length: size }, (_, row) => [
    0,
    ...Array.from({ length: size }, (_, column) => pixel(column, row, size)).flat(),
  ])
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  // 8 bits a channel, red, green, blue and alpha.
  head.set([8, 6, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from(lines.flat()), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
