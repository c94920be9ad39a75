import { createHash } from 'node:crypto'

/** A file that waits in the inbox. */
export interface InboxFile {
  name: string
  /** Bytes. */
  size: number
  /** Another one once somebody has written another file under this name. */
  mark: string
}

/** Something that lies beside a file once it is moved. */
export interface Report {
  /** Behind the file's name: `.report.txt`. */
  suffix: string
  /** Where it is now. */
  path: string
}

/** Where vendors put their files: a folder or a bucket. */
export interface InboxStore {
  /** Files that have come whole, in the order of their names; at most a thousand. */
  list(): Promise<InboxFile[]>
  find(name: string): Promise<InboxFile | undefined>
  /** Copies a file to a path of ours. */
  download(file: InboxFile, path: string, signal: AbortSignal): Promise<void>
  /**
   * Moves a file with its reports out of the way; nothing that is there is overwritten.
   *
   * @returns where it is now; undefined when there is another file under its name by now, or none: that one stays
   */
  move(file: InboxFile, to: 'processed' | 'failed', reports: readonly Report[]): Promise<string | undefined>
}

export const MAX_LISTED = 1000

/** Names under which programs write what isn't whole yet, or what isn't meant for us. */
export function isHidden(name: string): boolean {
  return /^[.~]|\.(part|partial|filepart|tmp|temp|crdownload|swp)$|~$/i.test(name)
}

/** `forecast.csv.gz` → `forecast 2026-12-01T03-00-00-000Z.csv.gz`, for a name that is taken. */
export function withInstant(name: string, instant: Date): string {
  const [, stem, ending] = /^(.+?)((?:\.[a-z0-9]{1,5}){0,2})$/i.exec(name) ?? [name, name, '']
  return `${stem} ${instant.toISOString().replaceAll(/[:.]/g, '-')}${ending}`
}

/** What a run is single by: names may be longer than that key. */
export function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 40)
}
