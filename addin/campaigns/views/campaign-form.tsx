import { Field, Input, makeStyles } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import type { CampaignView } from '../../../shared/contract/campaigns'
import { usePane } from '../../ui/pane-context'
import type { NewCampaign } from '../campaigns'

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

interface CampaignFormProps {
  /** The button that submits it names this id. */
  id: string
  begin?: Pick<CampaignView, keyof NewCampaign>
  disabled?: boolean
  /** Whether the budget may be changed. */
  ownsBudget?: boolean
  onSubmit(fields: NewCampaign): void
}

/** A campaign's own fields. They are submitted only when all are valid; otherwise the first wrong one gets the focus. */
export function CampaignForm({
  id,
  begin,
  disabled = false,
  ownsBudget = true,
  onSubmit,
}: CampaignFormProps) {
  const styles = useStyles()
  const { words } = usePane()
  const texts = words.newCampaign
  const [fields, setFields] = useState({
    name: begin?.name ?? '',
    advertiser: begin?.advertiser ?? '',
    agency: begin?.agency ?? '',
    startDate: begin?.startDate ?? '',
    endDate: begin?.endDate ?? '',
    budget: begin?.budget.toLocaleString('en-US') ?? '',
  })
  const [tried, setTried] = useState(false)
  const budget = Number(fields.budget.replace(/[,\s원₩]/g, ''))
  const problems = {
    name: fields.name.trim() === '' ? texts.required : '',
    advertiser: fields.advertiser.trim() === '' ? texts.required : '',
    startDate: fields.startDate === '' ? texts.required : '',
    endDate:
      fields.endDate === '' ? texts.required : fields.endDate < fields.startDate ? texts.endBeforeStart : '',
    budget: fields.budget === '' || !Number.isSafeInteger(budget) || budget < 0 ? texts.wholeWon : '',
  }

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    const wrong = Object.entries(problems).find(([, problem]) => problem !== '')
    if (wrong) event.currentTarget.querySelector<HTMLInputElement>(`input[name="${wrong[0]}"]`)?.focus()
    else onSubmit({ ...fields, budget })
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
          disabled={disabled || (name === 'budget' && !ownsBudget)}
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
    <form id={id} noValidate className={styles.form} onSubmit={submit}>
      {field('name', texts.name)}
      {field('advertiser', texts.advertiser)}
      {field('agency', texts.agency)}
      <div className={styles.dates}>
        {field('startDate', texts.start, 'date')}
        {field('endDate', texts.end, 'date')}
      </div>
      {field('budget', texts.budget)}
    </form>
  )
}
