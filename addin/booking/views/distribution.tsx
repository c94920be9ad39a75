import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { ChevronDownRegular, ChevronRightRegular, OrganizationRegular } from '@fluentui/react-icons'
import { type ReactNode, useCallback, useId, useState } from 'react'
import type { MediaMixRow } from '../../../shared/contract/campaigns'
import type { OpenCampaign } from '../../desk/state/desk-state'
import { Empty, Frame } from '../../ui/frame'
import { FailureNotice } from '../../ui/notice'
import { shownFraction } from '../../ui/numbers'
import { usePane } from '../../ui/pane-context'
import { useLoaded } from '../../ui/use-loaded'
import { type Distribution, loadDistribution } from '../past'
import { useBookingStyles } from './styles'

type Ad = Distribution['ads'][number]
type Owner = Ad['childAds'][number]['owners'][number]
type Cell = Owner['cells'][number]
/** The numbers that every level of the tree has. */
type Divided = Pick<Ad, 'amount' | 'impressions' | 'rule' | 'quota' | 'added'> & {
  weight?: number
  weightTotal?: number
}

/** Cells shown at a time: a flight of several months with many contents has thousands. */
const CELLS = 40

const useStyles = makeStyles({
  node: { borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  head: {
    width: '100%',
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr)',
    gap: '4px',
    padding: '8px 4px 8px 0',
    border: 'none',
    background: 'none',
    font: 'inherit',
    color: 'inherit',
    textAlign: 'left',
    overflowWrap: 'anywhere',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  press: { cursor: 'pointer', ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover } },
  facts: { display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0 },
  chevron: { lineHeight: 0, paddingTop: '4px' },
  inner: { paddingLeft: '12px' },
  tree: { margin: '0 -4px' },
})

/** Shows the tree of a booked row: who gets how much of what, and by which rule. */
export function BookingDistribution({ open, row }: { open: OpenCampaign; row: MediaMixRow }) {
  const styles = useStyles()
  const shared = useBookingStyles()
  const { desk, words } = usePane()
  const texts = words.booking.distribution
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the row, another split
  const load = useCallback(() => loadDistribution(desk, row.unitId), [desk, row.unitId, row.version])
  const [loaded, again] = useLoaded(load)
  return (
    <Frame
      title={texts.title}
      onBack={() => desk.store.set({ panel: { kind: 'row', unitId: row.unitId }, failure: null })}
    >
      {loaded.kind === 'loading' && (
        <Spinner className={shared.waiting} label={texts.loading} labelPosition="below" />
      )}
      {loaded.kind === 'failed' && <FailureNotice failure={loaded.failure} onRetry={again} />}
      {loaded.kind === 'ready' && loaded.value.ads.length === 0 && (
        <Empty icon={<OrganizationRegular />} title={texts.empty} next={texts.emptyNext} />
      )}
      {loaded.kind === 'ready' && loaded.value.ads.length > 0 && (
        <>
          <Text>{texts.lead}</Text>
          <div className={shared.box}>
            <Text size={500} weight="semibold">
              {words.won(loaded.value.amount)}
            </Text>
            <Text>{words.impressions(loaded.value.impressions)}</Text>
            {loaded.value.revision !== null && (
              <Text size={200} className={shared.quiet}>
                {texts.revision(loaded.value.revision)}
              </Text>
            )}
          </div>
          <div className={styles.tree}>
            {loaded.value.ads.map((ad) => (
              <PlatformNode key={ad.adId} ad={ad} open={open} owners={loaded.value.owners} />
            ))}
          </div>
        </>
      )}
    </Frame>
  )
}

function PlatformNode(props: { ad: Ad; open: OpenCampaign; owners: Distribution['owners'] }) {
  const { ad, open, owners } = props
  const { words } = usePane()
  const texts = words.booking.distribution
  const name = open.catalogue.platforms.find(({ code }) => code === ad.platform)?.name ?? ad.platform
  return (
    <Node title={name} of={ad}>
      {ad.childAds.map((child) => (
        <Node key={child.childAdId} title={child.group === 'RANDOM' ? texts.random : child.group} of={child}>
          {child.owners.map((owner) => (
            <Node
              key={owner.owner ?? ''}
              title={owner.owner === null ? texts.noOwner : (owners.get(owner.owner) ?? owner.owner)}
              of={owner}
            >
              <Cells cells={owner.cells} open={open} />
            </Node>
          ))}
        </Node>
      ))}
    </Node>
  )
}

/** One line of the tree with its numbers. A press unfolds the lines below it. */
function Node({ title, of, children }: { title: string; of: Divided; children?: ReactNode }) {
  const styles = useStyles()
  const shared = useBookingStyles()
  const { words } = usePane()
  const [unfolded, setUnfolded] = useState(false)
  const below = useId()
  const facts = (
    <span className={styles.facts}>
      <Text weight={children ? 'semibold' : 'regular'}>{title}</Text>
      <span className={shared.between}>
        <Text>{words.won(of.amount)}</Text>
        <Text>{words.impressions(of.impressions)}</Text>
      </span>
      <Why of={of} />
    </span>
  )
  if (!children) {
    return (
      <div className={styles.node}>
        <div className={styles.head}>
          <span />
          {facts}
        </div>
      </div>
    )
  }
  return (
    <div className={styles.node}>
      <button
        type="button"
        className={`${styles.head} ${styles.press}`}
        aria-expanded={unfolded}
        aria-controls={below}
        onClick={() => setUnfolded(!unfolded)}
      >
        <span className={styles.chevron} aria-hidden>
          {unfolded ? <ChevronDownRegular /> : <ChevronRightRegular />}
        </span>
        {facts}
      </button>
      {/* Folded lines aren't rendered: there may be thousands of cells. */}
      <div id={below} className={styles.inner}>
        {unfolded && children}
      </div>
    </div>
  )
}

/** Explains a number by its weight, exact share and rule. */
function Why({ of }: { of: Divided }) {
  const shared = useBookingStyles()
  const { words } = usePane()
  const texts = words.booking.distribution
  const rule = texts.rules[of.rule] ?? of.rule
  const kept = of.rule === 'kept'
  const share = (label: string, quota: string, added: string) =>
    `${label} ${texts.quota} ${shownFraction(quota)}${added === '0' ? '' : ` · ${texts.added} ${shownFraction(added)}`}`
  return (
    <>
      <Text size={200} className={shared.quiet}>
        {[of.weight !== undefined && !kept && texts.weight(of.weight, of.weightTotal ?? of.weight), rule]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {!kept && (
        <>
          <Text size={200} className={shared.quiet} title={of.quota.amount}>
            {share(texts.amount, of.quota.amount, of.added.amount)}
          </Text>
          <Text size={200} className={shared.quiet} title={of.quota.impressions}>
            {share(texts.impressions, of.quota.impressions, of.added.impressions)}
          </Text>
        </>
      )}
    </>
  )
}

/** The days of an owner's share that have impressions, `CELLS` at a time. */
function Cells({ cells, open }: { cells: readonly Cell[]; open: OpenCampaign }) {
  const styles = useBookingStyles()
  const { words } = usePane()
  const texts = words.booking.distribution
  const [shown, setShown] = useState(CELLS)
  const filled = cells.filter(({ impressions }) => impressions > 0)
  const rest = Math.min(CELLS, filled.length - shown)
  return (
    <>
      <Text size={200} className={styles.quiet} block>
        {texts.days(filled.length)}
      </Text>
      {filled.slice(0, shown).map((cell) => {
        const name = cell.metaId === 'RANDOM' ? null : (open.contents.get(cell.metaId)?.name ?? cell.metaId)
        return (
          <Node
            key={`${cell.date} ${cell.metaId} ${cell.revision}`}
            title={[cell.date, name].filter(Boolean).join(' · ')}
            of={cell}
          />
        )
      })}
      {rest > 0 && (
        <Button size="small" onClick={() => setShown(shown + CELLS)}>
          {texts.moreDays(rest)}
        </Button>
      )}
    </>
  )
}
