import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import type { SqlValue } from '../database/database'

/**
 * A backup is a gzip file of lines of JSON: the header, for each table a line that names it and its columns and then a
 * line for each row, and an end with the number of rows and a checksum of everything before it. It is the same for both
 * databases.
 */
export const FORMAT = 'flightsheet-backup'

export const header = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  /** Names of the migrations that had run, in order. */
  migrations: z.array(z.string()),
})
export type Header = z.infer<typeof header>

const tableLine = z.object({ table: z.string().regex(/^\w+$/), columns: z.array(z.string().regex(/^\w+$/)) })
export type TableLine = z.infer<typeof tableLine>

const endLine = z.object({ end: z.object({ rows: z.number(), sha256: z.string() }) })

export type Line =
  | { kind: 'header'; header: Header }
  | { kind: 'table'; table: TableLine }
  | { kind: 'row'; row: SqlValue[] }
  | { kind: 'end'; rows: number }

/** The sum that the end of a backup has. */
export class LineSum {
  private readonly hash = createHash('sha256')
  rows = 0

  add(line: string): void {
    this.hash.update(line).update('\n')
  }

  digest(): string {
    return this.hash.digest('hex')
  }
}

/**
 * Reads a backup.
 *
 * @throws Error when the file is no backup, is cut off, or was changed
 */
export async function* readBackup(file: string): AsyncGenerator<Line> {
  const sum = new LineSum()
  let first = true
  let ended = false
  for await (const line of linesOf(file)) {
    if (ended) throw new Error(`${file} goes on after its end: it was changed`)
    const content = parsed(line, file)
    if (first) {
      const known = header.safeParse(content)
      if (!known.success) throw new Error(`${file} is no backup of Flightsheet, or one of a later version`)
      yield { kind: 'header', header: known.data }
      first = false
    } else if (Array.isArray(content)) {
      sum.rows++
      yield { kind: 'row', row: content as SqlValue[] }
    } else {
      const end = endLine.safeParse(content)
      if (end.success) {
        if (end.data.end.rows !== sum.rows || end.data.end.sha256 !== sum.digest())
          throw new Error(`${file} is damaged: its content doesn't fit its checksum`)
        ended = true
        yield { kind: 'end', rows: sum.rows }
        continue
      }
      yield { kind: 'table', table: tableLine.parse(content) }
    }
    sum.add(line)
  }
  if (!ended) throw new Error(`${file} is cut off: its end is missing`)
}

/** @throws Error when the file can't be read or is not what gzip has written */
async function* linesOf(file: string): AsyncGenerator<string> {
  // A file that isn't there is told as such.
  const handle = await open(file)
  const text = handle.createReadStream().compose(createGunzip())
  let rest = ''
  try {
    for await (const chunk of text.setEncoding('utf8')) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop()!
      yield* lines
    }
  } catch (error) {
    const { code } = error as { code?: string }
    if (!code?.startsWith('Z_')) throw error
    throw new Error(`${file} is cut off, damaged, or no backup of Flightsheet: ${(error as Error).message}`)
  } finally {
    await handle.close()
  }
  if (rest !== '') yield rest
}

function parsed(line: string, file: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new Error(`${file} is damaged, or no backup of Flightsheet`)
  }
}
