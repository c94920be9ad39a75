import { Button, makeStyles } from '@fluentui/react-components'
import { patchOpen } from '../../desk/desk'
import { goToRow } from '../../desk/rows'
import { settleConflict, settleMissing, syncNow, writeMediaMix } from '../../desk/sheet'
import type { OpenCampaign } from '../../desk/state'
import { cellOfAddress } from '../../excel/click-dispatcher'
import { selectCell } from '../../excel/navigate'
import { FailureNotice, Notice } from '../notice'
import { usePane } from '../pane-context'
import { cellErrorText } from '../wording/cell-errors'

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
  actions: { display: 'flex', gap: '4px', flexWrap: 'wrap', marginTop: '4px' },
})

/** What waits for the planner's decision, each with what can be done about it. */
export function CampaignNotices({ open }: { open: OpenCampaign }) {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const texts = words.notices
  const { conflicts, cellErrors, missing, restored, outdated, sync, sheet, view } = open
  const units = [...new Set(conflicts.map(({ unitId }) => unitId))]
  const nameOf = (unitId: string) => {
    const code = open.rows.find((row) => row.unitId === unitId)?.productCode
    return open.catalogue.products.find((product) => product.code === code)?.name ?? code ?? ''
  }
  return (
    <>
      {state.failure && (
        <FailureNotice failure={state.failure} onDismiss={() => desk.store.set({ failure: null })} />
      )}
      {sync.kind === 'failed' && sync.failure.code !== 'UNREACHABLE' && (
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
      {units.length > 0 && (
        <Notice intent="warning" title={texts.conflictsTitle(units.length)}>
          {units.map((unitId) => (
            <div key={unitId}>
              <strong>{nameOf(unitId)}</strong>
              {conflicts
                .filter((one) => one.unitId === unitId)
                .map(({ field, local, remote, by }) => (
                  <div key={field}>
                    {field === 'unit'
                      ? remote === 'deleted'
                        ? texts.deletedThere
                        : texts.changedThere
                      : texts.conflict(
                          words.fields[field as keyof typeof words.fields] ?? field,
                          shown(local),
                          shown(remote),
                          by ?? '',
                        )}
                  </div>
                ))}
              <div className={styles.actions}>
                <Button size="small" onClick={() => void settleConflict(desk, unitId, true)}>
                  {texts.mine}
                </Button>
                <Button size="small" onClick={() => void settleConflict(desk, unitId, false)}>
                  {texts.theirs}
                </Button>
                <Button
                  size="small"
                  appearance="transparent"
                  onClick={() => void goToRow(desk, unitId, 'amount')}
                >
                  {words.row.show}
                </Button>
              </div>
            </div>
          ))}
        </Notice>
      )}
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
                    if (cell && sheet) void selectCell(sheet.id, cell.row, cell.column)
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

function shown(value: string | number | null): string {
  return typeof value === 'number' ? value.toLocaleString('en-US') : (value ?? '–')
}
