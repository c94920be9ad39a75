import { Button } from '@fluentui/react-components'
import { PeopleTeamAddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { listTeams, type TeamView } from '../../../shared/contract/teams'
import { DataTable } from '../../page/data-table'
import { Panel } from '../../page/panel'
import { useFigures } from '../../page/use-figures'
import { useOperator } from '../context'
import { TeamDialog } from './team-dialog'
import { SECURITY_WORDS } from './words'

/** More teams than a house has. */
const MOST = 1_000

/** The teams that campaigns can be shared with; each can be renamed, get other members, or be deleted. */
export function TeamsPanel() {
  const { api, words: page } = useOperator()
  const { teams: words } = SECURITY_WORDS[page.language]
  const figures = useFigures('teams', () => api.call(listTeams, { query: { limit: MOST } }), false)
  /** Undefined: none is looked at. Null: a new one. */
  const [managed, setManaged] = useState<TeamView | null | undefined>()
  return (
    <>
      <Panel
        title={words.title}
        className="wide"
        note={words.note}
        figures={figures}
        empty={({ items }) => (items.length === 0 ? words.empty : undefined)}
        actions={
          <Button size="small" icon={<PeopleTeamAddRegular />} onClick={() => setManaged(null)}>
            {words.add}
          </Button>
        }
      >
        {({ items }) => (
          <DataTable
            label={words.title}
            rows={items}
            keyOf={({ id }) => id}
            columns={[
              { name: words.name, cell: ({ name }) => <span className="given">{name}</span> },
              { name: words.count, cell: ({ members }) => words.people(members.length) },
              {
                name: words.members,
                wide: true,
                cell: ({ members }) => (
                  <span className="given">{members.map(({ name }) => name).join(', ') || '—'}</span>
                ),
              },
              {
                name: words.manage,
                cell: (team) => (
                  <Button
                    size="small"
                    aria-label={words.manageOf(team.name)}
                    onClick={() => setManaged(team)}
                  >
                    {words.manage}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Panel>
      {managed !== undefined && (
        <TeamDialog team={managed} onClose={() => setManaged(undefined)} onChanged={figures.reload} />
      )}
    </>
  )
}
