import { type ContentView, lookUpContents } from '../../shared/contract/catalog'
import type { Desk } from '../desk/desk'

/** A pasted line: a content's name or metaId, and its weight where one stands beside it. */
export interface PastedLine {
  text: string
  weight: number | null
}

export interface PastedContents {
  found: { content: ContentView; weight: number | null }[]
  unknown: string[]
  /** Names that several contents have. */
  ambiguous: string[]
  /** Contents that can't be targeted: they are sold by RANDOM products only, or no longer. */
  unfit: string[]
}

/**
 * Reads a pasted list: one content per line, or cells copied from Excel. A whole number in a later cell is the weight.
 * One line without tabs may name several contents with commas between them.
 */
export function readPasted(text: string): PastedLine[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const only = lines[0]
  if (lines.length === 1 && only !== undefined && !only.includes('\t') && only.includes(','))
    return only
      .split(',')
      .flatMap((part) => (part.trim() === '' ? [] : [{ text: part.trim(), weight: null }]))
  return lines.flatMap((line) => {
    const cells = line.split('\t').map((cell) => cell.trim())
    const [name] = cells
    if (!name) return []
    const weight = cells
      .slice(1)
      .map((cell) => Number(cell.replaceAll(',', '')))
      .find((number) => Number.isInteger(number) && number >= 1 && number <= 1_000_000)
    return [{ text: name, weight: weight ?? null }]
  })
}

/**
 * Finds the contents of a pasted list by metaId or whole name.
 *
 * @param prefers which of several contents with one name is meant, if only one of them is
 * @throws CallFailure
 */
export async function findPasted(
  desk: Desk,
  lines: readonly PastedLine[],
  prefers: (contents: readonly ContentView[]) => Promise<readonly ContentView[]>,
): Promise<PastedContents> {
  const result: PastedContents = { found: [], unknown: [], ambiguous: [], unfit: [] }
  const texts = [...new Set(lines.map(({ text }) => text))]
  if (texts.length === 0) return result
  const short = texts.filter(({ length }) => length <= 100)
  const { items } = await desk.api.call(lookUpContents, {
    body: {
      names: texts.map((text) => text.slice(0, 200)),
      ...(short.length > 0 ? { metaIds: short } : {}),
    },
  })
  const seen = new Set<string>()
  for (const { text, weight } of lines) {
    const byId = items.filter(({ metaId }) => metaId === text)
    const all = byId.length > 0 ? byId : items.filter(({ name }) => name === text)
    const fit = all.filter(({ type, retired }) => type !== 'RANDOM' && !retired)
    const one = fit.length > 1 ? await prefers(fit) : fit
    if (all.length === 0) result.unknown.push(text)
    else if (fit.length === 0) result.unfit.push(text)
    else if (one.length !== 1) result.ambiguous.push(text)
    else if (!seen.has(one[0]!.metaId)) {
      seen.add(one[0]!.metaId)
      result.found.push({ content: one[0]!, weight })
    }
  }
  return result
}
