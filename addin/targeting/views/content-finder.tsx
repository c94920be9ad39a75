import {
  Button,
  mergeClasses,
  SearchBox,
  Select,
  Spinner,
  Tab,
  TabList,
  Text,
} from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import type { ContentView } from '../../../shared/contract/catalog'
import { failureOf } from '../../desk/desk'
import type { Loadable } from '../../desk/failure'
import { FailureNotice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { broadcasters, searchContents } from '../targeting'
import { RoomText } from './room-text'
import { useTargetingStyles } from './styles'
import type { Rooms } from './use-rooms'

const TYPES = ['PROGRAM', 'CHANNEL', 'KEYWORD'] as const
/** At most this many results are shown; a more specific search finds the others. */
const SHOWN = 50
const SEARCH_AFTER_MS = 250

/** Finds contents by type, broadcaster and name. */
export function ContentFinder(props: {
  chosen: ReadonlySet<string>
  /** What is left for contents; those with nothing on the platforms are not offered. */
  rooms?: Rooms
  onAdd: (contents: readonly ContentView[]) => void
}) {
  const styles = useTargetingStyles()
  const { desk, words } = usePane()
  const texts = words.targeting
  const [type, setType] = useState<(typeof TYPES)[number]>('PROGRAM')
  const [broadcaster, setBroadcaster] = useState('')
  const [stations, setStations] = useState<readonly string[]>([])
  const [q, setQ] = useState('')
  const [found, setFound] = useState<Loadable<readonly ContentView[]>>({ kind: 'loading' })

  useEffect(() => {
    // The list is optional: the planner can still search by name.
    broadcasters(desk).then(setStations, () => undefined)
  }, [desk])

  useEffect(() => {
    let current = true
    const timer = setTimeout(async () => {
      try {
        const station = type === 'PROGRAM' && broadcaster !== '' ? { broadcaster } : {}
        const value = await searchContents(desk, { type, q, ...station })
        if (current) setFound({ kind: 'ready', value })
      } catch (error) {
        if (current) setFound({ kind: 'failed', failure: failureOf(error) })
      }
    }, SEARCH_AFTER_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [desk, type, broadcaster, q])

  const open = found.kind === 'ready' ? found.value.filter(({ metaId }) => !props.chosen.has(metaId)) : []
  const shown = open.slice(0, SHOWN)
  const need = props.rooms?.need
  const ids = shown.map(({ metaId }) => metaId).join('\n')
  useEffect(() => {
    if (ids !== '') need?.(ids.split('\n'))
  }, [need, ids])
  const isOffered = ({ metaId }: ContentView) => props.rooms?.of(metaId)?.forecast !== 0
  const offered = shown.filter(isOffered)
  const inOrder = [...offered, ...shown.filter((one) => !isOffered(one))]
  return (
    <section className={styles.section}>
      <Text weight="semibold">{texts.find}</Text>
      <TabList
        size="small"
        selectedValue={type}
        onTabSelect={(_, { value }) => setType(value as (typeof TYPES)[number])}
      >
        {TYPES.map((one) => (
          <Tab key={one} value={one}>
            {texts.types[one]}
          </Tab>
        ))}
      </TabList>
      {type === 'PROGRAM' && (
        <Select
          aria-label={texts.broadcaster}
          value={broadcaster}
          onChange={(_, { value }) => setBroadcaster(value)}
        >
          <option value="">{texts.allBroadcasters}</option>
          {stations.map((station) => (
            <option key={station} value={station}>
              {station}
            </option>
          ))}
        </Select>
      )}
      <SearchBox
        dismiss={{ 'aria-label': words.clearSearch }}
        aria-label={words.search}
        placeholder={words.search}
        value={q}
        onChange={(_, { value }) => setQ(value)}
        style={{ maxWidth: 'none' }}
      />
      {found.kind === 'loading' && <Spinner size="small" />}
      {found.kind === 'failed' && <FailureNotice failure={found.failure} />}
      {found.kind === 'ready' && shown.length === 0 && (
        <Text role="status" className={styles.quiet}>
          {texts.nothingFound}
        </Text>
      )}
      {open.length > SHOWN && (
        <Text size={200} className={styles.quiet}>
          {texts.onlySome(SHOWN)}
        </Text>
      )}
      {offered.length > 1 && (
        <Button
          size="small"
          appearance="subtle"
          className={styles.all}
          icon={<AddRegular />}
          onClick={() => props.onAdd(offered)}
        >
          {texts.addAll(offered.length)}
        </Button>
      )}
      <ul className={mergeClasses(styles.list, styles.found)}>
        {inOrder.map((content) => (
          <li key={content.metaId} className={styles.item}>
            <span className={styles.name}>
              <Text>{content.name}</Text>
              <RoomText room={props.rooms?.of(content.metaId)} about={content.broadcaster} />
            </span>
            {isOffered(content) && (
              <Button
                size="small"
                icon={<AddRegular />}
                aria-label={texts.add(content.name)}
                onClick={() => props.onAdd([content])}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
