import { Button } from '@fluentui/react-components'
import type { Failure } from '../desk/failure'
import { failureText } from '../words/failures'
import { useRole } from './context'
import { Message } from './message'
import type { PageWords } from './words'

interface FailureBarProps {
  failure: Failure
  words: PageWords
  /** Additional text: which figures are still shown. */
  also?: string | undefined
  onRetry?: () => void
}

/** What went wrong, and what to do next. */
export function FailureBar({ failure, words, also, onRetry }: FailureBarProps) {
  const role = useRole()
  const { title, next } = failureText(failure, { language: words.language, role })
  return (
    <Message
      intent="error"
      title={title}
      actions={onRetry && <Button onClick={onRetry}>{words.retry}</Button>}
    >
      {next} {also}
    </Message>
  )
}
