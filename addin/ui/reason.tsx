import { Field, Textarea } from '@fluentui/react-components'
import { useState } from 'react'

interface Reason {
  text: string
  /** Whether somebody has tried to go on without one. */
  missed: boolean
  write(text: string): void
  /** Goes on with the reason; without one it asks for it instead. */
  needed(act: (reason: string) => void): void
}

/** The reason that a person gives before something is done. */
export function useReason(): Reason {
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const reason = text.trim()
  return {
    text,
    missed: tried && reason === '',
    write: setText,
    needed: (act) => {
      setTried(true)
      if (reason !== '') act(reason)
    },
  }
}

interface ReasonFieldProps {
  reason: Reason
  label: string
  /** Asks for it. */
  missing: string
  disabled?: boolean
}

export function ReasonField({ reason, label, missing, disabled = false }: ReasonFieldProps) {
  return (
    <Field label={label} required validationMessage={reason.missed ? missing : undefined}>
      <Textarea
        value={reason.text}
        maxLength={500}
        resize="vertical"
        disabled={disabled}
        onChange={(_, { value }) => reason.write(value)}
      />
    </Field>
  )
}
