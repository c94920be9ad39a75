import { Button } from '@fluentui/react-components'
import { SignOutRegular } from '@fluentui/react-icons'
import { signOut } from '../account/account'
import { MyAccount } from '../my-account/my-account'
import { MY_ACCOUNT_WORDS } from '../my-account/words'
import { Frame } from '../ui/frame'
import { usePane } from '../ui/pane-context'

/** The own account in the pane: its password, its sessions, and the way out. */
export function AccountView({ onBack }: { onBack(): void }) {
  const { desk, state } = usePane()
  const words = MY_ACCOUNT_WORDS[desk.language]
  const { user } = state
  if (!user) return null
  return (
    <Frame
      title={`${words.title} · ${user.name}`}
      onBack={onBack}
      actions={
        <Button appearance="subtle" icon={<SignOutRegular />} onClick={() => void signOut(desk)}>
          {words.signOut}
        </Button>
      }
    >
      <MyAccount api={desk.api} user={user} language={desk.language} />
    </Frame>
  )
}
