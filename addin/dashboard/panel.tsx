import { Spinner } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'
import { useDashboard } from './context'
import { FailureBar } from './failure-bar'
import type { Figures } from './use-figures'

interface PanelProps<Value> {
  title: string
  figures: Figures<Value>
  /** Text that replaces the figures when there are none. */
  empty?: (value: Value) => string | undefined
  actions?: ReactNode
  className?: string
  /** Filters that are set and do not apply to these figures, by name. */
  unapplied?: readonly string[]
  children: (value: Value) => ReactNode
}

/** A panel of the dashboard in each of its states: loading, empty, failed with or without older figures. */
export function Panel<Value>({
  title,
  figures,
  empty,
  actions,
  className,
  unapplied = [],
  children,
}: PanelProps<Value>) {
  const { words, user } = useDashboard()
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
      {failure && (
        <FailureBar
          failure={failure}
          words={words}
          role={user.role}
          also={value && words.stays}
          onRetry={reload}
        />
      )}
      {unapplied.length > 0 && <p className="sum">{words.filters.unapplied(unapplied.join(', '))}</p>}
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
