import { Button, mergeClasses, Text } from '@fluentui/react-components'
import { ArrowUndoRegular, CheckmarkCircleRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { standardCellErrorText } from '../../../shared/sheets/standard-inventory/messages'
import type { Correction } from '../../../shared/sheets/standard-inventory/read-back'
import type { InventoryState, Refusal, StandardStep } from '../../desk/state/inventory'
import { Empty, Frame } from '../../ui/frame'
import { FailureNotice, Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { failureText, readerOf } from '../../words/failures'
import { patchInventory } from '../area'
import {
  dropCorrections,
  goToCell,
  keepMine,
  refusalMessage,
  sendCorrections,
  takeTheirs,
} from '../standard/corrections'
import { BusyLine } from './busy'
import { useInventoryStyles } from './styles'

/** At most this many rows are shown; all are sent. */
const SHOWN = 200

/** Shows the typed corrections before they are sent. */
export function StandardReview({ inventory }: { inventory: InventoryState }) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const [dropping, setDropping] = useState(false)
  const { sheet, busy, failure } = inventory
  const corrections = sheet?.corrections ?? []
  const errors = sheet?.errors ?? []
  const back = () => patchInventory(desk, { step: { step: 'overview' }, failure: null })
  return (
    <Frame
      title={texts.reviewTitle}
      busy={busy !== null}
      onBack={back}
      footer={
        <>
          <BusyLine inventory={inventory} />
          <Button
            appearance="primary"
            disabled={busy !== null || corrections.length === 0}
            onClick={() => void sendCorrections(desk)}
          >
            {texts.send(corrections.length)}
          </Button>
          {corrections.length + errors.length > 0 && (
            <Button appearance="subtle" disabled={busy !== null} onClick={() => setDropping(true)}>
              {texts.dropAll}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.view}>
        {failure && <FailureNotice failure={failure} onRetry={() => void sendCorrections(desk)} />}
        {dropping && (
          <Notice
            intent="warning"
            title={texts.dropAllConfirm(corrections.length + errors.length)}
            actions={
              <>
                <Button
                  onClick={() => {
                    setDropping(false)
                    void dropCorrections(desk)
                  }}
                >
                  {texts.dropAll}
                </Button>
                <Button onClick={() => setDropping(false)}>{words.cancel}</Button>
              </>
            }
          />
        )}
        {errors.length > 0 && (
          <section className={styles.section}>
            <Notice intent="warning" title={texts.errorsTitle(errors.length)} />
            <ul className={styles.list}>
              {errors.slice(0, SHOWN).map((error) => (
                <li key={error.address} className={styles.item}>
                  <button
                    type="button"
                    className={styles.open}
                    onClick={() => void goToCell(desk, error.row, error.field)}
                  >
                    <Text>{standardCellErrorText(error, desk.language)}</Text>
                    <Text size={200} className={styles.quiet}>
                      {error.metaId}
                    </Text>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {corrections.length === 0 && errors.length === 0 ? (
          <Empty icon={<CheckmarkCircleRegular />} title={texts.reviewEmpty} next={texts.reviewEmptyNext} />
        ) : (
          <>
            <Text>{texts.reviewLead}</Text>
            <ul className={styles.list}>
              {corrections.slice(0, SHOWN).map((correction) => (
                <li key={correction.id} className={styles.item}>
                  <CorrectionButton correction={correction} />
                  <Button
                    appearance="subtle"
                    icon={<ArrowUndoRegular />}
                    aria-label={texts.drop(nameOf(correction))}
                    title={texts.drop(nameOf(correction))}
                    disabled={busy !== null}
                    style={{ marginTop: 6 }}
                    onClick={() => void dropCorrections(desk, [correction.id])}
                  />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Frame>
  )
}

function CorrectionButton({ correction }: { correction: Correction }) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const { before, adjustedTotal, reason, forecastTotal, row } = correction
  const value = (number: number | null) =>
    number === null ? texts.noCorrection : number.toLocaleString('en-US')
  return (
    <button type="button" className={styles.open} onClick={() => void goToCell(desk, row, 'adjustedTotal')}>
      <Text weight="semibold">{nameOf(correction)}</Text>
      <Text>{texts.change(value(before), value(adjustedTotal))}</Text>
      <Text size={200} className={styles.quiet}>
        {reason}
        {forecastTotal !== null && ` · ${texts.forecast(forecastTotal)}`}
      </Text>
    </button>
  )
}

/** Shows the result of sending. The operator decides here about refused rows, one by one. */
export function StandardSent(props: {
  inventory: InventoryState
  sent: Extract<StandardStep, { step: 'sent' }>
}) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const { saved, refused } = props.sent
  const { busy, failure } = props.inventory
  const back = () => patchInventory(desk, { step: { step: 'overview' }, failure: null })
  return (
    <Frame
      title={texts.sentTitle}
      busy={busy !== null}
      onBack={back}
      footer={
        <>
          <BusyLine inventory={props.inventory} />
          <Button appearance="primary" disabled={busy !== null} onClick={back}>
            {texts.done}
          </Button>
        </>
      }
    >
      <div className={styles.view}>
        {failure && <FailureNotice failure={failure} />}
        <Notice
          intent={saved > 0 ? 'success' : 'info'}
          title={saved > 0 ? texts.sent(saved) : texts.sentNone}
        />
        {refused.length > 0 && (
          <section className={styles.section}>
            <Notice intent="warning" title={texts.refusedTitle(refused.length)}>
              {texts.refusedLead}
            </Notice>
            <ul className={styles.list}>
              {refused.slice(0, SHOWN).map((refusal) => (
                <li key={refusal.correction.id} className={mergeClasses(styles.item, styles.stacked)}>
                  <RefusedRow refusal={refusal} busy={busy !== null} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Frame>
  )
}

function RefusedRow({ refusal, busy }: { refusal: Refusal; busy: boolean }) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const { correction, why, server, failure } = refusal
  const mine = correction.adjustedTotal?.toLocaleString('en-US') ?? texts.noCorrection
  return (
    <>
      <button
        type="button"
        className={styles.open}
        aria-label={texts.show(nameOf(correction))}
        onClick={() => void goToCell(desk, correction.row, 'adjustedTotal')}
      >
        <Text weight="semibold">{nameOf(correction)}</Text>
        <Text>
          {why === 'failed' ? failureText(failure, readerOf(desk)).title : refusalMessage(desk, refusal)}
        </Text>
        <Text size={200} className={styles.quiet}>
          {texts.mine(mine)} · {correction.reason}
        </Text>
      </button>
      <div className={styles.decide}>
        {why === 'failed' ? (
          <Button size="small" disabled={busy} onClick={() => void sendCorrections(desk, [correction.id])}>
            {texts.sendAgain}
          </Button>
        ) : (
          server && (
            <>
              <Button size="small" disabled={busy} onClick={() => void takeTheirs(desk, refusal)}>
                {texts.takeTheirs}
              </Button>
              {why !== 'confirmed' && (
                <Button size="small" disabled={busy} onClick={() => void keepMine(desk, refusal)}>
                  {texts.keepMine}
                </Button>
              )}
            </>
          )
        )}
      </div>
    </>
  )
}

function nameOf({ name, metaId }: Correction): string {
  return name === '' ? metaId : name
}
