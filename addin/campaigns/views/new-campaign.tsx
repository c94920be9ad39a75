import { Button, Field, Input, makeStyles } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { failureOf } from '../../desk/desk'
import type { Failure } from '../../desk/failure'
import { Frame } from '../../ui/frame'
import { FailureNotice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { createCampaign, loadCampaigns, openCampaignById } from '../campaigns'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '12px' },
  dates: {
    display: 'grid',
    gridTemplateColumns: '1fr 1fr',
    alignItems: 'start',
    gap: '8px',
    '& > *': { minWidth: 0 },
  },
  date: { minWidth: 0 },
})

export function NewCampaignForm({ onClose }: { onClose: () => void }) {
  const styles = useStyles()
  const { desk, words } = usePane()
  const texts = words.newCampaign
  const [fields, setFields] = useState({
    name: '',
    advertiser: '',
    agency: '',
    startDate: '',
    endDate: '',
    budget: '',
  })
  const [tried, setTried] = useState(false)
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const budget = Number(fields.budget.replace(/[,\s원₩]/g, ''))
  const problems = {
    name: fields.name.trim() === '' ? texts.required : '',
    advertiser: fields.advertiser.trim() === '' ? texts.required : '',
    startDate: fields.startDate === '' ? texts.required : '',
    endDate:
      fields.endDate === '' ? texts.required : fields.endDate < fields.startDate ? texts.endBeforeStart : '',
    budget: fields.budget === '' || !Number.isSafeInteger(budget) || budget < 0 ? texts.wholeWon : '',
  }

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    const wrong = Object.entries(problems).find(([, problem]) => problem !== '')
    if (wrong) {
      event.currentTarget.querySelector<HTMLInputElement>(`input[name="${wrong[0]}"]`)?.focus()
      return
    }
    setSending(true)
    setFailure(null)
    try {
      const campaign = await createCampaign(desk, { ...fields, budget })
      void loadCampaigns(desk)
      await openCampaignById(desk, campaign.id)
    } catch (error) {
      setFailure(failureOf(error))
      setSending(false)
    }
  }

  const field = (name: keyof typeof fields, label: string, type: 'text' | 'date' = 'text') => {
    const problem = tried && name !== 'agency' ? problems[name] : ''
    return (
      <Field label={label} required={name !== 'agency'} validationMessage={problem || undefined}>
        <Input
          type={type}
          name={name}
          className={type === 'date' ? styles.date : undefined}
          input={{
            style: type === 'date' ? { minWidth: 0 } : name === 'budget' ? { textAlign: 'right' } : {},
          }}
          inputMode={name === 'budget' ? 'numeric' : undefined}
          value={fields[name]}
          onChange={(_, { value }) => setFields({ ...fields, [name]: value })}
          onBlur={() => {
            if (name === 'budget' && fields.budget !== '' && Number.isSafeInteger(budget))
              setFields({ ...fields, budget: budget.toLocaleString('en-US') })
          }}
        />
      </Field>
    )
  }

  return (
    <Frame
      title={texts.title}
      onBack={onClose}
      busy={sending}
      footer={
        <Button appearance="primary" type="submit" form="new-campaign" disabled={sending}>
          {sending ? texts.submitting : texts.submit}
        </Button>
      }
    >
      {failure && <FailureNotice failure={failure} />}
      <form id="new-campaign" noValidate className={styles.form} onSubmit={submit}>
        {field('name', texts.name)}
        {field('advertiser', texts.advertiser)}
        {field('agency', texts.agency)}
        <div className={styles.dates}>
          {field('startDate', texts.start, 'date')}
          {field('endDate', texts.end, 'date')}
        </div>
        {field('budget', texts.budget)}
      </form>
    </Frame>
  )
}
