import { FluentProvider, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import type { Desk } from '../desk/desk'
import { PaneProvider, usePane } from './pane-context'
import { usePaneTheme } from './theme'
import { Booking } from './views/booking'
import { BookingDistribution } from './views/booking-distribution'
import { BookingGoal } from './views/booking-goal'
import { BookingHistory } from './views/booking-history'
import { Buying } from './views/buying'
import { Campaign } from './views/campaign'
import { Campaigns } from './views/campaigns'
import { Inventory } from './views/inventory'
import { Products } from './views/products'
import { Proposal } from './views/proposal'
import { RowDetails } from './views/row-details'
import { SelfCheck } from './views/self-check'
import { SignIn } from './views/sign-in'
import { Targeting } from './views/targeting'
import { EN } from './wording/en'
import { KO } from './wording/ko'

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
      <PaneProvider desk={desk} words={desk.language === 'ko' ? KO : EN}>
        {/* Not on the provider: menus take over its classes and would cover the page. */}
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
  // Signed out by itself the campaign stays open behind: signing in again goes on where it was.
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
