import { Button, Checkbox, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { Frame } from '../ui/frame'
import { FailureNotice, Notice } from '../ui/notice'
import { usePane } from '../ui/pane-context'
import { saveFile } from '../ui/save-file'
import { fetchProposal } from './proposals'

const useStyles = makeStyles({
  choice: { display: 'flex', flexDirection: 'column', color: tokens.colorNeutralForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
})

export function Proposal() {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const texts = words.proposal
  const [audience, setAudience] = useState<'client' | 'internal'>('client')
  const [withMonitoring, setWithMonitoring] = useState(false)
  const [saved, setSaved] = useState<string | null>(null)
  const busy = state.busy === 'proposal'
  const download = async () => {
    setSaved(null)
    const file = await fetchProposal(desk, audience, audience === 'internal' && withMonitoring)
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
        <Button appearance="primary" disabled={busy} onClick={() => void download()}>
          {busy ? words.busy.proposal : texts.download}
        </Button>
      }
    >
      {state.failure && <FailureNotice failure={state.failure} />}
      {saved && <Notice intent="success" title={texts.done(saved)} />}
      <Text>{texts.lead}</Text>
      <RadioGroup
        value={audience}
        aria-label={texts.title}
        onChange={(_, { value }) => setAudience(value as 'client' | 'internal')}
      >
        <Radio value="client" label={choice(texts.client, texts.clientHint)} />
        <Radio value="internal" label={choice(texts.internal, texts.internalHint)} />
      </RadioGroup>
      {audience === 'internal' && (
        <Checkbox
          checked={withMonitoring}
          label={texts.withMonitoring}
          onChange={(_, { checked }) => setWithMonitoring(checked === true)}
        />
      )}
    </Frame>
  )
}
