import type { Endpoint } from '../../shared/contract/endpoint'
import { type AnswerOf, CallFailure, type Input, pathOf } from '../api/client'
import { type Desk, failureOf, isOutcomeUnknown } from './desk'

/** What such a call needs; a desk has it. */
export type CallOnce = Pick<Desk, 'api' | 'intents'>

/**
 * An idempotent call: its key is kept until the service has accepted or refused it, so that a retry isn't
 * executed twice.
 *
 * @throws CallFailure
 */
export async function callOnce<E extends Endpoint>(
  { api, intents }: CallOnce,
  endpoint: E,
  input: Input<E>,
): Promise<AnswerOf<E>> {
  const { body } = input as { body?: unknown }
  const intent = { call: `${endpoint.method} ${pathOf(endpoint, input)}`, body }
  try {
    const answer = await api.call(endpoint, { ...input, idempotencyKey: intents.keyFor(intent) })
    intents.answered(intent)
    return answer
  } catch (error) {
    const failure = failureOf(error)
    if (failure instanceof CallFailure && !isOutcomeUnknown(failure)) intents.answered(intent)
    throw failure
  }
}
