import { FluentProvider, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { Buying } from '../booking/views/buy'
import { BookingDistribution } from '../booking/views/distribution'
import { BookingGoal } from '../booking/views/goal'
import { BookingHistory } from '../booking/views/history'
import { Booking } from '../booking/views/step'
import { Campaigns } from '../campaigns/views/campaigns'
import type { Desk } from '../desk/desk'
import { Inventory } from '../inventory/views/inventory'
import { Products } from '../media-mix/views/products'
import { Proposal } from '../proposal/proposal-view'
import { SelfCheck } from '../self-check/self-check-view'
import { Targeting } from '../targeting/views/targeting'
import { PaneProvider, usePane } from '../ui/pane-context'
import { usePaneTheme } from '../ui/theme'
import { WORDS } from '../words/all'
import { Campaign } from './campaign'
import { RowDetails } from './row-details'
import { SignIn } from './sign-in'

const useStyles = makeStyles({
  root: {
    minHeight: '100vh',
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
  },
  waiting: { paddingTop: '30vh' },
})

export function Pane({ desk }: { desk: Desk }) {
  const styles = useStyles()
  const { theme, dark } = usePaneTheme()
  return (
    <FluentProvider theme={theme} style={{ colorScheme: dark ? 'dark' : 'light' }}>
      <PaneProvider desk={desk} words={WORDS[desk.language]}>
        {/* Not on the provider: menus copy its classes and would cover the page. */}
        <div className={styles.root}>
          <View />
        </div>
      </PaneProvider>
    </FluentProvider>
  )
}

function View() {
  const styles = useStyles()
  const { desk, state } = usePane()
  const { open, panel, buying, booking } = state
  if (!state.started) return <Spinner className={styles.waiting} />
  // When the sign-in expires, the campaign stays open in the background: the planner continues there.
  if (!state.user || state.expired) return <SignIn />
  if (state.inventory && !buying && !booking) return <Inventory inventory={state.inventory} />
  if (!open) return <Campaigns />
  if (buying) return <Buying flow={buying} />
  if (booking) return <Booking flow={booking} />
  const back = () => desk.store.set({ panel: { kind: 'rows' }, failure: null })
  const row = 'unitId' in panel ? open.rows.find(({ unitId }) => unitId === panel.unitId) : undefined
  switch (panel.kind) {
    case 'products':
      return <Products open={open} />
    case 'proposal':
      return <Proposal />
    case 'self-check':
      return <SelfCheck onBack={back} />
    case 'targeting':
      if (row) return <Targeting key={row.unitId} open={open} row={row} />
      break
    case 'goal':
      if (row) return <BookingGoal key={row.unitId} open={open} row={row} />
      break
    case 'history':
      if (row) return <BookingHistory key={row.unitId} row={row} />
      break
    case 'distribution':
      if (row) return <BookingDistribution key={row.unitId} open={open} row={row} />
      break
    case 'row':
      if (row) return <RowDetails key={row.unitId} open={open} row={row} />
      break
  }
  return <Campaign open={open} />
}
