import {
  Button,
  Field,
  makeStyles,
  mergeClasses,
  Spinner,
  Switch,
  Text,
  tokens,
} from '@fluentui/react-components'
import { CheckmarkCircleFilled, ErrorCircleFilled, WarningFilled } from '@fluentui/react-icons'
import type { Shortage } from '../../../shared/contract/purchases'
import { CallFailure } from '../../api/client'
import { isOutcomeUnknown } from '../../desk/desk'
import type { BuyFlow, ConfirmLine } from '../../desk/state/booking'
import type { OpenCampaign } from '../../desk/state/desk-state'
import { plannedAmount, totalledRows } from '../../media-mix/row-needs'
import { AvailabilityLine } from '../../media-mix/views/availability-line'
import { Frame } from '../../ui/frame'
import { WayOn } from '../../ui/next-step'
import { Outcome } from '../../ui/outcome'
import { usePane } from '../../ui/pane-context'
import { failureText, readerOf, refusalText } from '../../words/failures'
import { applyFit, askAgain, cancelBuying, confirmBuying, setBuyMode, startBuying } from '../buy'
import { AlternativesOffer } from './alternatives'
import { AskApproval } from './approval-needed'

const useStyles = makeStyles({
  waiting: { paddingTop: '48px' },
  lines: { display: 'flex', flexDirection: 'column', gap: '8px', margin: 0, padding: 0, listStyle: 'none' },
  line: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: '12px',
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  between: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    gap: '8px',
    flexWrap: 'wrap',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  total: { display: 'flex', justifyContent: 'space-between', alignItems: 'baseline', gap: '8px' },
  bad: { color: tokens.colorPaletteRedForeground1 },
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: '12px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  heading: { margin: 0 },
  days: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    margin: '8px 0 0',
    padding: 0,
    listStyle: 'none',
  },
  day: { display: 'flex', justifyContent: 'space-between', gap: '12px', alignItems: 'baseline' },
  place: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  whole: { whiteSpace: 'nowrap', flexShrink: 0 },
})

/** All steps of a purchase, from the confirmation to the result. The pane shows nothing else meanwhile. */
export function Buying({ flow }: { flow: BuyFlow }) {
  const styles = useStyles()
  const { words } = usePane()
  switch (flow.step) {
    case 'checking':
      return (
        <Frame title={words.row.buy} busy>
          <Spinner className={styles.waiting} label={words.buy.checkingTitle} labelPosition="below" />
        </Frame>
      )
    case 'confirm':
    case 'buying':
      return <Confirm flow={flow} />
    case 'shortage':
      return <ShortageView flow={flow} />
    case 'result':
      return <Result flow={flow} />
    case 'failed':
      return <Failed flow={flow} />
  }
}

function Confirm({ flow }: { flow: Extract<BuyFlow, { step: 'confirm' | 'buying' }> }) {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const { open } = state
  const texts = words.buy
  const buying = flow.step === 'buying'
  const total = flow.lines.reduce((sum, { amount, service }) => sum + (service ? 0 : amount), 0)
  const impressions = flow.lines.reduce((sum, line) => sum + line.impressions, 0)
  const over = open ? plannedAmount(totalledRows(open.rows)) - open.view.budget : 0
  return (
    <Frame
      title={texts.confirmTitle}
      busy={buying}
      onBack={buying ? undefined : () => cancelBuying(desk)}
      footer={
        <>
          <div>
            <div className={styles.total}>
              <Text>{texts.total(flow.lines.length)}</Text>
              <Text size={500} weight="semibold" className={styles.whole}>
                {words.won(total)}
              </Text>
            </div>
            {flow.lines.length > 1 && (
              <div className={mergeClasses(styles.total, styles.quiet)}>
                <Text size={200}>{words.row.impressions}</Text>
                <Text size={200}>{words.impressions(impressions)}</Text>
              </div>
            )}
            {over > 0 && (
              <Text size={200} block className={styles.bad}>
                {words.campaign.overBudget(over)}
              </Text>
            )}
          </div>
          <Button
            appearance="primary"
            size="large"
            disabled={buying}
            onClick={() => void confirmBuying(desk)}
          >
            {buying ? texts.buying : texts.confirm(total)}
          </Button>
          <Button disabled={buying} onClick={() => cancelBuying(desk)}>
            {words.cancel}
          </Button>
        </>
      }
    >
      <Text>{buying ? texts.buyingHint : texts.confirmLead}</Text>
      <ul className={styles.lines}>
        {flow.lines.map((line) => (
          <li key={line.unitId} className={styles.line}>
            <LineFacts line={line} />
          </li>
        ))}
      </ul>
      {flow.lines.length > 1 && (
        <Field hint={texts.eachOrAllHint}>
          <Switch
            label={texts.eachOrAll}
            checked={flow.mode === 'all'}
            disabled={buying}
            onChange={(_, { checked }) => setBuyMode(desk, checked ? 'all' : 'each')}
          />
        </Field>
      )}
    </Frame>
  )
}

function LineFacts({ line }: { line: ConfirmLine }) {
  const styles = useStyles()
  const { words, state } = usePane()
  const row = state.open?.rows.find(({ unitId }) => unitId === line.unitId)
  return (
    <>
      <Text weight="semibold">{line.productName}</Text>
      <span className={styles.between}>
        <Text size={400} weight="semibold">
          {line.service ? words.buy.service : words.won(line.amount)}
        </Text>
        <Text>{words.impressions(line.impressions)}</Text>
      </span>
      <Text size={200} className={styles.quiet}>
        {words.flight(line.startDate, line.endDate)}
      </Text>
      <Text size={200} className={styles.quiet}>
        {[line.platforms, line.targeting].filter((text) => text !== '').join(' · ')}
      </Text>
      {row && <AvailabilityLine row={row} availability={state.open?.availability.get(row.unitId)} />}
    </>
  )
}

function ShortageView({ flow }: { flow: Extract<BuyFlow, { step: 'shortage' }> }) {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const texts = words.buy
  const unitId = flow.fits?.unitId ?? flow.shortages[0]?.unitId ?? flow.lines[0]?.unitId
  const line = flow.lines.find((one) => one.unitId === unitId) ?? flow.lines[0]
  const fits = flow.fits && flow.fits.impressions > 0 && flow.fits.amount > 0 ? flow.fits : null
  const nothing = flow.shortages.every(({ code }) => code === 'NO_INVENTORY')
  const random =
    state.open?.catalogue.products.find(
      ({ code }) => code === state.open?.rows.find((row) => row.unitId === unitId)?.productCode,
    )?.targetingKind === 'RANDOM'
  return (
    <Frame
      title={words.row.buy}
      onBack={() => cancelBuying(desk)}
      footer={
        <>
          {fits && (
            <Button appearance="primary" onClick={() => void applyFit(desk, fits.unitId, fits.amount)}>
              {texts.apply(fits.amount)}
            </Button>
          )}
          {unitId && !random && (
            <Button
              appearance={fits ? 'secondary' : 'primary'}
              onClick={() => desk.store.set({ buying: null, panel: { kind: 'targeting', unitId } })}
            >
              {texts.changeTargeting}
            </Button>
          )}
          <Button onClick={() => cancelBuying(desk)}>{words.close}</Button>
        </>
      }
    >
      <Outcome
        icon={<WarningFilled />}
        tone="warn"
        title={texts.shortageTitle}
        next={(nothing ? texts.noInventoryLead : texts.shortageLead)(line?.productName ?? '')}
      />
      {fits && (
        <div className={styles.box}>
          <Text size={200} className={styles.quiet}>
            {texts.fits}
          </Text>
          <Text size={500} weight="semibold">
            {words.won(fits.amount)}
          </Text>
          <Text size={200} className={styles.quiet}>
            {words.impressions(fits.impressions)}
          </Text>
        </div>
      )}
      {unitId && (
        <AlternativesOffer
          unitId={unitId}
          onPut={() => {
            desk.store.set({ buying: null })
            void startBuying(desk, idsOf(flow.lines))
          }}
        />
      )}
      <ShortDays shortages={flow.shortages} />
    </Frame>
  )
}

/** The service's answers contain the code of a catalogue group, not its name. */
function groupName(open: OpenCampaign | null, code: string | null | undefined) {
  const groups = [...(open?.targeting.values() ?? [])].flatMap((unit) => unit.groups)
  return groups.find((group) => group.code === code)?.name ?? code
}

/** How many shortages are listed, the largest first. */
const SHOWN = 8

function ShortDays({ shortages }: { shortages: readonly Shortage[] }) {
  const styles = useStyles()
  const { words, state } = usePane()
  const { open } = state
  const platformOf = (code: string) =>
    open?.catalogue.platforms.find((one) => one.code === code)?.name ?? code
  if (shortages.length === 0) return null
  const worst = shortages.toSorted((a, b) => b.short - a.short).slice(0, SHOWN)
  return (
    <section>
      <Text as="h2" block weight="semibold" size={300} className={styles.heading}>
        {words.buy.shortPlaces(shortages.length)}
      </Text>
      {shortages.length > SHOWN && (
        <Text size={200} className={styles.quiet}>
          {words.buy.worst(SHOWN)}
        </Text>
      )}
      <ul className={styles.days}>
        {worst.map(({ metaId, platform, date, group, short }) => (
          <li key={`${metaId}${platform}${date}${group}`} className={styles.day}>
            <span className={styles.place}>
              <Text size={200}>{[date, platformOf(platform)].filter(Boolean).join(' · ')}</Text>
              <Text size={200} className={styles.quiet}>
                {metaId === 'RANDOM'
                  ? null
                  : metaId
                    ? (open?.contents.get(metaId)?.name ?? metaId)
                    : groupName(open, group)}
              </Text>
            </span>
            <Text size={200} className={mergeClasses(styles.bad, styles.whole)}>
              {words.buy.shortBy(short)}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Result({ flow }: { flow: Extract<BuyFlow, { step: 'result' }> }) {
  const styles = useStyles()
  const { desk, words } = usePane()
  const texts = words.buy
  const { bought, failed, lines } = flow
  // A content may be left out on several media and in several groups.
  const leftOut = new Set(bought.flatMap(({ warnings }) => warnings.map(({ metaId }) => metaId))).size
  const nameOf = (unitId: string) => lines.find((line) => line.unitId === unitId)?.productName ?? ''
  // If nothing was bought, these rows could still be bought without the failed ones.
  const heldBack =
    bought.length > 0 ? [] : lines.filter(({ unitId }) => failed.every((one) => one.unitId !== unitId))
  const heldBackAmount = heldBack.reduce((sum, { amount, service }) => sum + (service ? 0 : amount), 0)
  const done = () => desk.store.set({ buying: null, panel: { kind: 'rows' } })
  return (
    <Frame
      title={words.row.buy}
      onBack={done}
      footer={
        <>
          {heldBack.length > 0 && (
            <Button onClick={() => void startBuying(desk, idsOf(heldBack))}>
              {texts.buyRest(heldBack.length, heldBackAmount)}
            </Button>
          )}
          <Button appearance="primary" onClick={done}>
            {texts.done}
          </Button>
        </>
      }
    >
      {bought.length > 0 ? (
        <Outcome
          icon={<CheckmarkCircleFilled />}
          tone="good"
          title={texts.resultTitle(bought.length)}
          next={texts.resultLead}
        />
      ) : (
        <Outcome
          icon={<ErrorCircleFilled />}
          tone="bad"
          title={texts.resultNone}
          next={heldBack.length > 0 ? texts.heldBackLead(failed.length) : texts.nothingChanged}
        />
      )}
      {bought.length > 0 && (
        <ul className={styles.lines}>
          {bought.map(({ unitId, amount, impressions }) => (
            <li key={unitId} className={styles.line}>
              <Text weight="semibold">{nameOf(unitId)}</Text>
              <span className={styles.between}>
                <Text>{words.won(amount)}</Text>
                <Text>{words.impressions(impressions)}</Text>
              </span>
            </li>
          ))}
        </ul>
      )}
      {leftOut > 0 && (
        <Text size={200} className={styles.quiet}>
          {texts.leftOut(leftOut)}
        </Text>
      )}
      {failed.length > 0 && (
        <>
          <Text weight="semibold">{texts.partly(failed.length)}</Text>
          <ul className={styles.lines}>
            {failed.map(({ unitId, code, fits }) => {
              const { title, next } = refusalText(code, { fits }, readerOf(desk))
              return (
                <li key={unitId} className={styles.line}>
                  <Text weight="semibold">{nameOf(unitId)}</Text>
                  <Text className={styles.bad}>{title}</Text>
                  <Text size={200}>{next}</Text>
                  {fits && fits.amount > 0 && (
                    <Button
                      size="small"
                      onClick={() =>
                        void applyFit(desk, unitId, fits.amount, bought.length > 0 ? [unitId] : idsOf(lines))
                      }
                    >
                      {texts.apply(fits.amount)}
                    </Button>
                  )}
                </li>
              )
            })}
          </ul>
        </>
      )}
      {heldBack.length > 0 && (
        <ul className={styles.lines}>
          {heldBack.map(({ unitId, productName, amount }) => (
            <li key={unitId} className={styles.line}>
              <Text weight="semibold">{productName}</Text>
              <span className={styles.between}>
                <Text>{words.won(amount)}</Text>
                <Text size={200} className={styles.quiet}>
                  {texts.heldBack}
                </Text>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Frame>
  )
}

function idsOf(lines: readonly ConfirmLine[]): string[] {
  return lines.map(({ unitId }) => unitId)
}

function Failed({ flow }: { flow: Extract<BuyFlow, { step: 'failed' }> }) {
  const { desk, words } = usePane()
  const { failure, lines, unitIds } = flow
  const { title, next } = failureText(failure, readerOf(desk))
  const unknown = isOutcomeUnknown(failure)
  if (failure instanceof CallFailure && failure.code === 'APPROVAL_REQUIRED' && lines.length > 0)
    return (
      <Frame
        title={words.row.buy}
        onBack={() => cancelBuying(desk)}
        footer={<Button onClick={() => cancelBuying(desk)}>{words.close}</Button>}
      >
        <AskApproval
          kind="PURCHASE"
          units={lines.map(({ unitId, version }) => ({ unitId, version }))}
          failure={failure}
          nameOf={(unitId) => lines.find((line) => line.unitId === unitId)?.productName ?? ''}
        />
      </Frame>
    )
  return (
    <Frame
      title={words.row.buy}
      onBack={() => cancelBuying(desk)}
      footer={
        <>
          <WayOn
            failure={failure}
            unitIds={unitIds}
            label={lines.length === 0 ? words.retry : unknown ? words.buy.askAgain : words.buy.again}
            onAgain={() => void (unknown && lines.length > 0 ? askAgain(desk) : startBuying(desk, unitIds))}
          />
          <Button onClick={() => cancelBuying(desk)}>{words.close}</Button>
        </>
      }
    >
      <Outcome
        icon={unknown ? <WarningFilled /> : <ErrorCircleFilled />}
        tone={unknown ? 'warn' : 'bad'}
        title={unknown && lines.length > 0 ? words.buy.unknownTitle : words.buy.failedTitle}
        next={unknown && lines.length > 0 ? words.buy.unknownNext(title) : `${title} ${next}`}
      />
    </Frame>
  )
}
