import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { useCallback, useEffect, useState } from 'react'
import { type ProposalFinding, proposalCheck } from '../../shared/contract/proposals'
import { shownSeoulTime } from '../../shared/seoul-time'
import { callFailureOf } from '../api/client'
import type { Desk } from '../desk/desk'
import { openCampaign } from '../desk/desk'
import type { OpenCampaign } from '../desk/state/desk-state'
import { syncNow } from '../media-mix/exchange'
import { goToRow } from '../media-mix/rows'
import { FailureNotice } from '../ui/notice'
import { usePane } from '../ui/pane-context'
import { useLoaded } from '../ui/use-loaded'
import { failureText, readerOf } from '../words/failures'
import { PROPOSAL_WORDS, type ProposalWords } from './words'

/** At most so many findings are listed at first. */
const LISTED = 20

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    padding: '12px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  heading: { margin: 0 },
  list: { display: 'flex', flexDirection: 'column', gap: '8px', margin: 0, padding: 0, listStyle: 'none' },
  item: { display: 'flex', alignItems: 'flex-start', justifyContent: 'space-between', gap: '8px' },
  said: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  good: { color: tokens.colorPaletteGreenForeground1 },
  show: { flexShrink: 0, minWidth: 0 },
  again: { alignSelf: 'flex-start', marginLeft: '-8px' },
})

/** What to look at before a proposal goes out, each with a button that selects its cell. */
export function ProposalCheck() {
  const styles = useStyles()
  const { desk, state } = usePane()
  const texts = PROPOSAL_WORDS[desk.language].check
  const [all, setAll] = useState(false)
  const load = useCallback(() => check(desk), [desk])
  const [found, again] = useLoaded(load)
  const { open } = state
  const revision = open?.view.revision
  const loaded = found.kind === 'ready' ? found.value.revision : undefined
  useEffect(() => {
    // What was put right, here or by others, is checked again.
    if (loaded !== undefined && revision !== undefined && revision > loaded) again()
  }, [loaded, revision, again])
  if (!open) return null
  const findings = found.kind === 'ready' ? found.value.findings : []
  const shown = all ? findings : findings.slice(0, LISTED)
  return (
    <section className={styles.box} aria-label={texts.title}>
      <Text as="h2" weight="semibold" className={styles.heading}>
        {texts.title}
      </Text>
      {found.kind === 'loading' && <Spinner size="small" label={texts.checking} />}
      {found.kind === 'failed' && <FailureNotice failure={found.failure} onRetry={again} />}
      {found.kind === 'ready' && (
        <Text role="status" className={findings.length === 0 ? styles.good : undefined}>
          {findings.length === 0 ? texts.nothing : texts.found(findings.length)}
        </Text>
      )}
      <ul className={styles.list}>
        {shown.map((finding) => (
          <Finding
            key={`${finding.code} ${finding.unitId} ${finding.field}`}
            finding={finding}
            open={open}
            texts={texts}
          />
        ))}
      </ul>
      {findings.length > shown.length && (
        <Button size="small" appearance="subtle" className={styles.again} onClick={() => setAll(true)}>
          {texts.more(findings.length - shown.length)}
        </Button>
      )}
      {found.kind === 'ready' && (
        <Button size="small" appearance="subtle" className={styles.again} onClick={again}>
          {texts.again}
        </Button>
      )}
    </section>
  )
}

function Finding(props: { finding: ProposalFinding; open: OpenCampaign; texts: ProposalWords['check'] }) {
  const { finding, open, texts } = props
  const styles = useStyles()
  const { desk } = usePane()
  const { unitId, row, field } = finding
  const of = open.rows.find((one) => one.unitId === unitId)
  const product = open.catalogue.products.find(({ code }) => code === of?.productCode)
  const name = row === null ? texts.campaign : texts.row(row, product?.name ?? of?.productCode ?? '')
  return (
    <li className={styles.item}>
      <span className={styles.said}>
        <Text>{findingText(finding, texts, desk)}</Text>
        <Text size={200} className={styles.quiet}>
          {name}
        </Text>
      </span>
      {unitId !== null && open.sheet && (
        <Button
          size="small"
          className={styles.show}
          aria-label={`${texts.show} · ${name} · ${texts.fields[field]}`}
          onClick={() => void goToRow(desk, unitId, field)}
        >
          {texts.show}
        </Button>
      )}
    </li>
  )
}

function findingText(finding: ProposalFinding, texts: ProposalWords['check'], desk: Desk): string {
  const { code, field, maxAmount = 0, aloneAmount = 0, over = 0, given = '', expected = '' } = finding
  const shown = (value: string | number) =>
    typeof value === 'number' ? value.toLocaleString('en-US', { maximumFractionDigits: 6 }) : value
  switch (code) {
    case 'SHORT':
      return texts.short(maxAmount, aloneAmount)
    case 'NO_TARGETING':
      return texts.noTargeting
    case 'NO_AMOUNT':
      return texts.noAmount
    case 'REFUSED': {
      const failure = callFailureOf(finding.problem)
      return failure ? failureText(failure, readerOf(desk)).title : (finding.problem?.detail ?? '')
    }
    case 'OUT_OF_PERIOD':
      return texts.outOfPeriod(texts.fields[field], shown(given), shown(expected))
    case 'OVER_BUDGET':
      return texts.overBudget(over)
    case 'PRICE_OVERRIDDEN':
      return texts.price(texts.fields[field], shown(given), shown(expected))
    case 'HOLD_ENDING':
      return texts.holdEnding(shownSeoulTime(finding.expiresAt ?? ''))
  }
}

/** Sends what the sheet says first, so that the check is about what the planner sees. */
async function check(desk: Desk) {
  await syncNow(desk)
  return desk.api.call(proposalCheck, { params: { id: openCampaign(desk).view.id } })
}
