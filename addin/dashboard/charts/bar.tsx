interface BarProps {
  /** Filled part of the bar, 0 to 1; values outside are clamped. */
  part: number
  tone?: 'brand' | 'good' | 'warning' | 'danger' | 'neutral'
}

/** A horizontal bar. Its number is shown beside it as text, so it is hidden from screen readers. */
export function Bar({ part, tone = 'brand' }: BarProps) {
  const width = Math.max(0, Math.min(1, part)) * 100
  return (
    <svg className="bar" width="100%" height="12" aria-hidden="true" focusable="false">
      <rect className="track" width="100%" height="12" rx="3" />
      {width > 0 && <rect className={`tone-${tone}`} width={`${Math.max(width, 0.8)}%`} height="12" rx="3" />}
    </svg>
  )
}
