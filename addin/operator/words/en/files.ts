import type { Words } from '../words'

/** A number as it is shown, with its word. */
const of = (value: string, one: string, many: string) => `${value} ${value === '1' ? one : many}`

export const FILES_EN: Words['files'] = {
  send: 'Send a forecast file',
  drop: 'Drop a file here',
  or: 'csv, csv.gz, xlsx',
  button: 'Choose a file',
  wrongKind: (name) => `${name} cannot be sent. Choose a csv, csv.gz or xlsx file.`,
  expected: (name, size) => `Choose the file to send again: ${name} (${size})`,
  expectedWhy: 'The service does not keep files. Choose the same file, or the one you have mended.',
  different: (name, size) =>
    `It is not the file that was sent (${name}, ${size}). Send it if it is the mended one.`,
  sheet: 'Sheet',
  firstSheet: 'The first with a forecast',
  hidden: (name) => `${name} (hidden)`,
  complete: 'The file is complete for its parts and months',
  completeMeans:
    'Hours that it lacks are withdrawn. What was withdrawn can be downloaded; sent again, it is back.',
  again: 'Read it even if it was taken before',
  submit: 'Send',
  other: 'Choose another file',
  uploading: (part) => `Uploading, ${part}`,
  stop: 'Stop uploading',
  queued: 'It waits for its turn.',
  waits: (job) => `It is read when the job before it (${job}) has ended.`,
  reading: (part) => `Reading, ${part}`,
  leave: 'It goes on while you look at other views.',
  over: (name) => `${name} was taken`,
  allRefusedOf: (name) => `Every row of ${name} was refused`,
  failed: (name) => `${name} was not taken.`,
  failedNext: 'Mend the file and send it again. Rows up to there may have been taken.',
  canceled: (name) => `The run of ${name} was canceled`,
  next: 'Send another file',
  already: (at) => `It is the file that was taken at ${at}: nothing has changed.`,
  accepted: 'Rows taken',
  rejected: 'Rows refused',
  duplicates: 'Rows that repeat a key',
  newContents: 'New contents',
  withdrawn: 'Hours withdrawn',
  months: 'Months',
  parts: 'Parts',
  sheetRead: 'Sheet read',
  ignored: 'Columns not read',
  warnings: 'To check',
  noWarnings: 'Nothing to check.',
  warning: {
    INVISIBLE_MARKS: (count) =>
      `${of(count, 'row', 'rows')} had invisible marks in a code or a name; they were dropped.`,
    HOURS_1_TO_24: (count) =>
      `The file has hour 24 (${of(count, 'row', 'rows')}) and never hour 0. If it counts hours from 1 to 24, every row is an hour late: send it with hours 0 to 23.`,
    PART_OF_DAY: (count) =>
      `${of(count, 'part has', 'parts have')} no day with all 24 hours. A day is the sum of the hours that are there.`,
    FEWER_HOURS: (count) =>
      `Hours are missing on ${of(count, 'day', 'days')}: other days of the same content have more.`,
    DAYS_MISSING: (count) =>
      `Neither this file nor an earlier one has a row for ${of(count, 'day', 'days')} in the middle of a month. If something was left out, send it.`,
    NOTHING_TAKEN: (count) =>
      `Not one of ${of(count, 'row', 'rows')} could be taken: look at the refusals below.`,
    SHEETS_NOT_READ: (count) =>
      `${of(count, 'other sheet seems to have a forecast and was', 'other sheets seem to have a forecast and were')} not read. Send the file again for each.`,
    HIDDEN_ROWS: (count) => `${of(count, 'hidden row was', 'hidden rows were')} taken like all others.`,
    CONTENTS_MISSING: (count) =>
      `${of(count, 'content of earlier files is', 'contents of earlier files are')} not in this one. What was forecast stays. If that is not for sale any more, send the file as complete.`,
    HOURS_KEPT: (count) =>
      `${of(count, 'day keeps', 'days keep')} hours of earlier files that this one lacks; the day is the sum of both. If this file has the whole days, send it as complete.`,
    JUMPED: (count) =>
      `The forecast of ${of(count, 'content', 'contents')} has become much more or much less.`,
    WITHDRAWN: (count) =>
      `${of(count, 'hour that the file lacks was', 'hours that the file lacks were')} withdrawn. What is confirmed or sold stays until the month is loaded and confirmed again.`,
    NOT_WITHDRAWN: (count) =>
      `Nothing was withdrawn, because ${of(count, 'row was', 'rows were')} refused. Mend that and send the file as complete again.`,
  },
  examples: (examples) => `For example: ${examples}`,
  readSheet: (sheet) => `Send sheet ${sheet}`,
  refusals: 'Rows refused',
  refusalsShown: (shown, all) => `The first ${shown} of ${all}`,
  lineHead: 'Line',
  column: 'Column',
  value: 'Value',
  reason: 'Reason',
  wholeLine: 'whole line',
  download: { ko: 'Download all (CSV, Korean)', en: 'Download all (CSV, English)' },
  downloadWithdrawn: 'Download the withdrawn hours (CSV)',
  toMonth: (month) => `Go and confirm ${month}`,
  toReview: (count) => `Review ${of(count, 'new content', 'new contents')}`,
  history: 'Files taken',
  historyEmpty: 'No file was taken yet. Send the first one above.',
  name: 'File',
  who: 'Sent by',
  sources: { UPLOAD: 'Upload', INBOX: 'Inbox folder', SERVICE: 'The service' },
  when: 'Taken',
  status: 'Result',
  allRefused: 'All refused',
  changed: 'What changed',
  changes: (accepted) => of(accepted, 'row', 'rows'),
  changeRejected: (count) => `${count} refused`,
  changeNew: (count) => of(count, 'new content', 'new contents'),
  changeWithdrawn: (count) => of(count, 'hour withdrawn', 'hours withdrawn'),
  same: 'same as before',
  completeMark: 'complete',
  details: 'Details',
  less: 'Less',
  more: 'Show more',
  resend: 'Send again',
  noDetails: 'There are no details of this file.',
  actions: 'To do',
}
