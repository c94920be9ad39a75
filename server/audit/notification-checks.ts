import { type Check, selecting } from './check'

export const NOTIFICATION_CHECKS: readonly Check[] = [
  selecting(
    'notices',
    'A notice has the key of its fact while the fact lasts, and none after.',
    `SELECT id AS id, active_key AS activeKey, over_at AS overAt FROM notice
     WHERE (over_at IS NULL) <> (active_key IS NOT NULL) ORDER BY id`,
    ({ id, activeKey, overAt }) => `notice ${id}: its key is ${activeKey}, it is over at ${overAt}`,
  ),
  selecting(
    'letters',
    'A letter that was delivered or given up says when; one that waits does not.',
    `SELECT id AS id, status AS status, done_at AS doneAt FROM notification_letter
     WHERE (status = 'PENDING') <> (done_at IS NULL) ORDER BY id`,
    ({ id, status, doneAt }) => `letter ${id}: ${status}, done at ${doneAt}`,
  ),
]
