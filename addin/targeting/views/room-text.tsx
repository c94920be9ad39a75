import { Text } from '@fluentui/react-components'
import { usePane } from '../../ui/pane-context'
import type { ContentRoom } from '../room'
import { useTargetingStyles } from './styles'

/** What is left, or that there is nothing; nothing is said while it isn't known. */
export function RoomText({ room, about }: { room: ContentRoom | undefined; about?: string | null }) {
  const styles = useTargetingStyles()
  const { words } = usePane()
  const texts = words.targeting
  const said = !room
    ? null
    : room.forecast === 0
      ? texts.noInventoryHere
      : room.remaining === 0
        ? texts.nothingLeftHere
        : texts.remaining(room.remaining)
  const parts = [about, said].filter(Boolean)
  if (parts.length === 0) return null
  return (
    <Text
      size={200}
      className={room && room.forecast > 0 && room.remaining === 0 ? styles.bad : styles.quiet}
    >
      {parts.join(' · ')}
    </Text>
  )
}
