import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components'
import type { Role } from '../../shared/contract/primitives'
import type { Failure } from '../desk/failure'
import { failureText } from '../words/failures'
import type { Words } from './words'

interface FailureBarProps {
  failure: Failure
  words: Words
  /** Undefined while nobody is signed in. */
  role?: Role | undefined
  /** Additional text: which figures are still shown. */
  also?: string | undefined
  onRetry?: () => void
}

/** What went wrong, and what to do next. */
export function FailureBar({ failure, words, role, also, onRetry }: FailureBarProps) {
  const { title, next } = failureText(failure, { language: words.language, role })
  return (
    <MessageBar intent="error" layout="multiline" politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {next} {also}
      </MessageBarBody>
      {onRetry && (
        <MessageBarActions>
          <Button onClick={onRetry}>{words.retry}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
