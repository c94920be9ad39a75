import { Input } from '@fluentui/react-components'
import { useState } from 'react'
import { usePane } from '../../ui/pane-context'

/** A whole number from 1 to 1,000,000; anything else is marked and can't be saved. */
export function WeightInput(props: {
  label: string
  weight: number
  /** 1 unless given. */
  least?: number
  onChange: (weight: number) => void
}) {
  const { words } = usePane()
  const [text, setText] = useState(String(props.weight))
  const number = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN
  const { least = 1 } = props
  const valid = number >= least && number <= 1_000_000
  return (
    <Input
      size="small"
      inputMode="numeric"
      value={text}
      style={{ width: 76, flexShrink: 0 }}
      input={{ 'aria-label': props.label, 'aria-invalid': !valid, style: { textAlign: 'right' } }}
      title={valid ? undefined : words.targeting.weightInvalid}
      onChange={(_, { value }) => {
        setText(value)
        props.onChange(/^\d{1,7}$/.test(value) ? Number(value) : Number.NaN)
      }}
    />
  )
}
