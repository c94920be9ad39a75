import { z } from 'zod'
import { SECURITY_ACTIONS } from '../security-words'
import { email } from './accounts'
import { endpoint } from './endpoint'
import { date, instant, list, paging } from './primitives'
import { shownEmail } from './shown'

const filters = {
  actor: email.optional().meta({ description: 'E-mail of the account that did it' }),
  action: z.enum(SECURITY_ACTIONS).optional(),
  from: date.optional(),
  to: date.optional().meta({ description: 'The last day, in Asia/Seoul' }),
}
const isInOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  from === undefined || to === undefined || from <= to
const inOrder = { path: ['to'], message: 'must not be before from' }

const securityEvent = z
  .object({
    id: z.int().min(1),
    at: instant,
    action: z.enum(SECURITY_ACTIONS),
    actor: shownEmail
      .nullable()
      .meta({ description: 'Null: nobody who is signed in, or the service itself' }),
    subject: z
      .string()
      .nullable()
      .meta({ description: 'What it was done to: an e-mail, a code, a campaign, the path of a file' }),
    address: z.string().nullable().meta({ description: 'The address of the client' }),
    userAgent: z.string().nullable(),
    requestId: z.string().nullable().meta({ description: 'X-Request-Id of the answer' }),
    details: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'SecurityEvent' })
export type SecurityEventView = z.infer<typeof securityEvent>

export const listSecurityEvents = endpoint({
  operationId: 'listSecurityEvents',
  method: 'get',
  path: '/security-events',
  tag: 'Security log',
  summary: 'Who did what from where, the newest first',
  role: 'admin',
  query: z.object({ ...filters, ...paging({ default: 100, max: 1000 }) }).refine(isInOrder, inOrder),
  status: 200,
  answer: list(securityEvent),
  problems: [],
})

export const exportSecurityEvents = endpoint({
  operationId: 'exportSecurityEvents',
  method: 'get',
  path: '/security-events/export.csv',
  tag: 'Security log',
  summary: 'The same as CSV, up to 100,000 rows; in English by Accept-Language, otherwise in Korean',
  role: 'admin',
  query: z.object(filters).refine(isInOrder, inOrder),
  status: 200,
  file: 'text/csv',
  problems: [],
})
