import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular, ErrorCircleRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { Frame } from '../ui/frame'
import { Notice } from '../ui/notice'
import { usePane } from '../ui/pane-context'
import { saveFile } from '../ui/save-file'
import { SELF_CHECK_EN } from '../words/en/self-check'
import { SELF_CHECK_KO } from '../words/ko/self-check'
import { type CheckReport, type CheckStep, selfCheck } from './self-check'

const WORDS = { ko: SELF_CHECK_KO, en: SELF_CHECK_EN }

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '4px', margin: 0, padding: 0, listStyle: 'none' },
  item: { display: 'flex', gap: '8px', alignItems: 'flex-start' },
  detail: { color: tokens.colorNeutralForeground3 },
  good: { marginTop: '3px', color: tokens.colorPaletteGreenForeground1, flexShrink: 0 },
  bad: { marginTop: '3px', color: tokens.colorPaletteRedForeground1, flexShrink: 0 },
  name: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
})

/** Checks whether this Excel supports everything that the add-in needs. */
export function SelfCheck({ onBack }: { onBack: () => void }) {
  const styles = useStyles()
  const { desk } = usePane()
  const texts = WORDS[desk.language]
  const [steps, setSteps] = useState<readonly CheckStep[]>([])
  const [report, setReport] = useState<CheckReport | null>(null)
  const [running, setRunning] = useState(false)
  const run = async () => {
    setRunning(true)
    setReport(null)
    setSteps([])
    setReport(await selfCheck((step) => setSteps((before) => [...before, step])))
    setRunning(false)
  }
  const passed = steps.filter(({ ok }) => ok).length
  return (
    <Frame
      title={texts.title}
      busy={running}
      onBack={onBack}
      footer={
        <>
          <Button appearance="primary" disabled={running} onClick={() => void run()}>
            {running ? texts.running : report ? texts.again : texts.run}
          </Button>
          {report && (
            <Button
              onClick={() =>
                saveFile(
                  'flightsheet-excel-check.json',
                  new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }),
                )
              }
            >
              {texts.export}
            </Button>
          )}
        </>
      }
    >
      <Text>{texts.lead}</Text>
      {running && (
        <Notice intent="info" title={texts.click}>
          {texts.clickNext}
        </Notice>
      )}
      {report && (
        <Notice
          intent={passed === steps.length ? 'success' : 'warning'}
          title={texts.summary(passed, steps.length)}
        >
          {passed < steps.length && texts.failedNext}
        </Notice>
      )}
      <ul className={styles.list} aria-live="polite">
        {steps.map(({ name, ok, detail }) => (
          <li key={name} className={styles.item}>
            {ok ? (
              <CheckmarkCircleRegular className={styles.good} aria-label={texts.passed} />
            ) : (
              <ErrorCircleRegular className={styles.bad} aria-label={texts.failed} />
            )}
            <span className={styles.name}>
              <Text>{texts.steps[name] ?? name}</Text>
              {detail && (
                <Text size={200} className={styles.detail}>
                  {detail === 'nobody clicked' ? texts.nobodyClicked : detail}
                </Text>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Frame>
  )
}
