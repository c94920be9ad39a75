import { Button, Spinner, Text } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import type { MediaMixRow, UnitTargeting } from '../../../shared/contract/campaigns'
import type { ContentView } from '../../../shared/contract/catalog'
import type { OpenCampaign } from '../../desk/state/desk-state'
import { Frame } from '../../ui/frame'
import { FailureNotice, Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { loadGroups, saveTargeting } from '../targeting'
import { ContentFinder } from './content-finder'
import { GroupList } from './group-list'
import { useTargetingStyles } from './styles'
import { WeightInput } from './weight-input'

type Groups = UnitTargeting['groups']

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
    ({ weight, members, code }) =>
      isWeight(weight) && (code !== undefined || members.every((m) => isWeight(m.weight))),
  )

  const save = async () => {
    if (onAmend) return onAmend(groups)
    await saveTargeting(desk, row.unitId, groups, [...known.values()], seen, others)
    setSeen(desk.store.get().open?.targeting.get(row.unitId)?.groups ?? [])
  }

  useEffect(() => {
    if (kind === 'GROUP') void loadGroups(desk)
  }, [desk, kind])

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
          <ChosenContents
            members={groups[0]?.members ?? []}
            known={known}
            onChange={(members) =>
              setGroups(
                members.length === 0 ? [] : [{ ...groups[0], weight: groups[0]?.weight ?? 1, members }],
              )
            }
          />
          <ContentFinder
            chosen={new Set((groups[0]?.members ?? []).map(({ metaId }) => metaId))}
            onAdd={(contents) => {
              setKnown(new Map([...known, ...contents.map((one) => [one.metaId, one] as const)]))
              const members = [
                ...(groups[0]?.members ?? []),
                ...contents.map(({ metaId }) => ({ metaId, weight: 100 })),
              ]
              setGroups([{ ...groups[0], weight: groups[0]?.weight ?? 1, members }])
            }}
          />
        </>
      )}
      {kind === 'GROUP' && (
        <>
          <Text>{texts.groupsLead}</Text>
          {state.groups?.kind === 'loading' && <Spinner />}
          {state.groups?.kind === 'failed' && (
            <FailureNotice failure={state.groups.failure} onRetry={() => void loadGroups(desk)} />
          )}
          {state.groups?.kind === 'ready' && (
            <GroupList all={state.groups.value} groups={groups} onChange={setGroups} />
          )}
        </>
      )}
    </Frame>
  )
}

export function isWeight(weight: number): boolean {
  return Number.isInteger(weight) && weight >= 1 && weight <= 1_000_000
}

function ChosenContents(props: {
  members: readonly { metaId: string; weight: number }[]
  known: ReadonlyMap<string, ContentView>
  onChange: (members: { metaId: string; weight: number }[]) => void
}) {
  const { members, known, onChange } = props
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
                {content?.broadcaster && (
                  <Text size={200} className={styles.quiet}>
                    {content.broadcaster}
                  </Text>
                )}
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
