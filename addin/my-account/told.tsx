import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import type { User } from '../../shared/contract/accounts'
import type { Language } from '../../shared/language'
import { CallFailure } from '../api/client'
import { DeskFailure } from '../desk/failure'
import { failureText } from '../words/failures'

/** What was done, or why it wasn't. */
export type Told = { intent: 'success' | 'error'; title: string; next?: string }

/** A failure, in words for who is signed in. */
export function toldOf(error: unknown, language: Language, { role }: User): Told {
  const failure = error instanceof CallFailure ? error : new DeskFailure('UNEXPECTED', String(error))
  const { title, next } = failureText(failure, { language, role })
  return { intent: 'error', title, next }
}

export function ToldBar({ told }: { told: Told }) {
  return (
    <MessageBar
      intent={told.intent}
      layout="multiline"
      politeness={told.intent === 'error' ? 'assertive' : 'polite'}
    >
      <MessageBarBody>
        <MessageBarTitle>{told.title}</MessageBarTitle> {told.next}
      </MessageBarBody>
    </MessageBar>
  )
}
