import { Checkbox, SearchBox, Text } from '@fluentui/react-components'
import { Fragment, type ReactNode, useEffect, useState } from 'react'
import type { UnitTargeting } from '../../../shared/contract/campaigns'
import type { TargetingGroupView } from '../../../shared/contract/catalog'
import { usePane } from '../../ui/pane-context'
import type { ContentRoom } from '../room'
import { RoomText } from './room-text'
import { useTargetingStyles } from './styles'
import type { Rooms } from './use-rooms'
import { WeightInput } from './weight-input'

type Groups = UnitTargeting['groups']

/** Catalogue groups, the chosen ones with a weight. */
export function GroupList(props: {
  all: readonly TargetingGroupView[]
  groups: Groups
  rooms: Rooms
  /** Counts how often weights were set by the add-in: the inputs begin anew. */
  weighed: number
  /** What else a chosen group can have. */
  options: (group: Groups[number], name: string) => ReactNode
  onChange: (groups: Groups) => void
}) {
  const { all, groups, rooms, onChange } = props
  const styles = useTargetingStyles()
  const { words } = usePane()
  const texts = words.targeting
  const [search, setSearch] = useState('')
  const found = all.filter(({ code, name }) =>
    `${name} ${code}`.toLowerCase().includes(search.trim().toLowerCase()),
  )
  const { need } = rooms
  useEffect(() => {
    need(all.flatMap(({ members }) => members.map(({ metaId }) => metaId)))
  }, [need, all])
  return (
    <section className={styles.section}>
      <SearchBox
        dismiss={{ 'aria-label': words.clearSearch }}
        aria-label={words.search}
        placeholder={words.search}
        value={search}
        onChange={(_, { value }) => setSearch(value)}
        style={{ maxWidth: 'none' }}
      />
      <Text weight="semibold">{texts.chosenGroups(groups.length)}</Text>
      {found.length === 0 && <Text className={styles.quiet}>{texts.nothingFound}</Text>}
      <ul className={styles.list}>
        {found.map(({ code, name, members }) => {
          const chosen = groups.find((group) => group.code === code)
          const room = roomOf(rooms, members)
          return (
            <Fragment key={code}>
              <li className={styles.item}>
                <span className={styles.name}>
                  <Checkbox
                    checked={chosen !== undefined}
                    className={styles.choice}
                    // A group that is chosen already can be taken out.
                    disabled={room?.forecast === 0 && chosen === undefined}
                    label={
                      <span className={styles.name}>
                        <Text>{name}</Text>
                        <RoomText room={room} about={texts.members(members.length)} />
                      </span>
                    }
                    onChange={(_, { checked }) =>
                      onChange(
                        checked === true
                          ? [...groups, { code, name, weight: 1, members }]
                          : groups.filter((group) => group.code !== code),
                      )
                    }
                  />
                </span>
                {chosen && (
                  <WeightInput
                    key={props.weighed}
                    label={texts.weightOf(name)}
                    weight={chosen.weight}
                    onChange={(weight) =>
                      onChange(groups.map((group) => (group.code === code ? { ...group, weight } : group)))
                    }
                  />
                )}
              </li>
              {chosen && <li>{props.options(chosen, name)}</li>}
            </Fragment>
          )
        })}
      </ul>
    </section>
  )
}

/** What is left for a group's contents together; undefined while something of it isn't known. */
function roomOf(rooms: Rooms, members: readonly { metaId: string }[]): ContentRoom | undefined {
  const sum: ContentRoom = { forecast: 0, remaining: 0 }
  for (const { metaId } of members) {
    const room = rooms.of(metaId)
    if (!room) return undefined
    sum.forecast += room.forecast
    sum.remaining += room.remaining
  }
  return sum
}
