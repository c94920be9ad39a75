import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import type { Failure } from '../desk/failure'
import { failureText, readerOf } from '../words/failures'
import { usePane } from './pane-context'

const useStyles = makeStyles({
  title: { display: 'block' },
  body: { whiteSpace: 'normal', paddingBottom: '10px' },
})

interface NoticeProps {
  intent: 'info' | 'warning' | 'error' | 'success'
  title: string
  children?: ReactNode
  actions?: ReactNode
  onDismiss?: () => void
}

/** What happened, what it means, and what to do next. */
export function Notice({ intent, title, children, actions, onDismiss }: NoticeProps) {
  const styles = useStyles()
  const { words } = usePane()
  return (
    <MessageBar intent={intent} layout="multiline" politeness={intent === 'error' ? 'assertive' : 'polite'}>
      <MessageBarBody className={styles.body}>
        <MessageBarTitle className={styles.title}>{title}</MessageBarTitle>
        {children}
      </MessageBarBody>
      {(actions || onDismiss) && (
        <MessageBarActions
          containerAction={
            onDismiss && (
              <Button
                appearance="transparent"
                icon={<DismissRegular />}
                aria-label={words.close}
                onClick={onDismiss}
              />
            )
          }
        >
          {actions}
        </MessageBarActions>
      )}
    </MessageBar>
  )
}

export function FailureNotice(props: { failure: Failure; onRetry?: () => void; onDismiss?: () => void }) {
  const { desk, words } = usePane()
  const { title, next } = failureText(props.failure, readerOf(desk))
  return (
    <Notice
      intent="error"
      title={title}
      onDismiss={props.onDismiss}
      actions={props.onRetry && <Button onClick={props.onRetry}>{words.retry}</Button>}
    >
      {next}
    </Notice>
  )
}
