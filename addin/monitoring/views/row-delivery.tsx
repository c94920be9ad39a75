import { Button, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { type ReactNode, useEffect } from 'react'
import type { UnitDelivery } from '../../../shared/contract/statuses'
import { MONITORING_LABELS } from '../../../shared/sheets/monitoring/labels'
import type { OpenCampaign } from '../../desk/state/desk-state'
import type { MakegoodFlow } from '../../desk/state/monitoring'
import { FailureNotice, Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { acceptMakegood, closeMakegood, proposeMakegood, showMakegood } from '../makegood'
import { loadDelivery } from '../monitoring'

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: '6px',
    padding: '12px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  between: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    gap: '8px',
    flexWrap: 'wrap',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  alert: { color: tokens.colorPaletteRedForeground1, fontWeight: tokens.fontWeightSemibold },
  action: { alignSelf: 'flex-start', marginTop: '4px' },
})

/** The delivery of a bought row; nothing for other rows. */
export function RowDelivery({ open, unitId }: { open: OpenCampaign; unitId: string }) {
  const styles = useStyles()
  const { desk, words } = usePane()
  const { delivery, failure, makegood } = open.monitoring
  const unit = delivery?.units.find((one) => one.unitId === unitId)
  useEffect(() => {
    void loadDelivery(desk)
  }, [desk])
  if (!delivery) {
    if (failure) return <FailureNotice failure={failure} onRetry={() => void loadDelivery(desk)} />
    return (
      <Text size={200} role="status" className={styles.quiet}>
        {words.monitoring.row.loading}
      </Text>
    )
  }
  if (!unit) return null
  return (
    <>
      <Figures unit={unit} asking={makegood?.unitId === unitId && makegood.step === 'asking'} />
      {makegood?.unitId === unitId && <Makegood flow={makegood} />}
    </>
  )
}

function Figures({ unit, asking }: { unit: UnitDelivery; asking: boolean }) {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const texts = words.monitoring.row
  const { guaranteed, delivered, projected, missing, atRisk, reason } = unit
  const { risks } = MONITORING_LABELS[desk.language]
  return (
    <section className={styles.box} aria-label={texts.title} data-testid="delivery">
      <div className={styles.between}>
        <Text>{texts.delivered(delivered, guaranteed)}</Text>
        {guaranteed > 0 && <Text weight="semibold">{texts.achievement(delivered, guaranteed)}</Text>}
      </div>
      <ProgressBar
        value={guaranteed > 0 ? Math.min(1, delivered / guaranteed) : 0}
        color={atRisk ? 'error' : 'brand'}
        thickness="large"
        aria-label={texts.delivered(delivered, guaranteed)}
      />
      {atRisk && (
        <>
          <div className={styles.between}>
            <Text size={200} className={styles.alert}>
              {reason && risks[reason]}
              {missing > 0 && ` · ${texts.missing(missing)}`}
            </Text>
            <Text size={200} className={styles.quiet}>
              {texts.projected(projected)}
            </Text>
          </div>
          {missing > 0 && (
            <Button
              className={styles.action}
              size="small"
              disabled={asking || state.busy !== null}
              data-return="makegood"
              onClick={() => void proposeMakegood(desk, unit.unitId)}
            >
              {asking ? texts.asking : texts.propose}
            </Button>
          )}
        </>
      )}
    </section>
  )
}

function Makegood({ flow }: { flow: MakegoodFlow }) {
  const { desk, words } = usePane()
  const texts = words.monitoring.row
  const close = () => closeMakegood(desk)
  switch (flow.step) {
    case 'asking':
      return null
    case 'failed':
      return (
        <FailureNotice
          failure={flow.failure}
          onRetry={() => void proposeMakegood(desk, flow.unitId)}
          onDismiss={close}
        />
      )
    case 'added':
      return (
        <Notice
          intent="success"
          title={texts.added}
          onDismiss={close}
          actions={<Button onClick={() => void showMakegood(desk, flow.newUnitId)}>{texts.show}</Button>}
        >
          {texts.addedNext}
        </Notice>
      )
    default:
      return <Proposal flow={flow} />
  }
}

function Proposal({ flow }: { flow: Extract<MakegoodFlow, { step: 'proposed' | 'adding' }> }) {
  const { desk, words } = usePane()
  const texts = words.monitoring.row
  const { proposal, obstacle, missing, added } = flow.makegood
  const close = () => closeMakegood(desk)
  if (!proposal) {
    return <Notice intent="info" title={texts.obstacles[obstacle ?? 'NO_ROOM']} onDismiss={close} />
  }
  const { impressions, amount, startDate, endDate, complete } = proposal
  const line = (text: ReactNode) => <Text block>{text}</Text>
  const adding = flow.step === 'adding'
  return (
    <Notice
      intent={complete ? 'info' : 'warning'}
      title={texts.proposal}
      {...(adding ? {} : { onDismiss: close })}
      actions={
        <Button appearance="primary" disabled={adding} onClick={() => void acceptMakegood(desk)}>
          {adding ? texts.adding : texts.add}
        </Button>
      }
    >
      {line(complete ? texts.fits(impressions) : texts.partly(impressions, missing - added))}
      {line(words.flight(startDate, endDate))}
      {line(texts.free(words.won(amount)))}
    </Notice>
  )
}
