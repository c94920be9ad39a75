import { Link, Tab, TabList } from '@fluentui/react-components'
import { mayOperate } from '../../account/may-operate'
import type { InventoryState } from '../../desk/state/inventory'
import { Frame } from '../../ui/frame'
import { usePane } from '../../ui/pane-context'
import { patchInventory } from '../area'
import { closeInventory } from '../standard/sheet'
import { CalendarFooter, InventoryCalendar } from './calendar'
import { StandardConfirm, StandardReopen } from './standard-confirm'
import { StandardForecasts } from './standard-forecasts'
import { StandardOverview } from './standard-overview'
import { StandardReview, StandardSent } from './standard-review'
import { useInventoryStyles } from './styles'

/** Inventory: operators correct and confirm it, everybody sees what is left of it. */
export function Inventory({ inventory }: { inventory: InventoryState }) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const { step, tab, busy } = inventory
  const texts = words.inventory
  if (tab === 'standard') {
    switch (step.step) {
      case 'review':
        return <StandardReview inventory={inventory} />
      case 'sent':
        return <StandardSent inventory={inventory} sent={step} />
      case 'confirm':
        return <StandardConfirm inventory={inventory} confirm={step} />
      case 'reopen':
        return <StandardReopen inventory={inventory} ids={step.ids} />
      case 'forecasts':
        return <StandardForecasts inventory={inventory} rows={step.rows} />
    }
  }
  return (
    <Frame
      title={texts.title}
      busy={busy !== null}
      onBack={() => void closeInventory(desk)}
      footer={tab === 'calendar' && <CalendarFooter inventory={inventory} />}
    >
      <div className={styles.view}>
        {mayOperate(desk) && (
          <Link href="/operator" target="_blank" rel="noreferrer">
            {texts.desk}
          </Link>
        )}
        {mayOperate(desk) && (
          <TabList
            selectedValue={tab}
            onTabSelect={(_, { value }) =>
              patchInventory(desk, { tab: value as InventoryState['tab'], failure: null, done: null })
            }
          >
            <Tab value="standard">{texts.tabs.standard}</Tab>
            <Tab value="calendar">{texts.tabs.calendar}</Tab>
          </TabList>
        )}
        {tab === 'standard' ? (
          <StandardOverview inventory={inventory} />
        ) : (
          <InventoryCalendar inventory={inventory} />
        )}
      </div>
    </Frame>
  )
}
