import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import type { ReactNode } from 'react'

interface MessageProps {
  intent: 'info' | 'success' | 'warning' | 'error'
  /** What happened; it is also the name of the message for screen readers. */
  title: string
  actions?: ReactNode
  className?: string
  /** What it means, and what to do. */
  children?: ReactNode
}

/** A message to the user, read out at once when it is an error or a warning. */
export function Message({ intent, title, actions, className, children }: MessageProps) {
  const isUrgent = intent === 'error' || intent === 'warning'
  return (
    <MessageBar
      className={className}
      intent={intent}
      layout="multiline"
      politeness={isUrgent ? 'assertive' : 'polite'}
    >
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle> {children}
      </MessageBarBody>
      {actions && <MessageBarActions>{actions}</MessageBarActions>}
    </MessageBar>
  )
}
