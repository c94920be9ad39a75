import { Button, Link } from '@fluentui/react-components'
import { LocalLanguageRegular, SignOutRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'
import { Bell } from '../notifications/bell'
import { loadedLater } from '../notifications/loaded-later'
import { usePage } from './context'
import { deskLink } from './desk-link'

const MyAccount = loadedLater(async () => (await import('../my-account/my-account-dialog')).MyAccountDialog)

/**
 * The top of a page: its title, who is signed in, the other language and the way out.
 *
 * @param children stands beside the title
 * @param link another page of this service
 */
export function PageHeader(props: {
  link?: { href: string; text: string } | undefined
  children?: ReactNode
}) {
  const { api, user, words, onLanguage, onSignOut } = usePage()
  const [account, setAccount] = useState(false)
  return (
    <header className="top">
      <img src="/addin/icons/icon-32.png" alt="" width="28" height="28" />
      <h1>{words.title}</h1>
      <span className="as-of" role="status">
        {props.children}
      </span>
      {props.link && <Link href={props.link.href}>{props.link.text}</Link>}
      <Button
        appearance="subtle"
        size="small"
        className="who"
        title={words.signIn.account(user.name)}
        aria-label={words.signIn.account(user.name)}
        aria-haspopup="dialog"
        onClick={() => setAccount(true)}
      >
        {user.name}
      </Button>
      {account && (
        <MyAccount
          until={words.notifications}
          api={api}
          user={user}
          language={words.language}
          onClose={() => setAccount(false)}
        />
      )}
      <Bell
        api={api}
        language={words.language}
        words={words.notifications}
        operates={user.role !== 'planner'}
        linkOf={user.role === 'planner' ? undefined : deskLink}
      />
      <Button
        appearance="subtle"
        size="small"
        icon={<LocalLanguageRegular />}
        lang={words.language === 'ko' ? 'en' : 'ko'}
        title={words.toOtherLanguage}
        onClick={onLanguage}
      >
        {words.otherLanguage}
      </Button>
      <Button appearance="subtle" size="small" icon={<SignOutRegular />} onClick={onSignOut}>
        {words.signIn.signOut}
      </Button>
    </header>
  )
}
