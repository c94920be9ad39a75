import { Column, type ColumnOptions, PrimaryColumn } from 'typeorm'

/** A bigint comes as a number or as text; every count here is below 2^53. */
const wholeNumber = {
  to: (value: number | null | undefined) => value,
  from: (value: string | number | null) => (value === null ? null : Number(value)),
}

const json = {
  to: (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value)),
  from: (value: string | null) => (value === null ? null : JSON.parse(value)),
}

/** Won or impressions: a whole number below 2^53. */
export const Count = (options: ColumnOptions = {}) =>
  Column({ type: 'bigint', transformer: wholeNumber, ...options })

/** The key of a row, which grows by itself; 64 bits wide, below 2^53. */
export const AutoId = () =>
  Column({ type: 'bigint', primary: true, generated: 'increment', transformer: wholeNumber })

/** Computed by the database from other columns of its row; the migration has the expression. */
export const Computed = () =>
  Column({ type: 'bigint', nullable: true, transformer: wholeNumber, insert: false, update: false })

/** A small whole number. */
export const Whole = (options: ColumnOptions = {}) => Column({ type: 'int', ...options })

export const Text = (length: number, options: ColumnOptions = {}) =>
  Column({ type: 'varchar', length, ...options })

export const Key = (length: number) => PrimaryColumn({ type: 'varchar', length })

export const KeyWhole = () => PrimaryColumn({ type: 'int' })

/** The id of another row as a part of the key. */
export const KeyId = () => PrimaryColumn({ type: 'bigint', transformer: wholeNumber })

export const KeyDate = () => PrimaryColumn({ type: 'date' })

/** A business date, `YYYY-MM-DD`. */
export const Day = (options: ColumnOptions = {}) => Column({ type: 'date', ...options })

/**
 * An instant as ISO 8601 text in UTC with milliseconds. It sorts as text, in the same way on both databases.
 */
export const Instant = (options: ColumnOptions = {}) => Column({ type: 'varchar', length: 24, ...options })

/** Text of any length. SQLite treats the type's name as text. */
export const LongText = () => Column({ type: 'longtext', nullable: true })

/** A JSON document of any length. */
export const Json = (options: ColumnOptions = {}) =>
  Column({ type: 'longtext', nullable: true, transformer: json, ...options })
