import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import {
  ArrowDownRegular,
  ArrowUpRegular,
  CopyRegular,
  DeleteRegular,
  EditRegular,
  GiftRegular,
  MoneyRegular,
  NumberSymbolRegular,
  TargetRegular,
} from '@fluentui/react-icons'
import type { MediaMixRow } from '../../shared/contract/campaigns'
import { ROUNDING_UNITS, roundAmount } from '../../shared/round-amount'
import type { OpenCampaign } from '../desk/state/desk-state'
import { copyRows, editableOf, moveRows, roundAmounts, setKind } from '../media-mix/edit-rows'
import { usePane } from '../ui/pane-context'

/** What can be done with several rows at once, except booking them; each step tells how many rows it concerns. */
export function RowsMenu(props: { open: OpenCampaign; rows: readonly MediaMixRow[]; onDelete(): void }) {
  const { open, rows, onDelete } = props
  const { desk, words, state } = usePane()
  const texts = words.rows
  const unitIds = rows.map(({ unitId }) => unitId)
  const editable = editableOf(rows, unitIds)
  const ids = (some: readonly MediaMixRow[]) => some.map(({ unitId }) => unitId)
  const ofKind = (kind: MediaMixRow['kind']) => editable.filter((row) => row.kind !== kind)
  const targeted = retargetable(open, editable)
  const first = targeted[0]
  return (
    <Menu positioning="above-start">
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<EditRegular />} disabled={state.busy !== null} data-return="rows-menu">
          {texts.edit}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<CopyRegular />} onClick={() => void copyRows(desk, unitIds)}>
            {texts.copy(rows.length)}
          </MenuItem>
          <MenuItem
            icon={<ArrowUpRegular />}
            persistOnClick
            onClick={() => void moveRows(desk, unitIds, 'up')}
          >
            {texts.up}
          </MenuItem>
          <MenuItem
            icon={<ArrowDownRegular />}
            persistOnClick
            onClick={() => void moveRows(desk, unitIds, 'down')}
          >
            {texts.down}
          </MenuItem>
          <MenuDivider />
          <MenuItem
            icon={<TargetRegular />}
            disabled={!first}
            onClick={() =>
              first &&
              desk.store.set({
                panel: { kind: 'targeting', unitId: first.unitId, others: ids(targeted.slice(1)) },
                failure: null,
              })
            }
          >
            {texts.retarget(targeted.length)}
          </MenuItem>
          <MenuItem
            icon={<GiftRegular />}
            disabled={ofKind('SERVICE').length === 0}
            onClick={() => void setKind(desk, ids(ofKind('SERVICE')), 'SERVICE')}
          >
            {texts.toKind(words.kinds.SERVICE, ofKind('SERVICE').length)}
          </MenuItem>
          <MenuItem
            icon={<MoneyRegular />}
            disabled={ofKind('PAID').length === 0}
            onClick={() => void setKind(desk, ids(ofKind('PAID')), 'PAID')}
          >
            {texts.toKind(words.kinds.PAID, ofKind('PAID').length)}
          </MenuItem>
          {ROUNDING_UNITS.map((unit) => {
            const uneven = editable.filter(({ amount }) => roundAmount(amount, unit, 'nearest') !== amount)
            return (
              <MenuItem
                key={unit}
                icon={<NumberSymbolRegular />}
                disabled={uneven.length === 0}
                onClick={() => void roundAmounts(desk, ids(uneven), unit)}
              >
                {texts.round(unit, uneven.length)}
              </MenuItem>
            )
          })}
          <MenuDivider />
          <MenuItem icon={<DeleteRegular />} disabled={editable.length === 0} onClick={onDelete}>
            {texts.delete(editable.length)}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

/** The rows that can get the same targeting as the first one that has any. */
function retargetable({ catalogue }: OpenCampaign, rows: readonly MediaMixRow[]): MediaMixRow[] {
  const kindOf = ({ productCode }: MediaMixRow) =>
    catalogue.products.find(({ code }) => code === productCode)?.targetingKind ?? 'RANDOM'
  const first = rows.find((row) => kindOf(row) !== 'RANDOM')
  return first ? rows.filter((row) => kindOf(row) === kindOf(first)) : []
}
