/**
 * What keeps a database from being written, or read, until somebody mends it; as `/health` names it.
 *
 * - full: its disk is full
 * - locked: another program holds its lock
 * - read-only: its file or its disk can only be read
 * - failing: its disk reports errors, or did not keep what was written
 * - damaged: its file has been changed by something else
 */
export type Fault = 'full' | 'locked' | 'read-only' | 'failing' | 'damaged'

/** For people. Nothing of a write that met a fault is stored. */
export const FAULT_WORDS: Readonly<Record<Fault, string>> = {
  full: 'The disk of the database is full. Nothing was changed. Tell your administrator; it goes on as soon as there is room.',
  locked:
    'Another program has locked the database. Nothing was changed; try again in a moment, and tell your administrator if it stays so.',
  'read-only':
    'The database can only be read just now. Nothing was changed. Tell your administrator; it goes on as soon as it can be written.',
  failing: 'The disk of the database refuses writes. Nothing was changed. Tell your administrator.',
  damaged:
    'The file of the database is damaged. Nothing was changed. Tell your administrator: a backup must be restored.',
}

/** The sentences for who starts the service. */
export const FAULT_AT_START: Readonly<Record<Fault, string>> = {
  full: 'the disk of the database is full: make room on it',
  locked: 'another program has locked the database: end it, or wait for it',
  'read-only':
    'the database can only be read: the file, its folder and its disk must be writable for this account',
  failing: 'the disk of the database reports errors: look at the system’s log',
  damaged:
    'the file of the database is damaged, or is none: move it away and restore a backup (docs/operations.md)',
}
