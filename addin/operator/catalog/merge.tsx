import { Field, Select } from '@fluentui/react-components'
import { mergeContentOwners, mergeContents } from '../../../shared/contract/catalog'
import type { AnswerOf, ApiClient } from '../../api/client'
import { AskedList } from '../../page/asked-list'
import { ConfirmDialog } from '../../page/confirm-dialog'
import { FailureBar } from '../../page/failure-bar'
import { useFigures } from '../../page/use-figures'
import { useOperator } from '../context'
import type { Keeps } from './tables'

type Moves =
  | { keeps: 'contents'; moves: AnswerOf<typeof mergeContents> }
  | { keeps: 'owners'; moves: AnswerOf<typeof mergeContentOwners> }

/** A duplicate, and the one that stays. */
export interface Merge {
  from: string
  into: string
}

interface MergeDialogProps {
  keeps: Keeps
  /** Null while nothing is asked. */
  merge: Merge | null
  nameOf(key: string): string
  onMerge(merge: Merge | null): void
  onDone(what: string, details: readonly string[]): void
}

/** Asks which of two stays, shows what moves, and merges. */
export function MergeDialog({ keeps, merge, nameOf, onMerge, onDone }: MergeDialogProps) {
  const { api, words } = useOperator()
  const said = words.catalog
  const lines = useMoveLines()
  const both = merge ? [merge.from, merge.into].toSorted() : []
  // A dry run needs a reason too, and doesn't keep it.
  const preview = useFigures(
    JSON.stringify(merge),
    async () => merge && (await callMerge(api, keeps, merge, { reason: said.preview, dryRun: true })),
    false,
  )
  const known = merge && !preview.stale ? preview.value : undefined
  return (
    <ConfirmDialog
      asked={merge}
      onClose={() => onMerge(null)}
      title={() => said.mergeTitle[keeps]}
      confirm={({ from, into }) => said.mergeButton(from, into)}
      reason={said.mergeReason}
      disabled={!known || preview.failure !== undefined}
      act={async (asked, reason) => {
        const done = await callMerge(api, keeps, asked, { reason, dryRun: false })
        onDone(said.merged(asked.from, asked.into), lines(done))
      }}
    >
      {({ from, into }) => (
        <>
          <Field label={said.stays}>
            <Select
              value={into}
              onChange={(_, { value }) =>
                onMerge({ from: both.find((key) => key !== value) ?? from, into: value })
              }
            >
              {both.map((key) => (
                <option key={key} value={key}>
                  {`${key} ${nameOf(key)}`}
                </option>
              ))}
            </Select>
          </Field>
          <p>{said.goesInto(`${from} ${nameOf(from)}`, `${into} ${nameOf(into)}`)}</p>
          {preview.failure ? (
            <FailureBar failure={preview.failure} words={words} also={detailOf(preview.failure)} />
          ) : known ? (
            <AskedList lines={lines(known)} />
          ) : (
            <p role="status">{words.loading}</p>
          )}
          <p className="strong">{said.noWayBack}</p>
        </>
      )}
    </ConfirmDialog>
  )
}

/** The service's own sentence says what is wrong with the two. */
function detailOf(failure: object): string | undefined {
  return 'detail' in failure && typeof failure.detail === 'string' ? failure.detail : undefined
}

/** @throws CallFailure */
async function callMerge(
  api: ApiClient,
  keeps: Keeps,
  { from, into }: Merge,
  how: { reason: string; dryRun: boolean },
): Promise<Moves> {
  const body = { into, ...how }
  return keeps === 'contents'
    ? { keeps, moves: await api.call(mergeContents, { params: { metaId: from }, body }) }
    : { keeps, moves: await api.call(mergeContentOwners, { params: { code: from }, body }) }
}

/** What moves with a merge, line by line. */
function useMoveLines() {
  const { words, numbers } = useOperator()
  const said = words.catalog
  const { whole } = numbers
  return (answer: Moves): string[] => {
    if (answer.keeps === 'owners') {
      const { contents, units } = answer.moves
      return [said.movesContents(contents), said.movesRatios(units), said.staysSold]
    }
    const { groups, units, months, hours, sameHours, stays, unitLoad, metaId } = answer.moves
    return [
      ...groups.map(({ code, before, after }) =>
        said.movesGroup(code, before === null ? said.notThere : whole(before), whole(after)),
      ),
      ...(units > 0 ? [said.movesUnits(units)] : []),
      ...months.map(({ month, total, joined }) => said.movesMonth(month, whole(total), joined)),
      said.movesHours(whole(hours), whole(sameHours)),
      said.staysOn(metaId, whole(stays.sold), whole(stays.held)),
      ...(unitLoad.length > 0 ? [said.toLoad(unitLoad.join(', '))] : []),
    ]
  }
}
