import { useState } from 'react'
import { getPublishRequest } from '../../../shared/contract/publishing'
import type { AnswerOf } from '../../api/client'
import { failureOf } from '../../page/failure'
import { failureText } from '../../words/failures'
import { useOperator } from '../context'

type Handled = AnswerOf<typeof getPublishRequest>['handlings']

/** Who sent a request again or set it aside, when and why: loaded when somebody opens it. */
export function Handlings({ id }: { id: number }) {
  const { api, words, numbers } = useOperator()
  const said = words.risk
  const [handlings, setHandlings] = useState<Handled | string | undefined>()
  const load = async () => {
    setHandlings(undefined)
    try {
      setHandlings((await api.call(getPublishRequest, { params: { id } })).handlings)
    } catch (error) {
      const { language } = words
      setHandlings(failureText(failureOf(error), { language, role: 'operator' }).title)
    }
  }
  return (
    <details onToggle={({ currentTarget }) => currentTarget.open && void load()}>
      <summary aria-label={said.handlingsOf(id)}>{said.handlings}</summary>
      {handlings === undefined ? (
        words.loading
      ) : typeof handlings === 'string' ? (
        <span className="strong">{handlings}</span>
      ) : handlings.length === 0 ? (
        said.notHandled
      ) : (
        <ul className="plain">
          {handlings.map(({ kind, reason, answer, actor, at }) => (
            <li key={`${at} ${kind}`}>
              {said.handlingKinds[kind]} · {numbers.time(at)}
              <small className="given">{actor}</small>
              {answer !== null && <small>{said.answerThen(answer)}</small>}
              {reason !== null && <small>{reason}</small>}
            </li>
          ))}
        </ul>
      )}
    </details>
  )
}
