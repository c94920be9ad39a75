import { Button, Spinner, Text } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import type { MediaMixRow, UnitTargeting } from '../../../shared/contract/campaigns'
import type { ContentView } from '../../../shared/contract/catalog'
import type { OpenCampaign } from '../../desk/state/desk-state'
import { contentsOfMembers } from '../../media-mix/row-targeting'
import { Frame } from '../../ui/frame'
import { FailureNotice, Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { ownerNames } from '../draw-sheet'
import { loadRooms } from '../room'
import { loadGroups, saveTargeting } from '../targeting'
import { ContentFinder } from './content-finder'
import { GroupList } from './group-list'
import { GroupOptions } from './group-options'
import { PasteContents } from './paste-contents'
import { RoomText } from './room-text'
import { useTargetingStyles } from './styles'
import { TargetingRoom } from './targeting-room'
import { type Rooms, useRooms } from './use-rooms'
import { WeightInput } from './weight-input'

type Groups = UnitTargeting['groups']

/** Weight of a content that is added without one. */
const ADDED_WEIGHT = 100

/** Edits the targeting of one row, in the way that its product needs; other rows may get the same. */
export function Targeting(props: {
  open: OpenCampaign
  row: MediaMixRow
  others?: readonly string[] | undefined
  /** The row is bought or held: what is chosen isn't saved, but amends it. */
  onAmend?: ((groups: Groups) => void) | undefined
}) {
  const { open, row, others = [], onAmend } = props
  const { desk, words, state } = usePane()
  const texts = words.targeting
  const product = open.catalogue.products.find(({ code }) => code === row.productCode)
  const saved = open.targeting.get(row.unitId)?.groups ?? []
  const [groups, setGroups] = useState<Groups>(saved)
  /**
   * The targeting that the planner has seen. After a warning about another's change, saving again overwrites
   * it.
   */
  const [seen, setSeen] = useState<Groups>(saved)
  const [known, setKnown] = useState<ReadonlyMap<string, ContentView>>(open.contents)
  const kind = product?.targetingKind ?? 'RANDOM'
  const complete =
    groups.length > 0 && groups.every(({ code, members }) => code !== undefined || members.length > 0)
  const valid = groups.every(
    ({ weight, members, code, ownerRatios }) =>
      isWeight(weight) &&
      (code !== undefined || members.every((m) => isWeight(m.weight))) &&
      (!ownerRatios || (ownerRatios.every(isRatio) && ownerRatios.some(({ ratio }) => ratio > 0))),
  )
  const rooms = useRooms(row, product)
  const [owners, setOwners] = useState<ReadonlyMap<string, string>>(new Map())
  const members = groups.flatMap((group) => group.members)
  const { need } = rooms
  const ids = members.map(({ metaId }) => metaId).join('\n')
  useEffect(() => {
    if (ids !== '') need(ids.split('\n'))
  }, [need, ids])
  useEffect(() => {
    // Names of owners and contents are optional: their codes are shown instead.
    ownerNames(desk).then(setOwners, () => undefined)
  }, [desk])
  useEffect(() => {
    if (kind !== 'GROUP' || ids === '') return
    contentsOfMembers(
      desk,
      ids.split('\n').map((metaId) => ({ metaId })),
    ).then(
      (found) => setKnown((known) => new Map([...known, ...found])),
      () => undefined,
    )
  }, [desk, kind, ids])

  const save = async () => {
    if (onAmend) return onAmend(groups)
    await saveTargeting(desk, row.unitId, groups, [...known.values()], seen, others)
    setSeen(desk.store.get().open?.targeting.get(row.unitId)?.groups ?? [])
  }
  const [weighed, setWeighed] = useState(0)
  const setContents = (next: Groups[number]['members']) =>
    setGroups(next.length === 0 ? [] : [{ ...groups[0], weight: groups[0]?.weight ?? 1, members: next }])
  const addContents = (found: readonly { content: ContentView; weight: number | null }[]) => {
    setKnown((all) => new Map([...all, ...found.map(({ content }) => [content.metaId, content] as const)]))
    const now = groups[0]?.members ?? []
    const weights = new Map(found.map(({ content, weight }) => [content.metaId, weight]))
    const old = new Set(now.map(({ metaId }) => metaId))
    const fresh = found.filter(({ content }) => !old.has(content.metaId))
    setContents([
      ...now.map((one) => ({ ...one, weight: weights.get(one.metaId) ?? one.weight })),
      ...fresh.map(({ content, weight }) => ({ metaId: content.metaId, weight: weight ?? ADDED_WEIGHT })),
    ])
    setWeighed((count) => count + 1)
    return fresh.length
  }
  const platforms = open.catalogue.platforms.filter(({ code }) => product?.platforms.includes(code))
  const options = (group: Groups[number], name: string) => (
    <GroupOptions
      group={group}
      name={name}
      platforms={group.code === undefined ? [] : platforms}
      contents={known}
      owners={owners}
      onChange={(next) => setGroups(groups.map((one) => (one === group ? next : one)))}
    />
  )

  useEffect(() => {
    if (kind === 'GROUP') void loadGroups(desk)
  }, [desk, kind])

  const room = complete && valid && (
    <TargetingRoom
      row={row}
      groups={groups}
      nameOf={({ metaId, code }) =>
        (metaId === null ? groups.find((one) => one.code === code)?.name : known.get(metaId)?.name) ??
        metaId ??
        code ??
        ''
      }
      onWeights={(next) => {
        setGroups(next)
        setWeighed((count) => count + 1)
      }}
    />
  )
  return (
    <Frame
      title={texts.title}
      busy={state.busy !== null}
      onBack={() => desk.store.set({ panel: { kind: 'row', unitId: row.unitId }, failure: null })}
      footer={
        kind === 'RANDOM' ? undefined : (
          <Button
            appearance="primary"
            disabled={!complete || !valid || state.busy !== null}
            onClick={() => void save()}
          >
            {onAmend ? texts.amend : texts.save}
          </Button>
        )
      }
    >
      {state.failure && <FailureNotice failure={state.failure} />}
      {others.length > 0 && <Notice intent="info" title={texts.together(others.length + 1)} />}
      {kind === 'RANDOM' && (
        <Notice intent="info" title={product?.name ?? ''}>
          {texts.randomLead}
        </Notice>
      )}
      {kind === 'CONTENTS' && (
        <>
          <Text>{texts.contentsLead}</Text>
          <ContentFinder
            chosen={new Set((groups[0]?.members ?? []).map(({ metaId }) => metaId))}
            rooms={rooms}
            onAdd={(contents) => addContents(contents.map((content) => ({ content, weight: null })))}
          />
          <PasteContents
            roomsOf={async (metaIds) => (product ? loadRooms(desk, row, product, metaIds) : new Map())}
            onFound={addContents}
          />
          {room}
          <ChosenContents
            key={weighed}
            members={groups[0]?.members ?? []}
            known={known}
            rooms={rooms}
            onChange={setContents}
          />
          {groups[0] && options(groups[0], texts.title)}
        </>
      )}
      {kind === 'GROUP' && (
        <>
          <Text>{texts.groupsLead}</Text>
          {room}
          {state.groups?.kind === 'loading' && <Spinner />}
          {state.groups?.kind === 'failed' && (
            <FailureNotice failure={state.groups.failure} onRetry={() => void loadGroups(desk)} />
          )}
          {state.groups?.kind === 'ready' && (
            <GroupList
              all={state.groups.value}
              groups={groups}
              rooms={rooms}
              weighed={weighed}
              options={options}
              onChange={setGroups}
            />
          )}
        </>
      )}
    </Frame>
  )
}

function isRatio({ ratio }: { ratio: number }): boolean {
  return Number.isInteger(ratio) && ratio >= 0 && ratio <= 1_000_000
}

export function isWeight(weight: number): boolean {
  return Number.isInteger(weight) && weight >= 1 && weight <= 1_000_000
}

function ChosenContents(props: {
  members: readonly { metaId: string; weight: number }[]
  known: ReadonlyMap<string, ContentView>
  rooms: Rooms
  onChange: (members: { metaId: string; weight: number }[]) => void
}) {
  const { members, known, rooms, onChange } = props
  const styles = useTargetingStyles()
  const { words } = usePane()
  const texts = words.targeting
  return (
    <section className={styles.section} aria-live="polite">
      <Text weight="semibold">{members.length === 0 ? texts.chosenNone : texts.chosen(members.length)}</Text>
      <ul className={styles.list}>
        {members.map(({ metaId, weight }) => {
          const content = known.get(metaId)
          const name = content?.name ?? metaId
          return (
            <li key={metaId} className={styles.item}>
              <span className={styles.name}>
                <Text>{name}</Text>
                <RoomText room={rooms.of(metaId)} about={content?.broadcaster ?? null} />
              </span>
              <WeightInput
                label={texts.weightOf(name)}
                weight={weight}
                onChange={(next) =>
                  onChange(members.map((one) => (one.metaId === metaId ? { metaId, weight: next } : one)))
                }
              />
              <Button
                size="small"
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={texts.remove(name)}
                onClick={() => onChange(members.filter((one) => one.metaId !== metaId))}
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
