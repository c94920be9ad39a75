import { makeStyles, Text } from '@fluentui/react-components'
import { useMemo, useState } from 'react'
import { endOtherSessions, endOwnSession, listOwnSessions, type User } from '../../shared/contract/accounts'
import type { Language } from '../../shared/language'
import type { ApiClient } from '../api/client'
import { PasswordForm } from './password-form'
import { type SessionCalls, Sessions } from './sessions'
import { MY_ACCOUNT_WORDS } from './words'

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: '24px' },
  section: { display: 'flex', flexDirection: 'column', gap: '12px' },
  heading: { margin: 0 },
})

export interface MyAccountProps {
  api: ApiClient
  user: User
  language: Language
}

/** The own account: its password, and where it is signed in. */
export function MyAccount({ api, user, language }: MyAccountProps) {
  const styles = useStyles()
  const words = MY_ACCOUNT_WORDS[language]
  const [turn, setTurn] = useState(0)
  const calls: SessionCalls = useMemo(
    () => ({
      list: async () => (await api.call(listOwnSessions, {})).items,
      end: (sessionId) => api.call(endOwnSession, { params: { sessionId } }),
      endOthers: async () => (await api.call(endOtherSessions, {})).ended,
    }),
    [api],
  )
  return (
    <div className={styles.stack}>
      <section className={styles.section}>
        <Text as="h2" size={400} weight="semibold" className={styles.heading}>
          {words.sessions.title}
        </Text>
        <Sessions calls={calls} user={user} language={language} words={words} turn={turn} />
      </section>
      <section className={styles.section}>
        <Text as="h2" size={400} weight="semibold" className={styles.heading}>
          {words.password.title}
        </Text>
        {user.company ? (
          <Text>{words.company}</Text>
        ) : (
          <PasswordForm
            api={api}
            user={user}
            language={language}
            words={words.password}
            onChanged={() => setTurn((before) => before + 1)}
          />
        )}
      </section>
    </div>
  )
}
