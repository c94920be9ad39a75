import { Button, makeStyles, Text } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Language } from '../../shared/language'
import type { SignInOptions } from './sign-in-options'
import { toldOf } from './told'
import { SIGN_IN_WORDS } from './words'

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: '20px' },
})

interface SignInWaysProps {
  passwords: SignInOptions['passwords']
  language: Language
  /** Signs in with the company account; an error that it throws is passed to `onFailure`. */
  onCompany(): Promise<void>
  /** Receives the error of the last attempt; null when another attempt begins. */
  onFailure(error: unknown): void
  /** The form of e-mail and password. */
  children: ReactNode
}

/** The company account first, and the password where the installation takes them. */
export function SignInWays({ passwords, language, onCompany, onFailure, children }: SignInWaysProps) {
  const styles = useStyles()
  const words = SIGN_IN_WORDS[language]
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const company = async () => {
    onFailure(null)
    setBusy(true)
    try {
      await onCompany()
    } catch (error) {
      onFailure(await toldOf(error, language))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={styles.stack}>
      <Button appearance="primary" size="large" disabled={busy} onClick={() => void company()}>
        {busy ? words.opening : words.company}
      </Button>
      {passwords === 'on' || asked ? (
        <>
          <Text align="center">{words.or}</Text>
          {children}
        </>
      ) : (
        passwords === 'admins' && (
          <Button appearance="subtle" onClick={() => setAsked(true)}>
            {words.byPassword}
          </Button>
        )
      )}
    </div>
  )
}
