import { Badge, Button } from '@fluentui/react-components'
import { PersonAddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { listUsers, type ManagedUser } from '../../../shared/contract/accounts'
import { DataTable } from '../../page/data-table'
import { Panel } from '../../page/panel'
import { useFigures } from '../../page/use-figures'
import { useOperator } from '../context'
import { AccountDialog } from './account-dialog'
import { NewAccountDialog } from './new-account-dialog'
import { SECURITY_WORDS } from './words'

/** More accounts than a house has. */
const MOST = 1_000

/** All accounts; each can be signed out, get a new password, or be disabled. */
export function AccountsPanel() {
  const { api, words: page } = useOperator()
  const { accounts: words } = SECURITY_WORDS[page.language]
  const figures = useFigures('accounts', () => api.call(listUsers, { query: { limit: MOST } }), false)
  const [adding, setAdding] = useState(false)
  const [managed, setManaged] = useState<ManagedUser | null>(null)
  return (
    <>
      <Panel
        title={words.title}
        className="wide"
        figures={figures}
        actions={
          <Button size="small" icon={<PersonAddRegular />} onClick={() => setAdding(true)}>
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
              { name: words.name, cell: ({ name }) => name },
              { name: words.email, cell: ({ email }) => <span className="given">{email}</span> },
              { name: words.role, cell: ({ role }) => words.roles[role] },
              {
                name: words.state,
                cell: ({ disabled, company, passwordToChange }) => (
                  <span className="buttons">
                    <Badge appearance="tint" color={disabled ? 'danger' : 'success'}>
                      {disabled ? words.disabled : words.active}
                    </Badge>
                    {company && (
                      <Badge appearance="tint" color="informative">
                        {words.company}
                      </Badge>
                    )}
                    {passwordToChange && (
                      <Badge appearance="tint" color="warning">
                        {words.toChange}
                      </Badge>
                    )}
                  </span>
                ),
              },
              {
                name: words.manage,
                cell: (account) => (
                  <Button
                    size="small"
                    aria-label={words.manageOf(account.name)}
                    onClick={() => setManaged(account)}
                  >
                    {words.manage}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Panel>
      {adding && <NewAccountDialog onClose={() => setAdding(false)} onCreated={figures.reload} />}
      {managed && (
        <AccountDialog account={managed} onClose={() => setManaged(null)} onChanged={figures.reload} />
      )}
    </>
  )
}
