import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { BranchRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { isReadOnly } from '../desk/read-only'
import type { OpenCampaign, Panel } from '../desk/state/desk-state'
import { Empty, Frame } from '../ui/frame'
import { FailureNotice, Notice } from '../ui/notice'
import { usePane } from '../ui/pane-context'
import { VARIANTS_EN } from '../words/en/variants'
import { VARIANTS_KO } from '../words/ko/variants'
import { type Overview, overviewOf, type VariantFigures } from './figures'
import { type Done, dropVariant, makeVariant, takeVariant } from './variants'

const WORDS = { ko: VARIANTS_KO, en: VARIANTS_EN }

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '12px', margin: 0, padding: 0, listStyle: 'none' },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    padding: '12px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  head: { display: 'flex', alignItems: 'center', gap: '8px', flexWrap: 'wrap' },
  name: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  figures: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: '12px',
    rowGap: '2px',
    margin: 0,
    '& dd': { margin: 0, textAlign: 'right', overflowWrap: 'anywhere' },
    '& dt': { color: tokens.colorNeutralForeground3 },
  },
  strong: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  lines: { margin: 0, paddingLeft: '18px' },
})

interface Asked {
  step: 'choose' | 'discard'
  name: string
}

/** The variants (A안, B안) of a campaign: their figures, copying one, and taking one over. */
export function Variants({ open }: { open: OpenCampaign }) {
  const styles = useStyles()
  const { desk, state } = usePane()
  const texts = WORDS[desk.language]
  const [asked, setAsked] = useState<Asked | null>(null)
  const [done, setDone] = useState<Done | null>(null)
  const overview = overviewOf(open.rows)
  const { variants, first, next, copiable } = overview
  const bought = variants.find((one) => one.bought > 0)
  const readOnly = isReadOnly(open.view)
  const busy = state.busy !== null
  const make = async (from?: string) => {
    setAsked(null)
    setDone(null)
    setDone((await makeVariant(desk, from)) ?? null)
  }
  const end = async ({ step, name }: Asked) => {
    setDone(null)
    const ended = await (step === 'choose' ? takeVariant(desk, name) : dropVariant(desk, name))
    setAsked(null)
    setDone(ended ?? null)
  }
  const show = (panel: Panel) => desk.store.set({ panel, failure: null })
  return (
    <Frame
      title={texts.title}
      busy={busy}
      onBack={() => show({ kind: 'rows' })}
      footer={
        variants.length > 1 && (
          <Button onClick={() => show({ kind: 'proposal', also: 'comparison' })}>{texts.compare}</Button>
        )
      }
    >
      {state.failure && <FailureNotice failure={state.failure} />}
      {done && <DoneNotice done={done} onDismiss={() => setDone(null)} />}
      {readOnly && <Notice intent="info" title={texts.readOnly} />}
      {!readOnly && bought && <Notice intent="info" title={texts.boughtElsewhere(bought.name)} />}
      {variants.length === 0 && (
        <Empty
          icon={<BranchRegular />}
          title={copiable > 0 ? texts.none : texts.noRows}
          next={copiable > 0 ? texts.noneNext(copiable, first ?? '', next ?? '') : texts.noRowsNext}
          action={
            copiable > 0 &&
            !readOnly && (
              <Button appearance="primary" disabled={busy} onClick={() => void make()}>
                {texts.copyAs(next ?? '')}
              </Button>
            )
          }
        />
      )}
      {variants.length > 0 && <Text>{texts.lead}</Text>}
      <ul className={styles.list}>
        {variants.map((variant) => (
          <li key={variant.name}>
            <section className={styles.card} aria-label={texts.name(variant.name)}>
              <Figures variant={variant} overview={overview} />
              {asked?.name === variant.name ? (
                <Question
                  asked={asked}
                  overview={overview}
                  busy={busy}
                  onConfirm={() => void end(asked)}
                  onCancel={() => setAsked(null)}
                />
              ) : (
                !readOnly && (
                  <div className={styles.actions}>
                    <Button
                      disabled={busy || bought !== undefined || next === undefined}
                      onClick={() => void make(variant.name)}
                    >
                      {next === undefined ? texts.copy : texts.copyAs(next)}
                    </Button>
                    <Button
                      disabled={busy || (bought !== undefined && bought !== variant)}
                      onClick={() => setAsked({ step: 'choose', name: variant.name })}
                    >
                      {texts.choose}
                    </Button>
                    {variants.length > 1 && variant.bought === 0 && (
                      <Button
                        appearance="subtle"
                        disabled={busy}
                        onClick={() => setAsked({ step: 'discard', name: variant.name })}
                      >
                        {texts.discard}
                      </Button>
                    )}
                  </div>
                )
              )}
            </section>
          </li>
        ))}
      </ul>
    </Frame>
  )
}

/** What the sheet's totals would be with this variant. */
function Figures({ variant, overview }: { variant: VariantFigures; overview: Overview }) {
  const styles = useStyles()
  const { desk, words } = usePane()
  const texts = WORDS[desk.language]
  const { name, counted, amount, impressions, ecpm, rows, held, bought } = variant
  const other = overview.variants.find((one) => one.counted)
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.name}>{texts.name(name)}</h2>
        {counted && (
          <Badge appearance="tint" color="brand" shape="rounded">
            {texts.inTotal}
          </Badge>
        )}
        {held > 0 && (
          <Badge appearance="tint" color="warning" shape="rounded">
            {texts.held(held)}
          </Badge>
        )}
        {bought > 0 && (
          <Badge appearance="tint" color="success" shape="rounded">
            {texts.bought(bought)}
          </Badge>
        )}
      </div>
      <dl className={styles.figures}>
        <dt>{texts.amount}</dt>
        <dd className={styles.strong}>{words.won(amount)}</dd>
        <dt>{texts.impressions}</dt>
        <dd>{words.impressions(impressions)}</dd>
        <dt>{texts.ecpm}</dt>
        <dd>{ecpm === null ? '–' : words.won(ecpm)}</dd>
        <dt>{texts.rows}</dt>
        <dd>{texts.rowsOf(rows, overview.common)}</dd>
      </dl>
      {other && other !== variant && (
        <Text size={200} className={styles.quiet}>
          {texts.difference(amount - other.amount, other.name)}
        </Text>
      )}
    </>
  )
}

/** What would be removed, and what stays. */
function Question(props: {
  asked: Asked
  overview: Overview
  busy: boolean
  onConfirm: () => void
  onCancel: () => void
}) {
  const { asked, overview, busy, onConfirm, onCancel } = props
  const styles = useStyles()
  const { desk, words } = usePane()
  const texts = WORDS[desk.language]
  const chooses = asked.step === 'choose'
  const gone = overview.variants.filter(({ name }) => (name === asked.name) !== chooses)
  const kept = overview.variants.filter((one) => !gone.includes(one))
  const sum = (of: 'rows' | 'held') => gone.reduce((all, one) => all + one[of], 0)
  const lines = [
    sum('rows') > 0 && texts.removes(gone.map(({ name }) => texts.name(name)).join(', '), sum('rows')),
    sum('held') > 0 && texts.releases(sum('held')),
    kept.length === 1 && texts.keeps(kept[0]!.name, kept[0]!.rows),
    overview.common > 0 && texts.common(overview.common),
    sum('rows') > 0 && texts.noWayBack,
  ].filter((line) => line !== false)
  return (
    <Notice
      intent="warning"
      title={chooses ? texts.chooseTitle(asked.name) : texts.discardTitle(asked.name)}
      actions={
        <>
          <Button appearance="primary" disabled={busy} onClick={onConfirm}>
            {chooses ? texts.confirmChoose(asked.name) : texts.confirmDiscard(asked.name)}
          </Button>
          <Button disabled={busy} onClick={onCancel}>
            {words.cancel}
          </Button>
        </>
      }
    >
      <ul className={styles.lines}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Notice>
  )
}

function DoneNotice({ done, onDismiss }: { done: Done; onDismiss: () => void }) {
  const { desk } = usePane()
  const texts = WORDS[desk.language]
  return done.kind === 'made' ? (
    <Notice intent="success" title={texts.made(done.variant, done.source, done.rows)} onDismiss={onDismiss}>
      {texts.madeNext(done.variant)}
    </Notice>
  ) : (
    <Notice
      intent="success"
      title={done.kind === 'chosen' ? texts.chosen(done.variant) : texts.discarded(done.variant)}
      onDismiss={onDismiss}
    >
      {texts.removedNext(done.removed, done.released)}
    </Notice>
  )
}
