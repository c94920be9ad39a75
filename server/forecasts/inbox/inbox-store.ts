import { createHash } from 'node:crypto'

/** A file that waits in the inbox. */
export interface InboxFile {
  name: string
  /** Bytes. */
  size: number
  /** Identifies the content: it changes when somebody writes another file under this name. */
  mark: string
  /** When it was written, in milliseconds. */
  modified: number
}

/** What is appended to a file's name for its reports. */
export const REPORT_SUFFIXES = ['.rejections.csv', '.report.txt'] as const

/** A report that is stored beside a moved file. */
export interface Report {
  suffix: (typeof REPORT_SUFFIXES)[number]
  /** Local path of the report. */
  path: string
}

/** Where vendors put their files: a folder or a bucket. */
export interface InboxStore {
  /** Complete files in the order in which they are taken; at most a thousand. */
  list(): Promise<InboxFile[]>
  find(name: string): Promise<InboxFile | undefined>
  /** Copies a file to a local path. */
  download(file: InboxFile, path: string, signal: AbortSignal): Promise<void>
  /**
   * Moves a file with its reports to a subfolder. It doesn't overwrite a file or a report there.
   *
   * @returns the new place; undefined when the file is gone, or another one has its name now: that one stays
   */
  move(file: InboxFile, to: 'processed' | 'failed', reports: readonly Report[]): Promise<string | undefined>
}

export const MAX_LISTED = 1000

const NATURAL = new Intl.Collator('en', { numeric: true })

/** The order in which files are taken: the older one first; of the same age `_v2` before `_v10`. */
export function inOrder(a: InboxFile, b: InboxFile): number {
  return a.modified - b.modified || NATURAL.compare(a.name, b.name) || (a.name < b.name ? -1 : 1)
}

/** Whether programs use such a name for incomplete files, or for files that aren't meant for the inbox. */
export function isHidden(name: string): boolean {
  return /^[.~]|\.(part|partial|filepart|tmp|temp|crdownload|swp)$|~$/i.test(name)
}

/** Whether a name says that the file is complete for its parts and months: `2027-01.complete.csv`. */
export function saysComplete(name: string): boolean {
  return /\.complete(\.[a-z0-9]+){1,2}$/i.test(name)
}

/** The name to move a file to: its own, unless a file has it there, or a report that an earlier file left. */
export async function freeName(name: string, isTaken: (name: string) => Promise<boolean>): Promise<string> {
  for (const suffix of ['', ...REPORT_SUFFIXES])
    if (await isTaken(name + suffix)) return withInstant(name, new Date())
  return name
}

/**
 * Adds an instant to a name that is already used: `forecast.csv.gz` → `forecast
 * 2026-12-01T03-00-00-000Z.csv.gz`.
 */
export function withInstant(name: string, instant: Date): string {
  const [, stem, ending] = /^(.+?)((?:\.[a-z0-9]{1,5}){0,2})$/i.exec(name) ?? [name, name, '']
  return `${stem} ${instant.toISOString().replaceAll(/[:.]/g, '-')}${ending}`
}

/** The key that allows one run per file at a time; a hash, because names may be longer than such a key. */
export function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 40)
}
