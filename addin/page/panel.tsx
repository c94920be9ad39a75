import { Spinner } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'
import { usePage } from './context'
import { FailureBar } from './failure-bar'
import type { Figures } from './use-figures'

interface PanelProps<Value> {
  title: string
  figures: Figures<Value>
  /** Text that replaces the figures when there are none. */
  empty?: (value: Value) => string | undefined
  actions?: ReactNode
  className?: string
  /** A line above the figures. */
  note?: string | undefined
  children: (value: Value) => ReactNode
}

/** A panel of a page in each of its states: loading, empty, failed with or without older figures. */
export function Panel<Value>({
  title,
  figures,
  empty,
  actions,
  className,
  note,
  children,
}: PanelProps<Value>) {
  const { words } = usePage()
  const id = useId()
  const { value, failure, stale, reload } = figures
  const nothing = value === undefined ? undefined : empty?.(value)
  return (
    <section
      className={`panel ${className ?? ''}`}
      aria-labelledby={id}
      aria-busy={value === undefined || stale}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {actions}
      </header>
      {failure && <FailureBar failure={failure} words={words} also={value && words.stays} onRetry={reload} />}
      {note && <p className="sum">{note}</p>}
      {value === undefined ? (
        !failure && <Spinner size="small" label={words.loading} className="waiting" />
      ) : nothing === undefined ? (
        <div className={stale ? 'stale' : undefined}>{children(value)}</div>
      ) : (
        <p className="empty">{nothing}</p>
      )}
    </section>
  )
}
