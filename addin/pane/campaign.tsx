import {
  Button,
  Checkbox,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components'
import {
  AddRegular,
  ArrowDownloadRegular,
  ArrowSyncRegular,
  BranchRegular,
  CheckmarkCircleRegular,
  DataTrendingRegular,
  MoreHorizontalRegular,
  SettingsRegular,
  SignOutRegular,
  TableRegular,
  TargetRegular,
} from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import type { MediaMixRow } from '../../shared/contract/campaigns'
import { countedRows } from '../../shared/counted-rows'
import { signOut } from '../account/account'
import { startBuying } from '../booking/buy'
import { BookingActions } from '../booking/views/actions'
import { closeCampaign, loadCampaigns } from '../campaigns/campaigns'
import type { Desk } from '../desk/desk'
import { isReadOnly } from '../desk/read-only'
import type { OpenCampaign, Panel } from '../desk/state/desk-state'
import { LiveChanges } from '../live/views/changes'
import { isBuyable } from '../media-mix/availability'
import { deleteRows, editableOf } from '../media-mix/edit-rows'
import { syncNow } from '../media-mix/exchange'
import { givenUp, hideGivenUp } from '../media-mix/given-up-rows'
import { plannedAmount, totalledRows } from '../media-mix/row-needs'
import { goToRow } from '../media-mix/rows'
import { AvailabilityLine } from '../media-mix/views/availability-line'
import { SyncLine } from '../media-mix/views/sync-line'
import { writeMediaMix } from '../media-mix/write'
import { writeMonitoring } from '../monitoring/monitoring'
import { MonitoringNotice } from '../monitoring/views/notice'
import { Empty, Frame } from '../ui/frame'
import { Notice } from '../ui/notice'
import { onDemand } from '../ui/on-demand'
import { usePane } from '../ui/pane-context'
import { StatusBadge } from '../ui/status-badge'
import { CampaignNotices } from './campaign-notices'
import { PaneBell } from './pane-bell'

const RowsMenu = onDemand(async () => (await import('./rows-menu')).RowsMenu)

const useStyles = makeStyles({
  summary: { display: 'flex', flexDirection: 'column', gap: '6px' },
  between: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: '8px',
    alignItems: 'baseline',
    flexWrap: 'wrap',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  over: { color: tokens.colorPaletteRedForeground1, fontWeight: tokens.fontWeightSemibold },
  rows: { display: 'flex', flexDirection: 'column', margin: '0 -16px', padding: 0, listStyle: 'none' },
  row: {
    display: 'flex',
    alignItems: 'flex-start',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    ':last-child': { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  check: { paddingLeft: '8px', paddingTop: '4px', width: '40px', flexShrink: 0, boxSizing: 'border-box' },
  open: {
    flexGrow: 1,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    padding: '10px 16px 10px 0',
    border: 'none',
    background: 'none',
    font: 'inherit',
    color: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  first: { display: 'flex', justifyContent: 'space-between', gap: '8px', alignItems: 'baseline' },
  whole: { whiteSpace: 'nowrap' },
  name: { minWidth: 0, overflowWrap: 'anywhere' },
  head: { display: 'flex', justifyContent: 'space-between', alignItems: 'center' },
})

/** Rows shown at a time: Excel waits while thousands are drawn. */
const SHOWN = 100

export function Campaign({ open }: { open: OpenCampaign }) {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [shown, setShown] = useState(SHOWN)
  const [deleting, setDeleting] = useState(false)
  const counted = countedRows(open.rows)
  const texts = words.campaign
  const readOnly = isReadOnly(open.view)
  const gone = givenUp(open.rows)
  const hidden = new Set(state.hidesGivenUp ? gone : [])
  const listed = open.rows.filter((row) => !hidden.has(row))
  const selected = readOnly ? [] : listed.filter((row) => chosen.has(row.unitId))
  const buyable = selected.filter(isBuyable)
  const deletable = editableOf(selected, [...chosen])
  // The rows of the sheet that were given up meanwhile are hidden too.
  const goneKeys = gone.map(({ unitId }) => unitId).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another row was given up
  useEffect(() => {
    if (desk.store.get().hidesGivenUp) void hideGivenUp(desk, true).catch(() => undefined)
  }, [desk, goneKeys])
  const show = (panel: Panel) => desk.store.set({ panel, failure: null })

  return (
    <Frame
      title={open.view.name}
      busy={state.busy !== null}
      onBack={() => {
        void closeCampaign(desk)
        void loadCampaigns(desk)
      }}
      actions={
        <>
          <PaneBell />
          <CampaignMenu show={show} />
        </>
      }
      footer={
        selected.length > 0 ? (
          <>
            <div className={styles.between}>
              <Text role="status">{texts.selected(selected.length)}</Text>
              <Button size="small" appearance="transparent" onClick={() => setChosen(new Set())}>
                {texts.clearSelection}
              </Button>
            </div>
            {deleting && deletable.length > 0 && (
              <Notice
                intent="warning"
                title={words.rows.deleteTitle(deletable.length)}
                onDismiss={() => setDeleting(false)}
                actions={
                  <Button
                    onClick={() => {
                      setDeleting(false)
                      void deleteRows(
                        desk,
                        deletable.map(({ unitId }) => unitId),
                      ).then((done) => done && setChosen(new Set()))
                    }}
                  >
                    {words.rows.deleteYes}
                  </Button>
                }
              >
                {selected.length > deletable.length &&
                  words.rows.deleteKept(selected.length - deletable.length)}
              </Notice>
            )}
            <RowsMenu open={open} rows={selected} onDelete={() => setDeleting(true)} />
            <BookingActions rows={selected} />
            {buyable.length > 0 && (
              <Button
                appearance="primary"
                data-return="buy"
                onClick={() =>
                  void startBuying(
                    desk,
                    buyable.map(({ unitId }) => unitId),
                  )
                }
              >
                {texts.buySelected(buyable.length, plannedAmount(buyable))}
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      <Summary open={open} />
      <CampaignNotices open={open} />
      <LiveChanges open={open} />
      <MonitoringNotice open={open} />
      {!open.sheet && !open.proposal && open.rows.length > 0 && (
        <Notice
          intent="info"
          title={texts.noSheet}
          actions={
            <Button
              appearance="primary"
              disabled={state.busy !== null}
              onClick={() => void writeMediaMix(desk)}
            >
              {texts.writeSheet}
            </Button>
          }
        >
          {texts.noSheetNext}
        </Notice>
      )}
      {open.rows.length === 0 ? (
        <Empty
          icon={<AddRegular />}
          title={texts.noRows}
          next={texts.noRowsNext}
          action={
            <Button appearance="primary" data-return="products" onClick={() => show({ kind: 'products' })}>
              {texts.addProduct}
            </Button>
          }
        />
      ) : (
        <section>
          <div className={styles.head}>
            <Text weight="semibold">{texts.rows(open.rows.length)}</Text>
            <Button
              size="small"
              appearance="subtle"
              icon={<AddRegular />}
              data-return="products"
              onClick={() => show({ kind: 'products' })}
            >
              {texts.addProduct}
            </Button>
          </div>
          {gone.length > 0 && (
            <Checkbox
              label={words.rows.hideGivenUp(gone.length)}
              checked={state.hidesGivenUp}
              onChange={(_, { checked }) => void hideGivenUp(desk, checked === true).catch(() => undefined)}
            />
          )}
          {!readOnly && listed.length > 1 && (
            <Checkbox
              label={words.rows.all}
              checked={selected.length === listed.length ? true : selected.length === 0 ? false : 'mixed'}
              onChange={(_, { checked }) =>
                setChosen(new Set(checked === true ? listed.map(({ unitId }) => unitId) : []))
              }
            />
          )}
          <ul className={styles.rows}>
            {listed.slice(0, shown).map((row) => (
              <li key={row.unitId} className={styles.row}>
                <RowItem
                  row={row}
                  open={open}
                  counted={counted.has(row)}
                  chosen={chosen.has(row.unitId)}
                  onChoose={(on) => {
                    const next = new Set(chosen)
                    if (on) next.add(row.unitId)
                    else next.delete(row.unitId)
                    setChosen(next)
                  }}
                />
              </li>
            ))}
          </ul>
          {shown < listed.length && (
            <Button appearance="subtle" onClick={() => setShown(shown + SHOWN)}>
              {words.more}
            </Button>
          )}
        </section>
      )}
    </Frame>
  )
}

function Summary({ open }: { open: OpenCampaign }) {
  const styles = useStyles()
  const { words } = usePane()
  const { budget } = open.view
  const rows = totalledRows(open.rows)
  const used = plannedAmount(rows)
  const impressions = rows.reduce((sum, row) => sum + row.impressions, 0)
  const over = used > budget
  return (
    <section className={styles.summary}>
      {open.sheet && <SyncLine sync={open.sync} />}
      <Text size={200} className={styles.quiet}>
        {words.campaign.sum}
      </Text>
      <div className={styles.between}>
        <Text size={500} weight="semibold">
          {words.won(used)}
        </Text>
        <Text size={200} className={styles.quiet}>
          {words.campaign.budget(budget)}
        </Text>
      </div>
      <ProgressBar
        value={budget > 0 ? Math.min(1, used / budget) : 0}
        color={over ? 'error' : 'brand'}
        thickness="large"
        aria-label={words.campaign.budgetUse(used, budget)}
      />
      <div className={styles.between}>
        <Text size={200} className={mergeClasses(over ? styles.over : styles.quiet)}>
          {over ? words.campaign.overBudget(used - budget) : words.campaign.leftOfBudget(budget - used)}
        </Text>
        <Text size={200} className={styles.quiet}>
          {words.campaign.total(impressions)}
        </Text>
      </div>
    </section>
  )
}

function RowItem(props: {
  row: MediaMixRow
  open: OpenCampaign
  counted: boolean
  chosen: boolean
  onChoose: (chosen: boolean) => void
}) {
  const { row, open, counted, chosen, onChoose } = props
  const styles = useStyles()
  const { desk, words } = usePane()
  const product = open.catalogue.products.find(({ code }) => code === row.productCode)
  const name = product?.name ?? row.productCode
  return (
    <>
      <span className={styles.check}>
        {!isReadOnly(open.view) && (
          <Checkbox
            checked={chosen}
            aria-label={words.campaign.select(name)}
            onChange={(_, { checked }) => onChoose(checked === true)}
          />
        )}
      </span>
      <button
        type="button"
        className={styles.open}
        data-return={row.unitId}
        onClick={() => {
          desk.store.set({ panel: { kind: 'row', unitId: row.unitId }, failure: null })
          void goToRow(desk, row.unitId, 'amount').catch(() => undefined)
        }}
      >
        <span className={styles.first}>
          <Text className={styles.name}>{name}</Text>
          <StatusBadge status={row.bookingStatus} />
        </span>
        <Text size={200} className={styles.quiet}>
          {words.flight(row.startDate, row.endDate)}
          {row.variant !== null && ` · ${words.booking.variantOf(row.variant)}`}
          {row.kind === 'SERVICE' && ` · ${words.kinds.SERVICE}`}
          {!counted && ` · ${words.campaign.notCounted}`}
        </Text>
        <span className={styles.first}>
          <Text weight="semibold" className={styles.whole}>
            {words.won(row.amount)}
          </Text>
          <AvailabilityLine row={row} availability={open.availability.get(row.unitId)} short />
        </span>
      </button>
    </>
  )
}

function CampaignMenu({ show }: { show: (panel: Panel) => void }) {
  const { desk, words, state } = usePane()
  const texts = words.campaign
  const { open } = state
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<MoreHorizontalRegular />}
          aria-label={texts.menu}
          data-return="menu"
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<ArrowSyncRegular />} disabled={!open?.sheet} onClick={() => void syncNow(desk)}>
            {texts.syncNow}
          </MenuItem>
          <MenuItem icon={<TableRegular />} onClick={() => void writeMediaMix(desk)}>
            {open?.sheet ? texts.rewriteSheet : texts.writeSheet}
          </MenuItem>
          <MenuItem icon={<TargetRegular />} onClick={() => void writeTargeting(desk)}>
            {texts.writeTargeting}
          </MenuItem>
          <MenuItem icon={<DataTrendingRegular />} onClick={() => void writeMonitoring(desk)}>
            {words.monitoring.writeSheet}
          </MenuItem>
          <MenuItem icon={<SettingsRegular />} onClick={() => show({ kind: 'settings' })}>
            {texts.settings}
          </MenuItem>
          <MenuItem icon={<BranchRegular />} onClick={() => show({ kind: 'variants' })}>
            {texts.variants}
          </MenuItem>
          <MenuItem icon={<ArrowDownloadRegular />} onClick={() => show({ kind: 'proposal' })}>
            {texts.proposal}
          </MenuItem>
          <MenuDivider />
          <MenuItem icon={<CheckmarkCircleRegular />} onClick={() => show({ kind: 'self-check' })}>
            {texts.selfCheck}
          </MenuItem>
          <MenuItem icon={<SignOutRegular />} onClick={() => void signOut(desk)}>
            {words.signIn.signOutOf(state.user?.name ?? '')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

async function writeTargeting(desk: Desk): Promise<void> {
  const { writeTargetingSheet } = await import('../targeting/targeting')
  await writeTargetingSheet(desk)
}
