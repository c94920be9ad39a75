import { Button, Field, Input, Radio, RadioGroup, Select, Spinner, Text } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useEffect } from 'react'
import { dayCount, isBusinessDate, MAX_FLIGHT_DAYS } from '../../../shared/calendar'
import type { CalendarState, InventoryState } from '../../desk/state/inventory'
import { ContentFinder } from '../../targeting/views/content-finder'
import { FailureNotice, Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { loadCalendarProducts, MOST_CONTENTS, patchCalendar, writeCalendar } from '../calendar'
import { BusyLine } from './busy'
import { useInventoryStyles } from './styles'

/** Form for writing the remaining inventory of a product or of contents, day by day, into a sheet. */
export function InventoryCalendar({ inventory }: { inventory: InventoryState }) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const { calendar, failure } = inventory
  const { scope, from, to, written, foreign } = calendar
  useEffect(() => {
    void loadCalendarProducts(desk)
  }, [desk])
  const wrongPeriod = periodProblem(calendar, texts)
  const date = (name: 'from' | 'to', problem = '') => (
    <Field label={texts[name]} validationMessage={problem || undefined}>
      <Input
        type="date"
        input={{ style: { minWidth: 0 } }}
        style={{ minWidth: 0 }}
        value={calendar[name]}
        onChange={(_, { value }) => patchCalendar(desk, { [name]: value })}
      />
    </Field>
  )
  return (
    <>
      <Text>{texts.calendarLead}</Text>
      {failure && <FailureNotice failure={failure} />}
      {foreign && (
        <Notice
          intent="warning"
          title={texts.overwriteTitle}
          actions={
            <>
              <Button onClick={() => void writeCalendar(desk, true)}>{texts.overwriteWrite}</Button>
              <Button onClick={() => patchCalendar(desk, { foreign: false })}>{words.cancel}</Button>
            </>
          }
        >
          {texts.overwriteForeign}
        </Notice>
      )}
      {written && (
        <Notice
          intent={written.days > 0 ? 'success' : 'info'}
          title={written.days > 0 ? texts.written(written.platforms) : texts.writtenNone}
        />
      )}
      <Field label={texts.scope}>
        <RadioGroup
          layout="horizontal"
          value={scope}
          onChange={(_, { value }) => patchCalendar(desk, { scope: value as CalendarState['scope'] })}
        >
          <Radio value="product" label={texts.scopes.product} />
          <Radio value="contents" label={texts.scopes.contents} />
        </RadioGroup>
      </Field>
      {scope === 'product' ? <ProductChoice calendar={calendar} /> : <ContentChoice calendar={calendar} />}
      <div className={styles.pair}>
        {date('from')}
        {date('to', from !== '' && to !== '' ? wrongPeriod : '')}
      </div>
      {scope === 'contents' && (
        <ContentFinder
          chosen={new Set(calendar.contents.map(({ metaId }) => metaId))}
          onAdd={(contents) =>
            patchCalendar(desk, { contents: [...calendar.contents, ...contents].slice(0, MOST_CONTENTS) })
          }
        />
      )}
    </>
  )
}

/** The button that writes the sheet, enabled once everything needed is chosen. */
export function CalendarFooter({ inventory }: { inventory: InventoryState }) {
  const { desk, words } = usePane()
  const texts = words.inventory
  const { calendar, busy } = inventory
  const chosen = calendar.scope === 'product' ? calendar.productCode !== '' : calendar.contents.length > 0
  const ready = busy === null && chosen && periodProblem(calendar, texts) === ''
  return (
    <>
      <BusyLine inventory={inventory} />
      <Button appearance="primary" disabled={!ready} onClick={() => void writeCalendar(desk)}>
        {texts.write}
      </Button>
    </>
  )
}

function periodProblem(
  { from, to }: CalendarState,
  texts: { toBeforeFrom: string; tooLong: string },
): string {
  if (!isBusinessDate(from) || !isBusinessDate(to) || to < from) return texts.toBeforeFrom
  return dayCount(from, to) > MAX_FLIGHT_DAYS ? texts.tooLong : ''
}

function ProductChoice({ calendar: { products, productCode } }: { calendar: CalendarState }) {
  const { desk, words } = usePane()
  const texts = words.inventory
  if (products.kind === 'loading') return <Spinner size="small" />
  if (products.kind === 'failed') {
    return <FailureNotice failure={products.failure} onRetry={() => void loadCalendarProducts(desk)} />
  }
  if (products.value.length === 0) return <Text>{texts.noProducts}</Text>
  return (
    <Field label={texts.product}>
      <Select value={productCode} onChange={(_, { value }) => patchCalendar(desk, { productCode: value })}>
        {products.value.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  )
}

function ContentChoice({ calendar: { contents } }: { calendar: CalendarState }) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  if (contents.length === 0) return <Text className={styles.quiet}>{texts.noContents}</Text>
  return (
    <section className={styles.section}>
      <Text weight="semibold">{texts.chosenContents(contents.length)}</Text>
      {contents.length === MOST_CONTENTS && (
        <Text size={200} className={styles.quiet}>
          {texts.mostContents(MOST_CONTENTS)}
        </Text>
      )}
      <div className={styles.actions}>
        {contents.map(({ metaId, name }) => (
          <Button
            key={metaId}
            size="small"
            icon={<DismissRegular />}
            iconPosition="after"
            aria-label={words.targeting.remove(name)}
            onClick={() =>
              patchCalendar(desk, { contents: contents.filter((content) => content.metaId !== metaId) })
            }
          >
            {name}
          </Button>
        ))}
      </div>
    </section>
  )
}
