import { Button } from '@fluentui/react-components'
import { isReadOnly } from '../../desk/read-only'
import type { OpenCampaign } from '../../desk/state/desk-state'
import { goToRow } from '../../media-mix/rows'
import { Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { extendCampaign, outsideRows } from '../outside-period'

const SHOWN = 3

/** Rows that leave the campaign's period, and the button that extends it. */
export function OutsidePeriod({ open }: { open: OpenCampaign }) {
  const { desk, words, state } = usePane()
  const texts = words.notices
  const outside = outsideRows(open.view, open.rows)
  if (!outside) return null
  const { rows, startDate, endDate } = outside
  const nameOf = (code: string) => open.catalogue.products.find((one) => one.code === code)?.name ?? code
  return (
    <Notice
      intent="warning"
      title={texts.outsideTitle}
      actions={
        !isReadOnly(open.view) && (
          <Button disabled={state.busy !== null} onClick={() => void extendCampaign(desk)}>
            {texts.outsideExtend}
          </Button>
        )
      }
    >
      {rows.slice(0, SHOWN).map((row) => (
        <Button
          key={row.unitId}
          size="small"
          appearance="transparent"
          style={{ padding: 0, minWidth: 0, display: 'block', textAlign: 'left', fontWeight: 'normal' }}
          onClick={() =>
            void goToRow(desk, row.unitId, row.startDate < open.view.startDate ? 'startDate' : 'endDate')
          }
        >
          {texts.outsideBody(nameOf(row.productCode), row.startDate, row.endDate)}
        </Button>
      ))}
      {rows.length > SHOWN && <div>{texts.outsideMore(rows.length - SHOWN)}</div>}
      {!isReadOnly(open.view) && <div>{texts.outsideExtendTo(startDate, endDate)}</div>}
    </Notice>
  )
}
