import { signOut } from '../account/account'
import { loadCampaigns } from '../campaigns/campaigns'
import { PasswordToChange as PasswordToChangePage } from '../my-account/password-to-change'
import { usePane } from '../ui/pane-context'

/** The pane of somebody whose password an administrator has set. */
export function PasswordToChange() {
  const { desk, state } = usePane()
  const { user } = state
  if (!user) return null
  const goOn = () => {
    const { passwordToChange: _done, ...changed } = user
    desk.store.set({ user: changed })
    void loadCampaigns(desk)
  }
  return (
    <PasswordToChangePage
      api={desk.api}
      user={user}
      language={desk.language}
      onChanged={goOn}
      onSignOut={() => void signOut(desk)}
    />
  )
}
