import { Text } from '@fluentui/react-components'
import type { InventoryState } from '../../desk/state/inventory'
import { usePane } from '../../ui/pane-context'

/** Shows the running action, also to screen readers. */
export function BusyLine({ inventory: { busy } }: { inventory: InventoryState }) {
  const { words } = usePane()
  const texts = words.inventory
  return (
    <div role="status">
      {busy && (
        <Text size={200}>
          {texts.busy[busy.what]} {busy.progress && texts.progress(busy.progress.done, busy.progress.total)}
        </Text>
      )}
    </div>
  )
}
