import { describe, expect, it } from 'vitest'
import { ENDPOINTS } from '../../shared/contract/endpoints'
import { EXAMPLES } from '../../shared/contract/examples/examples'
import { PUBLISH_MESSAGE_EXAMPLE } from '../../shared/contract/examples/publishing'
import { publishMessage } from '../../shared/contract/publishing'

const isText = (file: string | undefined) => file?.startsWith('text/')

describe('The examples', () => {
  it.each(ENDPOINTS.map((endpoint) => [endpoint.operationId, endpoint] as const))(
    'show what %s is given and answers',
    (_name, endpoint) => {
      const example = EXAMPLES.get(endpoint)
      expect(example?.body !== undefined, 'a body').toBe(Boolean(endpoint.body ?? endpoint.upload))
      expect(example?.answer !== undefined, 'an answer').toBe(
        Boolean(endpoint.answer) || isText(endpoint.file) === true,
      )
      endpoint.body?.parse(example?.body)
      endpoint.upload?.parse(example?.body)
      // Parsing drops fields that the schema does not have.
      if (endpoint.answer) expect(endpoint.answer.parse(example?.answer)).toEqual(example?.answer)
    },
  )

  it('show what an ad server is sent', () => {
    expect(publishMessage.parse(PUBLISH_MESSAGE_EXAMPLE)).toEqual(PUBLISH_MESSAGE_EXAMPLE)
  })
})
