import { Button, Text } from '@fluentui/react-components'
import { ScalesRegular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import type { MediaMixRow, UnitTargeting } from '../../../shared/contract/campaigns'
import { unitAvailability, unitWeights } from '../../../shared/contract/purchases'
import { type AnswerOf, callFailureOf } from '../../api/client'
import { failureOf } from '../../desk/desk'
import type { Failure } from '../../desk/failure'
import { groupsToSend } from '../../media-mix/availability'
import { FailureNotice, Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { failureText, readerOf } from '../../words/failures'
import { useTargetingStyles } from './styles'

type Groups = UnitTargeting['groups']
type Weighed = AnswerOf<typeof unitWeights>

const ASK_AFTER_MS = 400
/** At most so many contents are listed of those that were left out. */
const LISTED = 10

/** What the row could have with the targeting as it is chosen now, and weights by what is left. */
export function TargetingRoom(props: {
  row: MediaMixRow
  groups: Groups
  nameOf: (one: { metaId: string | null; code: string | null }) => string
  onWeights: (groups: Groups) => void
}) {
  const { row, groups } = props
  const styles = useTargetingStyles()
  const { desk, words, state } = usePane()
  const texts = words.targeting
  const [found, setFound] = useState<AnswerOf<typeof unitAvailability> | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [weighed, setWeighed] = useState<Weighed | null>(null)
  const [busy, setBusy] = useState(false)
  const question = JSON.stringify(groupsToSend(groups))

  useEffect(() => {
    let current = true
    const timer = setTimeout(async () => {
      try {
        const body = { groups: JSON.parse(question) as ReturnType<typeof groupsToSend> }
        const answer = await desk.api.call(unitAvailability, { params: { id: row.unitId }, body })
        if (!current) return
        setFound(answer)
        setFailure(null)
      } catch (error) {
        if (current) setFailure(failureOf(error))
      }
    }, ASK_AFTER_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [desk, row.unitId, question])

  const weigh = async () => {
    setBusy(true)
    setFailure(null)
    try {
      const body = { groups: groupsToSend(groups) }
      const answer = await desk.api.call(unitWeights, { params: { id: row.unitId }, body })
      setWeighed(answer)
      const names = new Map(groups.map(({ code, name }) => [code, name]))
      const members = new Map(groups.map((group) => [group.code, group.members]))
      props.onWeights(
        answer.groups.map(({ name, ...group }) => {
          const shown = name ?? names.get(group.code)
          return {
            ...group,
            ...(shown === undefined ? {} : { name: shown }),
            members: group.members ?? members.get(group.code) ?? [],
          } as Groups[number]
        }),
      )
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setBusy(false)
    }
  }
  const standing = found?.inOrder
  const platformName = (code: string) =>
    state.open?.catalogue.platforms.find((platform) => platform.code === code)?.name ?? code
  // Lists of contents have no name that the planner gave.
  const groupName = (code: string) => groups.find((group) => group.code === code)?.name ?? ''
  const problem = found?.problem && !standing ? callFailureOf(found.problem) : undefined
  const fits = standing?.status === 'AVAILABLE'
  return (
    <div className={styles.box}>
      <div role="status">
        {standing && (
          <>
            <Text block weight="semibold">
              {texts.most(standing.maxImpressions, standing.maxAmount)}
            </Text>
            {row.amount > 0 && (
              <Text block size={200} className={fits ? styles.good : styles.bad}>
                {fits ? texts.rowFits(row.amount) : texts.rowShort(row.amount)}
              </Text>
            )}
          </>
        )}
        {found?.vacant.slice(0, LISTED).map(({ platform, group }) => (
          <Text block size={200} className={styles.bad} key={`${platform} ${group}`}>
            {texts.vacant(platformName(platform), group === null ? '' : groupName(group))}
          </Text>
        ))}
        {problem && <Text className={styles.bad}>{failureText(problem, readerOf(desk)).title}</Text>}
      </div>
      <Button size="small" icon={<ScalesRegular />} disabled={busy} onClick={() => void weigh()}>
        {texts.weigh}
      </Button>
      {weighed && (
        <Notice
          intent={weighed.leftOut.length > 0 ? 'warning' : 'success'}
          title={weighedTitle(weighed, texts)}
        >
          {weighed.leftOut.slice(0, LISTED).map((one) => (
            <div key={`${one.metaId} ${one.code}`}>
              {texts.leftOut(props.nameOf(one), texts.reasons[one.reason])}
            </div>
          ))}
        </Notice>
      )}
      {failure && <FailureNotice failure={failure} />}
    </div>
  )
}

function weighedTitle(
  { before, after }: Weighed,
  texts: {
    weighedTo: (before: number, after: number) => string
    weighedSame: string
  },
): string {
  const [was, now] = [before?.maxImpressions ?? 0, after?.maxImpressions ?? 0]
  return now > was ? texts.weighedTo(was, now) : texts.weighedSame
}
