import { Checkbox, Text } from '@fluentui/react-components'
import { useCallback } from 'react'
import type { BookingLine } from '../../desk/state/booking'
import { usePane } from '../../ui/pane-context'
import { useLoaded } from '../../ui/use-loaded'
import { runningPlatforms } from '../preview'
import { setBookingChange } from '../steps'
import { useBookingStyles } from './styles'

/** Takes platforms of a row's product out of its booking, or back in; what a dropped one has delivered stays. */
export function AmendPlatforms({ line, disabled }: { line: BookingLine; disabled: boolean }) {
  const styles = useBookingStyles()
  const { desk, words, state } = usePane()
  const { unitId, change } = line
  const load = useCallback(() => runningPlatforms(desk, unitId), [desk, unitId])
  const [running] = useLoaded(load)
  const code = state.open?.rows.find((row) => row.unitId === unitId)?.productCode
  const all = state.open?.catalogue.products.find((product) => product.code === code)?.platforms ?? []
  if (all.length < 2 || running.kind !== 'ready') return null
  const before = running.value ?? all
  const after = change.platforms ?? before
  const names = new Map(state.open?.catalogue.platforms.map((one) => [one.code, one.name]))
  const put = (platform: string, on: boolean) => {
    const next = all.filter((one) => (one === platform ? on : after.includes(one)))
    const { platforms: _, ...rest } = change
    const same = next.length === before.length && next.every((one) => before.includes(one))
    setBookingChange(desk, same ? rest : { ...rest, platforms: next })
  }
  return (
    <fieldset className={styles.section} style={{ border: 'none', margin: 0, padding: 0 }}>
      <legend style={{ padding: 0 }}>
        <Text>{words.booking.platforms}</Text>
      </legend>
      {all.map((platform) => (
        <Checkbox
          key={platform}
          label={names.get(platform) ?? platform}
          checked={after.includes(platform)}
          disabled={disabled || (after.length === 1 && after[0] === platform)}
          onChange={(_, { checked }) => put(platform, checked === true)}
        />
      ))}
    </fieldset>
  )
}
