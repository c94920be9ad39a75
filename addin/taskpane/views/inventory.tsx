import { Tab, TabList } from '@fluentui/react-components'
import { mayOperate, patchInventory } from '../../desk/inventory-area'
import type { InventoryState } from '../../desk/inventory-state'
import { closeInventory } from '../../desk/standard-inventory'
import { Frame } from '../frame'
import { usePane } from '../pane-context'
import { CalendarFooter, InventoryCalendar } from './inventory-calendar'
import { useInventoryStyles } from './inventory-styles'
import { StandardConfirm, StandardReopen } from './standard-confirm'
import { StandardOverview } from './standard-overview'
import { StandardReview, StandardSent } from './standard-review'

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
