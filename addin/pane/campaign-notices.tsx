import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import type { RowConflict } from '../../shared/contract/campaigns'
import { shownSeoulTime } from '../../shared/seoul-time'
import { cellOfAddress } from '../../shared/sheets/address'
import { cellErrorText } from '../../shared/sheets/media-mix/messages'
import { startBuying } from '../booking/buy'
import { startBooking } from '../booking/steps'
import { TypedAmendments } from '../booking/views/amendments'
import { changeCampaign } from '../campaigns/change-campaign'
import { OutsidePeriod } from '../campaigns/views/outside-period'
import { isUnreachable, patchOpen } from '../desk/desk'
import type { OpenCampaign } from '../desk/state/desk-state'
import { selectCell } from '../excel/navigate'
import { workInCopy } from '../media-mix/copies'
import { settleConflict, settleMissing, settleOrder } from '../media-mix/disputes'
import { endingHolds } from '../media-mix/ending-holds'
import { syncNow } from '../media-mix/exchange'
import { goToRow } from '../media-mix/rows'
import { takeOverProposal } from '../media-mix/take-over'
import { writeMediaMix } from '../media-mix/write'
import { FailureNotice, Notice } from '../ui/notice'
import { onDemand } from '../ui/on-demand'
import { usePane } from '../ui/pane-context'

const Approvals = onDemand(async () => (await import('../approvals/approvals')).Approvals)

/** At most so many of the holds that end soon are named. */
const NAMED_HOLDS = 3

const useStyles = makeStyles({
  list: {
    margin: '4px 0 0',
    padding: 0,
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
  },
  link: { padding: 0, minWidth: 0, textAlign: 'left', justifyContent: 'flex-start', fontWeight: 'normal' },
  conflict: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    marginTop: '8px',
    paddingTop: '8px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  values: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    '& th': { fontWeight: 'normal', textAlign: 'left', verticalAlign: 'top', paddingRight: '8px' },
    '& thead th': { color: tokens.colorNeutralForeground3, paddingRight: 0 },
    '& th:not(:first-child), & td': { textAlign: 'right' },
    '& td': { verticalAlign: 'top', paddingLeft: '8px', overflowWrap: 'anywhere' },
    '& td:last-child': { fontWeight: tokens.fontWeightSemibold },
  },
  actions: { display: 'flex', gap: '4px', flexWrap: 'wrap', marginTop: '4px' },
})

/** What waits for the planner's decision, each with the possible actions. */
export function CampaignNotices({ open }: { open: OpenCampaign }) {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const texts = words.notices
  const { conflicts, orderConflict, cellErrors, missing, restored, outdated, sync, sheet, view } = open
  const units = [...new Set(conflicts.map(({ unitId }) => unitId))]
  const nameOf = (unitId: string) => {
    const code = open.rows.find((row) => row.unitId === unitId)?.productCode
    return open.catalogue.products.find((product) => product.code === code)?.name ?? code ?? ''
  }
  const ending = endingHolds(open, Date.now())
  const endingIds = ending.map(({ unitId }) => unitId)
  return (
    <>
      {view.archivedAt !== null && (
        <Notice
          intent="info"
          title={texts.archivedTitle}
          actions={
            view.access === 'own' && (
              <Button
                disabled={state.busy !== null}
                onClick={() => void changeCampaign(desk, { archived: false })}
              >
                {texts.archivedBack}
              </Button>
            )
          }
        >
          {texts.archivedBody}
        </Notice>
      )}
      {view.access === 'see' && (
        <Notice intent="info" title={texts.seeOnlyTitle}>
          {texts.seeOnlyBody(view.owner)}
        </Notice>
      )}
      {state.failure && (
        <FailureNotice failure={state.failure} onDismiss={() => desk.store.set({ failure: null })} />
      )}
      {/* Unreachable: the line above shows it, and the add-in retries automatically. */}
      {sync.kind === 'failed' && !isUnreachable(sync.failure) && (
        <FailureNotice failure={sync.failure} onRetry={() => void syncNow(desk)} />
      )}
      {state.overwrite && (
        <Notice
          intent="warning"
          title={texts.overwriteTitle}
          onDismiss={() => desk.store.set({ overwrite: false })}
          actions={<Button onClick={() => void writeMediaMix(desk, true)}>{texts.overwriteYes}</Button>}
        >
          {texts.overwriteBody}
        </Notice>
      )}
      {view.access !== 'see' && ending.length > 0 && (
        <Notice
          intent="warning"
          title={texts.holdsTitle(ending.length)}
          actions={
            <>
              <Button onClick={() => void startBooking(desk, 'extend', endingIds)}>
                {texts.holdsExtend}
              </Button>
              <Button onClick={() => void startBuying(desk, endingIds)}>{texts.holdsBuy}</Button>
            </>
          }
        >
          {ending.slice(0, NAMED_HOLDS).map(({ unitId, expiresAt }) => (
            <div key={unitId}>{texts.holdEnds(nameOf(unitId), shownSeoulTime(expiresAt))}</div>
          ))}
          {texts.holdsBody}
        </Notice>
      )}
      {open.proposal && (
        <Notice
          intent="info"
          title={texts.proposalTitle}
          actions={
            <Button
              appearance="primary"
              disabled={state.busy !== null}
              onClick={() => void takeOverProposal(desk)}
            >
              {texts.proposalTakeOver}
            </Button>
          }
        >
          {texts.proposalBody}
        </Notice>
      )}
      {open.copy && (
        <Notice
          intent="warning"
          title={texts.copyTitle}
          actions={
            <Button disabled={state.busy !== null} onClick={() => void workInCopy(desk)}>
              {texts.copyTakeUp}
            </Button>
          }
        >
          {texts.copyBody(sheet?.name ?? '')}
        </Notice>
      )}
      {units.length > 0 && (
        <Notice intent="warning" title={texts.conflictsTitle(units.length)}>
          {units.map((unitId) => (
            <Conflict
              key={unitId}
              name={nameOf(unitId)}
              conflicts={conflicts.filter((one) => one.unitId === unitId)}
            />
          ))}
        </Notice>
      )}
      {orderConflict && (
        <Notice
          intent="warning"
          title={texts.orderTitle}
          actions={
            <>
              <Button disabled={state.busy !== null} onClick={() => void settleOrder(desk, true)}>
                {texts.orderMine}
              </Button>
              <Button disabled={state.busy !== null} onClick={() => void settleOrder(desk, false)}>
                {texts.orderTheirs}
              </Button>
            </>
          }
        >
          {texts.orderBody(orderConflict.by ?? '')}
        </Notice>
      )}
      <Approvals key={view.id} open={open} />
      <TypedAmendments open={open} />
      <OutsidePeriod open={open} />
      {cellErrors.length > 0 && (
        <Notice intent="warning" title={texts.cellsTitle(cellErrors.length)}>
          <ul className={styles.list}>
            {cellErrors.slice(0, 5).map((error) => (
              <li key={`${error.address}${error.code}`}>
                <Button
                  size="small"
                  appearance="transparent"
                  className={styles.link}
                  onClick={() => {
                    const cell = cellOfAddress(error.address)
                    const shown = sheet ?? open.proposal
                    if (cell && shown) void selectCell(shown.id, cell.row, cell.column)
                  }}
                >
                  {cellErrorText(error, desk.language)}
                </Button>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {missing.length > 0 && (
        <Notice
          intent="warning"
          title={texts.missingTitle(missing.length)}
          actions={
            <>
              <Button onClick={() => void settleMissing(desk, false)}>{texts.missingRestore}</Button>
              <Button onClick={() => void settleMissing(desk, true)}>{texts.missingDelete}</Button>
            </>
          }
        >
          {texts.missingBody}
        </Notice>
      )}
      {restored.length > 0 && (
        <Notice
          intent="info"
          title={texts.restoredTitle}
          onDismiss={() => patchOpen(desk, view.id, { restored: [] })}
        >
          {texts.restoredBody}
        </Notice>
      )}
      {outdated && (
        <Notice intent="info" title={texts.outdatedTitle}>
          {texts.outdatedBody}
        </Notice>
      )}
    </>
  )
}

/** One row that was changed on both sides: both values, and the choice between them. */
function Conflict({ name, conflicts }: { name: string; conflicts: readonly RowConflict[] }) {
  const styles = useStyles()
  const { desk, words } = usePane()
  const texts = words.notices
  const { unitId, by } = conflicts[0]!
  const whole = conflicts.find(({ field }) => field === 'unit')
  const shown = (field: string, value: string | number | null) => {
    if (value === null || value === '') return '–'
    if (field === 'amount' || field === 'ecpm') return words.won(Number(value))
    return typeof value === 'number' ? value.toLocaleString('en-US') : value
  }
  return (
    <section className={styles.conflict} aria-label={name}>
      <Text weight="semibold">{name}</Text>
      {whole ? (
        <Text size={200}>{whole.remote === 'deleted' ? texts.deletedThere : texts.changedThere}</Text>
      ) : (
        <>
          <Text size={200}>{texts.changedBy(by ?? '')}</Text>
          <table className={styles.values}>
            <thead>
              <tr>
                <td />
                <th scope="col">{texts.theirsIs}</th>
                <th scope="col">{texts.mineIs}</th>
              </tr>
            </thead>
            <tbody>
              {conflicts.map(({ field, local, remote }) => (
                <tr key={field}>
                  <th scope="row">{words.fields[field as keyof typeof words.fields] ?? field}</th>
                  <td>{shown(field, remote)}</td>
                  <td>{shown(field, local)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <div className={styles.actions}>
        <Button size="small" onClick={() => void settleConflict(desk, unitId, true)}>
          {texts.mine}
        </Button>
        <Button size="small" onClick={() => void settleConflict(desk, unitId, false)}>
          {texts.theirs}
        </Button>
        <Button size="small" appearance="transparent" onClick={() => void goToRow(desk, unitId, 'amount')}>
          {words.row.show}
        </Button>
      </div>
    </section>
  )
}
