import { Button, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { type FormEvent, useEffect, useState } from 'react'
import type { CampaignRight } from '../../../shared/campaign-rights'
import type { CampaignView } from '../../../shared/contract/campaigns'
import { isAmendable } from '../../../shared/statuses'
import type { OpenCampaign } from '../../desk/state/desk-state'
import { Frame } from '../../ui/frame'
import { FailureNotice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { CAMPAIGN_SETTINGS_EN } from '../../words/en/campaign-settings'
import { CAMPAIGN_SETTINGS_KO } from '../../words/ko/campaign-settings'
import type { NewCampaign } from '../campaigns'
import { archiveCampaign, changeCampaign, copyCampaign, refreshCampaign } from '../change-campaign'
import { CampaignForm } from './campaign-form'
import { RightOptions, ShareLine } from './share-line'
import { TeamSharing } from './team-sharing'

const WORDS = { ko: CAMPAIGN_SETTINGS_KO, en: CAMPAIGN_SETTINGS_EN }

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '12px' },
  next: { borderTop: `1px solid ${tokens.colorNeutralStroke2}`, paddingTop: '16px' },
  heading: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3 },
  people: { display: 'flex', flexDirection: 'column', gap: '12px', margin: 0, padding: 0, listStyle: 'none' },
  narrow: { minWidth: 0, flexShrink: 1 },
  start: { alignSelf: 'flex-start' },
})

/** A campaign's own fields, who shares it, copying and archiving it. */
export function CampaignSettings({ open }: { open: OpenCampaign }) {
  const styles = useStyles()
  const { desk, state } = usePane()
  const texts = WORDS[desk.language]
  const [view, setView] = useState<CampaignView | null>(null)
  const [said, setSaid] = useState('')
  const busy = state.busy !== null
  useEffect(() => {
    void refreshCampaign(desk).then((fresh) => fresh && setView(fresh))
  }, [desk])

  const save = async (fields: NewCampaign) => {
    setSaid('')
    const { budget, agency, ...rest } = fields
    const change = {
      ...rest,
      agency: agency.trim() === '' ? null : agency,
      ...(budget === open.view.budget ? {} : { budget }),
    }
    const saved = await changeCampaign(desk, change)
    if (!saved) return
    setView(saved)
    setSaid(texts.saved)
  }
  const owns = open.view.access === 'own'
  const locked = open.view.access === 'see' || open.view.archivedAt !== null
  return (
    <Frame
      title={texts.title}
      busy={busy}
      onBack={() => desk.store.set({ panel: { kind: 'rows' }, failure: null })}
    >
      {state.failure && (
        <FailureNotice failure={state.failure} onDismiss={() => desk.store.set({ failure: null })} />
      )}
      <Text role="status" size={200} className={styles.quiet}>
        {said}
      </Text>
      <section className={styles.section} aria-label={texts.fields}>
        <h2 className={styles.heading}>{texts.fields}</h2>
        {view && (
          <CampaignForm
            key={view.version}
            id="campaign-settings"
            begin={{ ...view, agency: view.agency ?? '' }}
            disabled={locked}
            ownsBudget={owns}
            onSubmit={(fields) => void save(fields)}
          />
        )}
        {!owns && !locked && (
          <Text size={200} className={styles.quiet}>
            {texts.budgetOwners}
          </Text>
        )}
        {!locked && (
          <Button
            className={styles.start}
            appearance="primary"
            type="submit"
            form="campaign-settings"
            disabled={busy || !view}
          >
            {texts.save}
          </Button>
        )}
      </section>
      <Sharing open={open} mayShare={owns && !locked} onSaid={setSaid} />
      <Copying open={open} />
      {!locked && <Archiving open={open} owns={owns} />}
    </Frame>
  )
}

function Sharing(props: { open: OpenCampaign; mayShare: boolean; onSaid(text: string): void }) {
  const { open, mayShare, onSaid } = props
  const styles = useStyles()
  const { desk, state } = usePane()
  const texts = WORDS[desk.language]
  const [email, setEmail] = useState('')
  const [right, setRight] = useState<CampaignRight>('edit')
  const [problem, setProblem] = useState('')
  const { shares, teamShares, owner } = open.view
  const busy = state.busy !== null
  const put = async (next: typeof shares, done: string) => {
    onSaid('')
    const saved = await changeCampaign(desk, { shares: next })
    if (saved) onSaid(done)
    return saved !== undefined
  }
  const share = async (event: FormEvent) => {
    event.preventDefault()
    const address = email.trim().toLowerCase()
    if (!/^\S+@\S+$/.test(address)) return setProblem(texts.emailInvalid)
    setProblem('')
    const others = shares.filter((one) => one.email !== address)
    if (await put([...others, { email: address, access: right }], texts.shared(address))) return setEmail('')
    if (desk.store.get().failure?.code !== 'UNKNOWN_REFERENCE') return
    desk.store.set({ failure: null })
    setProblem(texts.nobody(address))
  }
  return (
    <section className={`${styles.section} ${styles.next}`} aria-label={texts.sharing}>
      <h2 className={styles.heading}>{texts.sharing}</h2>
      <Text size={200}>{texts.owner(owner)}</Text>
      <Text size={200} className={styles.quiet}>
        {shares.length + teamShares.length === 0 ? texts.sharedWithNobody : texts.sharingLead}
      </Text>
      <ul className={styles.people}>
        {shares.map((one) => (
          <ShareLine
            key={one.email}
            name={one.email}
            right={one.access}
            rights={texts.rights}
            mayShare={mayShare}
            busy={busy}
            words={{
              right: texts.rightOf(one.email),
              unshare: texts.unshare,
              unshareOf: texts.unshareOf(one.email),
            }}
            onRight={(access) =>
              void put(
                shares.map((each) => (each.email === one.email ? { ...each, access } : each)),
                texts.shared(one.email),
              )
            }
            onUnshare={() =>
              void put(
                shares.filter((each) => each.email !== one.email),
                texts.unshared(one.email),
              )
            }
          />
        ))}
      </ul>
      {mayShare ? (
        <form className={styles.section} noValidate onSubmit={(event) => void share(event)}>
          <Field label={texts.email} validationMessage={problem || undefined}>
            <Input
              type="email"
              name="email"
              className={styles.narrow}
              value={email}
              onChange={(_, { value }) => setEmail(value)}
            />
          </Field>
          <Field label={texts.right} hint={texts.rightsHint}>
            <Select name="right" value={right} onChange={(_, { value }) => setRight(value as CampaignRight)}>
              <RightOptions rights={texts.rights} />
            </Select>
          </Field>
          <Button className={styles.start} type="submit" disabled={busy}>
            {texts.share}
          </Button>
        </form>
      ) : (
        <Text size={200} className={styles.quiet}>
          {texts.sharingOwners}
        </Text>
      )}
      <TeamSharing open={open} mayShare={mayShare} onSaid={onSaid} />
    </section>
  )
}

function Copying({ open }: { open: OpenCampaign }) {
  const styles = useStyles()
  const { desk, state } = usePane()
  const texts = WORDS[desk.language]
  const [name, setName] = useState(texts.copyOf(open.view.name).slice(0, 200))
  const [start, setStart] = useState(open.view.startDate)
  return (
    <section className={`${styles.section} ${styles.next}`} aria-label={texts.copying}>
      <h2 className={styles.heading}>{texts.copying}</h2>
      <Text size={200} className={styles.quiet}>
        {texts.copyLead}
      </Text>
      <Field label={texts.copyName}>
        <Input name="copyName" maxLength={200} value={name} onChange={(_, { value }) => setName(value)} />
      </Field>
      <Field label={texts.copyStart} hint={texts.copyStartHint}>
        <Input
          type="date"
          name="copyStart"
          className={styles.narrow}
          input={{ style: { minWidth: 0 } }}
          value={start}
          onChange={(_, { value }) => setStart(value)}
        />
      </Field>
      <Button
        className={styles.start}
        disabled={state.busy !== null || name.trim() === '' || start === ''}
        onClick={() => void copyCampaign(desk, name.trim(), start)}
      >
        {texts.copy}
      </Button>
    </section>
  )
}

function Archiving({ open, owns }: { open: OpenCampaign; owns: boolean }) {
  const styles = useStyles()
  const { desk, state } = usePane()
  const texts = WORDS[desk.language]
  const live = open.rows.some(({ bookingStatus }) => isAmendable(bookingStatus))
  return (
    <section className={`${styles.section} ${styles.next}`} aria-label={texts.archiving}>
      <h2 className={styles.heading}>{texts.archiving}</h2>
      <Text size={200} className={styles.quiet}>
        {!owns ? texts.archiveOwners : live ? texts.archiveLive : texts.archiveLead}
      </Text>
      {owns && (
        <Button
          className={styles.start}
          disabled={state.busy !== null || live}
          onClick={() => void archiveCampaign(desk)}
        >
          {texts.archive}
        </Button>
      )}
    </section>
  )
}
