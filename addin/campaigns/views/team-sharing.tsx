import { Button, Field, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { type FormEvent, useEffect, useState } from 'react'
import type { CampaignRight } from '../../../shared/campaign-rights'
import type { TeamView } from '../../../shared/contract/teams'
import type { OpenCampaign } from '../../desk/state/desk-state'
import { usePane } from '../../ui/pane-context'
import { CAMPAIGN_SETTINGS_EN } from '../../words/en/campaign-settings'
import { CAMPAIGN_SETTINGS_KO } from '../../words/ko/campaign-settings'
import { changeCampaign, loadTeams } from '../change-campaign'
import { RightOptions, ShareLine } from './share-line'

const WORDS = { ko: CAMPAIGN_SETTINGS_KO, en: CAMPAIGN_SETTINGS_EN }

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '12px' },
  heading: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3 },
  teams: { display: 'flex', flexDirection: 'column', gap: '12px', margin: 0, padding: 0, listStyle: 'none' },
  start: { alignSelf: 'flex-start' },
})

interface TeamSharingProps {
  open: OpenCampaign
  mayShare: boolean
  onSaid(text: string): void
}

/** The teams that share a campaign, with their members: all of them have the team's right. */
export function TeamSharing({ open, mayShare, onSaid }: TeamSharingProps) {
  const styles = useStyles()
  const { desk, state } = usePane()
  const texts = WORDS[desk.language]
  const [teams, setTeams] = useState<readonly TeamView[]>([])
  const [chosen, setChosen] = useState('')
  const [right, setRight] = useState<CampaignRight>('edit')
  const { teamShares } = open.view
  const busy = state.busy !== null
  useEffect(() => {
    void loadTeams(desk).then(setTeams)
  }, [desk])
  const put = async (next: readonly { teamId: string; access: CampaignRight }[], done: string) => {
    onSaid('')
    const saved = await changeCampaign(desk, {
      teamShares: next.map(({ teamId, access }) => ({ teamId, access })),
    })
    if (saved) onSaid(done)
    // Somebody may have deleted a team meanwhile.
    else setTeams(await loadTeams(desk))
    return saved !== undefined
  }
  const others = teams.filter(({ id }) => teamShares.every(({ teamId }) => teamId !== id))
  const picked = others.find(({ id }) => id === chosen) ?? others[0]
  const share = async (event: FormEvent) => {
    event.preventDefault()
    if (!picked) return
    if (await put([...teamShares, { teamId: picked.id, access: right }], texts.sharedWithTeam(picked.name)))
      setChosen('')
  }
  const membersOf = (teamId: string) => {
    const team = teams.find(({ id }) => id === teamId)
    return team && texts.members(team.members.map(({ name }) => name))
  }
  if (teams.length === 0 && teamShares.length === 0) return null
  return (
    <section className={styles.section} aria-label={texts.teams}>
      <h3 className={styles.heading}>{texts.teams}</h3>
      {teamShares.length > 0 && (
        <ul className={styles.teams}>
          {teamShares.map((one) => (
            <ShareLine
              key={one.teamId}
              name={one.name}
              note={membersOf(one.teamId)}
              right={one.access}
              rights={texts.rights}
              mayShare={mayShare}
              busy={busy}
              words={{
                right: texts.rightOf(one.name),
                unshare: texts.unshare,
                unshareOf: texts.unshareOf(one.name),
              }}
              onRight={(access) =>
                void put(
                  teamShares.map((each) => (each.teamId === one.teamId ? { ...each, access } : each)),
                  texts.sharedWithTeam(one.name),
                )
              }
              onUnshare={() =>
                void put(
                  teamShares.filter(({ teamId }) => teamId !== one.teamId),
                  texts.unsharedWithTeam(one.name),
                )
              }
            />
          ))}
        </ul>
      )}
      {mayShare && picked && (
        <form className={styles.section} onSubmit={(event) => void share(event)}>
          <Field label={texts.team} hint={membersOf(picked.id)}>
            <Select name="team" value={picked.id} onChange={(_, { value }) => setChosen(value)}>
              {others.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={texts.teamRight}>
            <Select
              name="teamRight"
              value={right}
              onChange={(_, { value }) => setRight(value as CampaignRight)}
            >
              <RightOptions rights={texts.rights} />
            </Select>
          </Field>
          <Button className={styles.start} type="submit" disabled={busy}>
            {texts.shareWithTeam}
          </Button>
        </form>
      )}
      <Text size={200} className={styles.quiet}>
        {texts.teamsLead}
      </Text>
    </section>
  )
}
