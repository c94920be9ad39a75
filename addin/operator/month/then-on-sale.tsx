import { Checkbox } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { useOperator } from '../context'
import { LoadLine, useLoad } from './loads'

interface ThenOnSale {
  running: boolean
  /** The choice whether the month goes on sale afterwards; it does unless somebody says no. */
  choice: ReactNode
  /** Puts the month on sale, if that was chosen. */
  go(): void
  /** How far that is, once it was started. */
  line: ReactNode
}

/** What follows a decision about a month: its unit load. */
export function useThenOnSale(given: { month: string; onLoaded(): void; onRisk(): void }): ThenOnSale {
  const { words } = useOperator()
  const { month, onLoaded, onRisk } = given
  const [wanted, setWanted] = useState(true)
  const { load, running, start } = useLoad(month, onLoaded)
  const again = () => void start('unit-inventory-load')
  return {
    running,
    choice: (
      <Checkbox
        label={words.month.thenLoad}
        checked={wanted}
        onChange={(_, { checked }) => setWanted(checked === true)}
      />
    ),
    go: () => wanted && again(),
    line: load && <LoadLine load={load} month={month} onAgain={again} onRisk={onRisk} />,
  }
}
