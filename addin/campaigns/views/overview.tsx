import {
  Badge,
  Link,
  makeStyles,
  mergeClasses,
  ProgressBar,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useEffect } from 'react'
import type { Overview as OverviewFigures } from '../../desk/state/overview'
import { FailureNotice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { STATUS_COLORS } from '../../ui/status-badge'
import { loadOverview, openAtRow } from '../overview'

/** The service's figures are up to a minute old, so polling more often brings nothing new. */
const REFRESH_MS = 60_000

const useStyles = makeStyles({
  overview: { display: 'flex', flexDirection: 'column', gap: '12px' },
  statuses: { display: 'flex', flexWrap: 'wrap', gap: '6px' },
  between: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    gap: '8px',
    flexWrap: 'wrap',
  },
  line: { display: 'flex', justifyContent: 'space-between', alignItems: 'baseline', gap: '8px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  alert: { color: tokens.colorPaletteRedForeground1 },
  today: { display: 'flex', flexDirection: 'column', gap: '4px' },
  rows: {
    display: 'flex',
    flexDirection: 'column',
    margin: '4px 0 0',
    padding: 0,
    listStyle: 'none',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    overflow: 'hidden',
  },
  row: {
    width: '100%',
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    padding: '8px 12px',
    border: 'none',
    borderLeft: `3px solid ${tokens.colorPaletteRedBorder2}`,
    background: 'none',
    font: 'inherit',
    color: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  next: { borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  name: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  whole: { whiteSpace: 'nowrap' },
})

/** Summary of all of the user's campaigns, above the list. It loads after the list. */
export function Overview() {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const texts = words.monitoring.overview
  const { overview } = state
  useEffect(() => {
    const refresh = () => {
      if (!document.hidden) void loadOverview(desk)
    }
    refresh()
    const timer = setInterval(refresh, REFRESH_MS)
    return () => clearInterval(timer)
  }, [desk])
  if (!overview || overview.kind === 'loading') {
    return (
      <Skeleton aria-label={texts.loading} className={styles.overview}>
        <SkeletonItem style={{ height: 20, width: '60%' }} />
        <SkeletonItem style={{ height: 44 }} />
      </Skeleton>
    )
  }
  if (overview.kind === 'failed') {
    return <FailureNotice failure={overview.failure} onRetry={() => void loadOverview(desk)} />
  }
  return <Figures figures={overview.value} />
}

function Figures({ figures }: { figures: OverviewFigures }) {
  const styles = useStyles()
  const { words } = usePane()
  const texts = words.monitoring.overview
  const { asOf, byStatus, atRisk, today } = figures
  if (asOf === null) {
    return (
      <Text role="status" size={200} className={styles.quiet}>
        {texts.firstTime}
      </Text>
    )
  }
  return (
    <section className={styles.overview} aria-label={texts.title}>
      <div className={styles.statuses}>
        {byStatus.map(({ status, campaigns }) => (
          <Badge key={status} appearance="tint" color={STATUS_COLORS[status]} shape="rounded">
            {texts.campaigns(words.statuses[status], campaigns)}
          </Badge>
        ))}
      </div>
      <Today {...today} />
      {atRisk.total === 0 ? (
        <Text size={200} className={styles.quiet}>
          {texts.noneAtRisk}
        </Text>
      ) : (
        <AtRisk atRisk={atRisk} />
      )}
      <Text weight="semibold">{texts.all}</Text>
    </section>
  )
}

function Today({ planned, delivered }: OverviewFigures['today']) {
  const styles = useStyles()
  const { words } = usePane()
  const texts = words.monitoring.overview
  if (planned === 0) {
    return (
      <Text size={200} className={styles.quiet}>
        {texts.todayNone}
      </Text>
    )
  }
  const all = texts.todayOf(delivered, planned)
  return (
    <div className={styles.today}>
      <div className={styles.between}>
        <Text weight="semibold">{texts.today}</Text>
        <Text size={200} className={styles.quiet}>
          {all} · {words.monitoring.percent(delivered, planned)}
        </Text>
      </div>
      <ProgressBar value={Math.min(1, delivered / planned)} thickness="large" aria-label={all} />
    </div>
  )
}

function AtRisk({ atRisk: { total, missing, worst } }: Pick<OverviewFigures, 'atRisk'>) {
  const styles = useStyles()
  const { desk, words } = usePane()
  const texts = words.monitoring.overview
  return (
    <div>
      <Text weight="semibold" className={styles.alert}>
        {texts.atRisk(total, missing)}
      </Text>
      <ul className={styles.rows}>
        {worst.map((row, i) => (
          <li key={row.unitId} className={i > 0 ? styles.next : undefined}>
            <button
              type="button"
              className={styles.row}
              data-return={row.unitId}
              onClick={() => void openAtRow(desk, row.campaignId, row.unitId)}
            >
              <span className={styles.line}>
                <Text weight="semibold" className={styles.name}>
                  {row.campaign}
                </Text>
                <Text className={mergeClasses(styles.alert, styles.whole)}>{texts.missing(row.missing)}</Text>
              </span>
              <span className={styles.line}>
                <Text size={200} className={mergeClasses(styles.quiet, styles.name)}>
                  {row.product}
                </Text>
                <Text size={200} className={mergeClasses(styles.quiet, styles.whole)}>
                  {texts.ends(row.endDate)}
                </Text>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {total > worst.length && (
        <Link href="/dashboard" target="_blank">
          {texts.more(total - worst.length)}
        </Link>
      )}
    </div>
  )
}
