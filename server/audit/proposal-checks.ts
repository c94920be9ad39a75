import { type Check, selecting } from './check'

export const PROPOSAL_CHECKS: readonly Check[] = [
  selecting(
    'proposal-copies',
    'A stored proposal has its file, hash and revision exactly when it is ready, and a reason exactly when it failed.',
    `SELECT id, status FROM proposal_copy
     WHERE CASE WHEN status = 'READY'
       THEN revision IS NULL OR revision < 1 OR bytes IS NULL OR bytes < 1 OR sha256 IS NULL OR LENGTH(sha256) <> 64
         OR storage_key IS NULL OR file_name IS NULL OR ready_at IS NULL
       ELSE revision IS NOT NULL OR bytes IS NOT NULL OR sha256 IS NOT NULL OR storage_key IS NOT NULL
         OR file_name IS NOT NULL OR ready_at IS NOT NULL END
       OR (status = 'FAILED') <> (error IS NOT NULL) ORDER BY id`,
    ({ id, status }) => `proposal ${id} is ${status}, and its other fields are not`,
  ),
  selecting(
    'proposal-numbers',
    'The numbers of stored proposals are unique in their campaign, and none is beyond the last that was given.',
    `SELECT p.campaign_id AS campaignId, p.number AS number, COUNT(*) AS n, s.last AS last
     FROM proposal_copy p LEFT JOIN proposal_series s ON s.campaign_id = p.campaign_id
     GROUP BY p.campaign_id, p.number, s.last HAVING COUNT(*) > 1 OR s.last IS NULL OR p.number > s.last
     ORDER BY p.campaign_id, p.number`,
    ({ campaignId, number, n, last }) =>
      `campaign ${campaignId}: ${n} proposals have number ${number}, the last given is ${last ?? 'none'}`,
  ),
  selecting(
    'proposal-files',
    'No file of a stored proposal is to be removed.',
    `SELECT p.id AS id, p.storage_key AS storageKey FROM proposal_copy p
     JOIN unclaimed_file f ON f.storage_key = p.storage_key ORDER BY p.id`,
    ({ id, storageKey }) => `proposal ${id}: its file ${storageKey} counts as unclaimed`,
  ),
]
