import {
  Button,
  Checkbox,
  Field,
  makeStyles,
  Radio,
  RadioGroup,
  Select,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useCallback, useState } from 'react'
import type { ProposalFormat, ProposalSheet, ProposalTemplateView } from '../../shared/contract/proposals'
import { LANGUAGES, type Language } from '../../shared/language'
import { openCampaign } from '../desk/desk'
import { Frame } from '../ui/frame'
import { FailureNotice, Notice } from '../ui/notice'
import { usePane } from '../ui/pane-context'
import { saveFile } from '../ui/save-file'
import { useLoaded } from '../ui/use-loaded'
import { ProposalCheck } from './proposal-check'
import { fetchProposal, loadCopies, loadTemplates, makeCopy, type ProposalWish } from './proposals'
import { StoredProposals } from './stored-proposals'
import { useCopies } from './use-copies'
import { PROPOSAL_WORDS } from './words'

/** A proposal of more rows takes so long that it is made as a job. */
const MOST_ROWS_AT_ONCE = 300

const useStyles = makeStyles({
  choice: { display: 'flex', flexDirection: 'column', color: tokens.colorNeutralForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  sheets: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, border: 'none' },
  legend: { padding: 0, color: tokens.colorNeutralForeground1 },
})

export function Proposal() {
  const { desk } = usePane()
  const texts = PROPOSAL_WORDS[desk.language]
  const load = useCallback(() => loadTemplates(desk), [desk])
  const [loaded, again] = useLoaded(load)
  if (loaded.kind === 'ready') return <ProposalForm {...loaded.value} />
  return (
    <Frame title={texts.title} onBack={() => desk.store.set({ panel: { kind: 'rows' }, failure: null })}>
      {loaded.kind === 'failed' ? (
        <FailureNotice failure={loaded.failure} onRetry={again} />
      ) : (
        <Spinner label={texts.loading} labelPosition="below" />
      )}
    </Frame>
  )
}

function ProposalForm({ templates, pdf }: { templates: readonly ProposalTemplateView[]; pdf: boolean }) {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const texts = PROPOSAL_WORDS[desk.language]
  const [audience, setAudience] = useState<ProposalWish['audience']>('client')
  const [template, setTemplate] = useState(templates[0]!)
  const [wanted, setWanted] = useState<readonly ProposalSheet[]>(
    state.panel.kind === 'proposal' && state.panel.also
      ? [...template.sheets, state.panel.also]
      : template.sheets,
  )
  const [language, setLanguage] = useState<Language>(desk.language)
  const [format, setFormat] = useState<ProposalFormat>('xlsx')
  const [saved, setSaved] = useState<string | null>(null)
  const [keepWished, setKeepWished] = useState(false)
  const [awaited, setAwaited] = useState<string | null>(null)
  const campaignId = openCampaign(desk).view.id
  const isLarge = (state.open?.rows.length ?? 0) > MOST_ROWS_AT_ONCE
  const keep = keepWished || isLarge
  const listed = useCallback((limit: number) => loadCopies(desk, campaignId, limit), [desk, campaignId])
  const copies = useCopies(desk, listed)
  const busy = state.busy === 'proposal'
  const offered = Object.keys(texts.sheets).filter(
    (sheet) => audience === 'internal' || sheet !== 'monitoring',
  ) as ProposalSheet[]
  const sheets = offered.filter((sheet) => wanted.includes(sheet))
  const download = async () => {
    setSaved(null)
    const wish = { audience, template: template.code, sheets, language }
    if (keep) {
      const copy = await makeCopy(desk, wish, format)
      if (copy) setAwaited(copy.id)
      copies.reload()
      return
    }
    const file = await fetchProposal(desk, wish, format)
    if (!file) return
    saveFile(file.name, file.blob)
    setSaved(file.name)
  }
  const choice = (title: string, hint: string) => (
    <span className={styles.choice}>
      <Text weight="semibold">{title}</Text>
      <Text size={200} className={styles.quiet}>
        {hint}
      </Text>
    </span>
  )
  return (
    <Frame
      title={texts.title}
      busy={busy}
      onBack={() => desk.store.set({ panel: { kind: 'rows' }, failure: null })}
      footer={
        <Button appearance="primary" disabled={busy || sheets.length === 0} onClick={() => void download()}>
          {busy ? words.busy.proposal : texts.download}
        </Button>
      }
    >
      {state.failure && <FailureNotice failure={state.failure} />}
      {saved && <Notice intent="success" title={texts.done(saved)} />}
      <Text>{texts.lead}</Text>
      <ProposalCheck />
      <Field label={texts.audience}>
        <RadioGroup
          value={audience}
          onChange={(_, { value }) => setAudience(value as ProposalWish['audience'])}
        >
          <Radio value="client" label={choice(texts.client, texts.clientHint)} />
          <Radio value="internal" label={choice(texts.internal, texts.internalHint)} />
        </RadioGroup>
      </Field>
      <Field label={texts.template}>
        <Select
          value={template.code}
          onChange={(_, { value }) => {
            const chosen = templates.find(({ code }) => code === value)!
            setTemplate(chosen)
            setWanted(chosen.sheets)
          }}
        >
          {templates.map(({ code, name }) => (
            <option key={code} value={code}>
              {name[desk.language]}
            </option>
          ))}
        </Select>
      </Field>
      <fieldset className={styles.sheets}>
        {/* Not a Field: it would give each of its checkboxes the same id. */}
        <legend className={styles.legend}>{texts.contents}</legend>
        {offered.map((sheet) => (
          <Checkbox
            key={sheet}
            checked={wanted.includes(sheet)}
            label={texts.sheets[sheet]}
            onChange={(_, { checked }) =>
              setWanted(checked === true ? [...wanted, sheet] : wanted.filter((other) => other !== sheet))
            }
          />
        ))}
        {sheets.length === 0 && <Text role="alert">{texts.noSheet}</Text>}
      </fieldset>
      <Field label={texts.language}>
        <RadioGroup
          layout="horizontal"
          value={language}
          onChange={(_, { value }) => setLanguage(value as Language)}
        >
          {LANGUAGES.map((one) => (
            <Radio key={one} value={one} label={texts.languages[one]} />
          ))}
        </RadioGroup>
      </Field>
      {pdf && (
        <Field label={texts.format} {...(format === 'pdf' ? { hint: texts.pdfHint } : {})}>
          <RadioGroup
            layout="horizontal"
            value={format}
            onChange={(_, { value }) => setFormat(value as ProposalFormat)}
          >
            <Radio value="xlsx" label="Excel" />
            <Radio value="pdf" label="PDF" />
          </RadioGroup>
        </Field>
      )}
      <div className={styles.choice}>
        <Checkbox
          checked={keep}
          disabled={isLarge}
          label={texts.keep}
          aria-describedby="keep-hint"
          onChange={(_, { checked }) => setKeepWished(checked === true)}
        />
        <Text id="keep-hint" size={200} className={styles.quiet}>
          {isLarge ? texts.keptAlways : texts.keepHint}
        </Text>
      </div>
      <StoredProposals
        campaignId={campaignId}
        copies={copies}
        texts={texts}
        awaited={awaited}
        onArrived={() => setAwaited(null)}
      />
    </Frame>
  )
}
