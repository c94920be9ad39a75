import {
  Button,
  Field,
  Input,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Text,
} from '@fluentui/react-components'
import { ArrowDownloadRegular, MoreHorizontalRegular, TableRegular } from '@fluentui/react-icons'
import { isMonth } from '../../../shared/calendar'
import type { InventoryState, StandardDone, StandardSheetState } from '../../desk/state/inventory'
import { Empty } from '../../ui/frame'
import { FailureNotice, Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { patchInventory } from '../area'
import { askToConfirm, askToReopen } from '../standard/confirmation'
import { reviewCorrections } from '../standard/corrections'
import { askAboutForecasts } from '../standard/forecast-changes'
import { pullStandard } from '../standard/sheet'
import { BusyLine } from './busy'
import { InventoryLoads } from './loads'
import { useInventoryStyles } from './styles'

/** A month of standard inventory: pull, correct in the sheet, send, confirm, load. */
export function StandardOverview({ inventory }: { inventory: InventoryState }) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const { month, sheet, busy, failure, done } = inventory
  const here = sheet?.month === month ? sheet : null
  return (
    <>
      <Field label={texts.month}>
        <Input
          type="month"
          value={month}
          disabled={busy !== null}
          onChange={(_, { value }) => {
            if (isMonth(value))
              patchInventory(desk, { month: value, step: { step: 'overview' }, done: null, failure: null })
          }}
        />
      </Field>
      {failure && (
        <FailureNotice failure={failure} onDismiss={() => patchInventory(desk, { failure: null })} />
      )}
      <Done done={done} month={month} />
      <Overwrite inventory={inventory} />
      <BusyLine inventory={inventory} />
      {here ? (
        <>
          <div className={styles.actions}>
            <Button
              icon={<ArrowDownloadRegular />}
              disabled={busy !== null}
              onClick={() => void pullStandard(desk)}
            >
              {texts.pullAgain}
            </Button>
          </div>
          <Corrections sheet={here} busy={busy !== null} />
          <Confirmation sheet={here} busy={busy !== null} />
        </>
      ) : (
        done?.kind !== 'empty' && (
          <Empty
            icon={<TableRegular />}
            title={texts.noSheet}
            next={`${texts.noSheetNext}${sheet ? ` ${texts.otherMonth(sheet.month)}` : ''}`}
            action={
              <Button appearance="primary" disabled={busy !== null} onClick={() => void pullStandard(desk)}>
                {texts.pull}
              </Button>
            }
          />
        )
      )}
      <InventoryLoads inventory={inventory} />
    </>
  )
}

function Done({ done, month }: { done: StandardDone | null; month: string }) {
  const { words } = usePane()
  const texts = words.inventory
  switch (done?.kind) {
    case 'pulled':
      return <Notice intent="success" title={texts.pulled(done.rows)} />
    case 'empty':
      return (
        <Notice intent="info" title={texts.empty(month)}>
          {texts.emptyNext}
        </Notice>
      )
    case 'dropped':
      return <Notice intent="success" title={texts.dropped(done.count)} />
    case 'confirmed':
    case 'reopened':
      return (
        <Notice intent="success" title={texts[done.kind](done.count)}>
          {done.already > 0 && texts.already(done.already)}
        </Notice>
      )
    case 'forecasts-taken':
      return (
        <Notice intent="success" title={texts.forecastsTaken(done.count)}>
          {texts.forecastsTakenNext}
        </Notice>
      )
    case 'forecasts-kept':
      return <Notice intent="success" title={texts.forecastsKept(done.count)} />
    case 'forecasts-same':
      return <Notice intent="info" title={texts.forecastsSame} />
    default:
      return null
  }
}

function Overwrite({ inventory: { step } }: { inventory: InventoryState }) {
  const { desk, words } = usePane()
  const texts = words.inventory
  if (step.step !== 'overwrite') return null
  return (
    <Notice
      intent="warning"
      title={texts.overwriteTitle}
      actions={
        <>
          <Button onClick={() => void pullStandard(desk, true)}>{texts.overwriteYes}</Button>
          {step.month !== null && (
            <Button onClick={() => patchInventory(desk, { month: step.month!, step: { step: 'overview' } })}>
              {step.month}
            </Button>
          )}
          <Button onClick={() => patchInventory(desk, { step: { step: 'overview' } })}>{words.cancel}</Button>
        </>
      }
    >
      {step.because === 'foreign'
        ? texts.overwriteForeign
        : texts.overwriteOther(step.month ?? '', step.unsent)}
    </Notice>
  )
}

function Corrections({ sheet, busy }: { sheet: StandardSheetState; busy: boolean }) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const { corrections, errors } = sheet
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{texts.corrections}</h2>
      {corrections.length + errors.length === 0 ? (
        <Text className={styles.quiet}>{texts.nothingToSend}</Text>
      ) : (
        <>
          {corrections.length > 0 && <Text>{texts.toSend(corrections.length)}</Text>}
          {errors.length > 0 && <Text className={styles.bad}>{texts.toMend(errors.length)}</Text>}
          <Button appearance="primary" disabled={busy} onClick={() => void reviewCorrections(desk)}>
            {texts.review}
          </Button>
        </>
      )}
    </section>
  )
}

function Confirmation({ sheet, busy }: { sheet: StandardSheetState; busy: boolean }) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const open = sheet.rows - sheet.confirmed
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{texts.confirmation}</h2>
      <Text>{texts.state(sheet.rows, sheet.confirmed)}</Text>
      <div className={styles.actions}>
        <Button disabled={busy || open === 0} onClick={() => void askToConfirm(desk, 'all')}>
          {texts.confirmMonth}
        </Button>
        <Button disabled={busy || open === 0} onClick={() => void askToConfirm(desk, 'selected')}>
          {texts.confirmSelected}
        </Button>
        {sheet.confirmed > 0 && (
          <Button disabled={busy} onClick={() => void askAboutForecasts(desk)}>
            {texts.changedForecasts}
          </Button>
        )}
        {sheet.confirmed > 0 && (
          <Menu>
            <MenuTrigger disableButtonEnhancement>
              <Button
                appearance="subtle"
                icon={<MoreHorizontalRegular />}
                aria-label={words.more}
                disabled={busy}
              />
            </MenuTrigger>
            <MenuPopover>
              <MenuList>
                <MenuItem onClick={() => void askToReopen(desk, 'selected')}>{texts.reopenSelected}</MenuItem>
                <MenuItem onClick={() => void askToReopen(desk, 'all')}>{texts.reopenMonth}</MenuItem>
              </MenuList>
            </MenuPopover>
          </Menu>
        )}
      </div>
    </section>
  )
}
