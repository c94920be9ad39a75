import { FluentProvider, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { isAmendable } from '../../shared/statuses'
import { startBooking } from '../booking/steps'
import { Buying } from '../booking/views/buy'
import { Campaigns } from '../campaigns/views/campaigns'
import type { Desk } from '../desk/desk'
import { Products } from '../media-mix/views/products'
import { onDemand } from '../ui/on-demand'
import { PaneProvider, usePane } from '../ui/pane-context'
import { usePaneTheme } from '../ui/theme'
import { WORDS } from '../words/all'
import { Campaign } from './campaign'
import { PaneBell } from './pane-bell'
import { RowDetails } from './row-details'
import { SignIn } from './sign-in'

// What the first view doesn't need is loaded later: by itself once the pane is shown, or when it is asked for.
const Booking = onDemand(async () => (await import('../booking/views/step')).Booking)
const CampaignSettings = onDemand(
  async () => (await import('../campaigns/views/campaign-settings')).CampaignSettings,
)
const Account = onDemand(async () => (await import('./account-view')).AccountView)
const BookingDistribution = onDemand(
  async () => (await import('../booking/views/distribution')).BookingDistribution,
)
const BookingGoal = onDemand(async () => (await import('../booking/views/goal')).BookingGoal)
const BookingHistory = onDemand(async () => (await import('../booking/views/history')).BookingHistory)
const Inventory = onDemand(async () => (await import('../inventory/views/inventory')).Inventory)
const Proposal = onDemand(async () => (await import('../proposal/proposal-view')).Proposal)
const SelfCheck = onDemand(async () => (await import('../self-check/self-check-view')).SelfCheck)
const PasswordToChange = onDemand(async () => (await import('./password-to-change')).PasswordToChange)
const Variants = onDemand(async () => (await import('../variants/variants-view')).Variants)
const Targeting = onDemand(async () => (await import('../targeting/views/targeting')).Targeting)
const LATER = [
  Booking,
  Targeting,
  Proposal,
  Variants,
  CampaignSettings,
  Inventory,
  BookingDistribution,
  BookingGoal,
  BookingHistory,
  SelfCheck,
  Account,
]
const IDLE_MS = 3000

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
  useEffect(() => {
    const later = setTimeout(() => {
      for (const view of LATER) view.preload()
    }, IDLE_MS)
    return () => clearTimeout(later)
  }, [])
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
  const [account, setAccount] = useState(false)
  if (!state.started) return <Spinner className={styles.waiting} />
  // When the sign-in expires, the campaign stays open in the background: the planner continues there.
  if (!state.user || state.expired) return <SignIn />
  if (state.user.passwordToChange) return <PasswordToChange />
  if (account && !open) return <Account onBack={() => setAccount(false)} />
  if (state.inventory && !buying && !booking) return <Inventory inventory={state.inventory} />
  if (!open) return <Campaigns bell={<PaneBell />} onAccount={() => setAccount(true)} />
  if (buying) return <Buying flow={buying} />
  if (booking) return <Booking flow={booking} />
  const back = () => desk.store.set({ panel: { kind: 'rows' }, failure: null })
  const row = 'unitId' in panel ? open.rows.find(({ unitId }) => unitId === panel.unitId) : undefined
  switch (panel.kind) {
    case 'products':
      return <Products open={open} />
    case 'proposal':
      return <Proposal />
    case 'variants':
      return <Variants open={open} />
    case 'settings':
      return <CampaignSettings key={open.view.id} open={open} />
    case 'self-check':
      return <SelfCheck onBack={back} />
    case 'targeting':
      if (row)
        return (
          <Targeting
            key={row.unitId}
            open={open}
            row={row}
            others={panel.others}
            onAmend={
              isAmendable(row.bookingStatus)
                ? (groups) => {
                    desk.store.set({ panel: { kind: 'row', unitId: row.unitId } })
                    void startBooking(desk, 'amend', [row.unitId], { groups })
                  }
                : undefined
            }
          />
        )
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
