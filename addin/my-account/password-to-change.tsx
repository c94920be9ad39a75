import { Button, makeStyles, Text } from '@fluentui/react-components'
import type { User } from '../../shared/contract/accounts'
import type { Language } from '../../shared/language'
import type { ApiClient } from '../api/client'
import { PasswordForm } from './password-form'
import { MY_ACCOUNT_WORDS } from './words'

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    boxSizing: 'border-box',
    maxWidth: '448px',
    margin: '0 auto',
    padding: '48px 24px 24px',
  },
  heading: { margin: 0 },
  out: { alignSelf: 'flex-start' },
})

interface PasswordToChangeProps {
  api: ApiClient
  user: User
  language: Language
  onChanged(): void
  onSignOut(): void
}

/** All that one can do with a password that somebody else has set. */
export function PasswordToChange({ api, user, language, onChanged, onSignOut }: PasswordToChangeProps) {
  const styles = useStyles()
  const words = MY_ACCOUNT_WORDS[language]
  return (
    <main className={styles.page}>
      <Text as="h1" size={600} weight="semibold" className={styles.heading}>
        {words.toChange.title}
      </Text>
      <Text>{words.toChange.lead}</Text>
      <PasswordForm api={api} user={user} language={language} words={words.password} onChanged={onChanged} />
      <Button className={styles.out} appearance="subtle" onClick={onSignOut}>
        {words.signOut}
      </Button>
    </main>
  )
}
