import * as contract from '../events'
import { example } from './example'
import { CAMPAIGN_ID, UNIT_ID } from './ids'

const event: contract.LiveEvent = {
  id: '1284',
  campaignId: CAMPAIGN_ID,
  unitId: UNIT_ID,
  kind: 'unit.booking-status',
  at: '2026-11-24T02:00:00.000Z',
  data: { before: 'Draft', after: 'Booked', version: 4 },
}

export const EVENTS = [
  example(contract.events, {
    answer: `id: ${event.id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`,
  }),
]
