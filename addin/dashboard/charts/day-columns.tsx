import { useId } from 'react'

/** A day's plan and delivery. */
export interface DayColumn {
  /** Text below the column, where there is room. */
  label: string
  /** Tooltip of the day: date and both numbers. */
  said: string
  planned: number
  delivered: number
}

const HEIGHT = 150
const BOTTOM = 20
const TOP = 14
const WIDTH = 480

/** One column per day: the plan as an outline, the delivery as its filling. */
export function DayColumns({
  days,
  title,
  top,
}: {
  days: readonly DayColumn[]
  title: string
  top(most: number): string
}) {
  const id = useId()
  const most = Math.max(1, ...days.map(({ planned, delivered }) => Math.max(planned, delivered)))
  const step = WIDTH / Math.max(1, days.length)
  const width = Math.min(40, step * 0.7)
  const tall = HEIGHT - BOTTOM - TOP
  const every = Math.ceil(days.length / 7)
  return (
    <svg
      className="columns"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-labelledby={id}
      preserveAspectRatio="xMidYMid meet"
    >
      <title id={id}>{title}</title>
      <line className="line" x1="0" x2={WIDTH} y1={TOP} y2={TOP} />
      <line className="line" x1="0" x2={WIDTH} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
      <text className="label" x="0" y={TOP - 3}>
        {top(most)}
      </text>
      {days.map(({ label, said, planned, delivered }, at) => {
        const x = at * step + (step - width) / 2
        const y = (value: number) => HEIGHT - BOTTOM - (value / most) * tall
        return (
          <g key={said}>
            <title>{said}</title>
            <rect className="plan" x={x} width={width} y={y(planned)} height={(planned / most) * tall} />
            <rect
              className="tone-brand"
              x={x + width * 0.18}
              width={width * 0.64}
              y={y(delivered)}
              height={(delivered / most) * tall}
            />
            {at % every === 0 && (
              <text className="label" x={x + width / 2} y={HEIGHT - 5} textAnchor="middle">
                {label}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}
