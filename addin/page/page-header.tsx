import { Button, Link } from '@fluentui/react-components'
import { LocalLanguageRegular, SignOutRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { Bell } from '../notifications/bell'
import { usePage } from './context'
import { deskLink } from './desk-link'

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
  return (
    <header className="top">
      <img src="/addin/icons/icon-32.png" alt="" width="28" height="28" />
      <h1>{words.title}</h1>
      <span className="as-of" role="status">
        {props.children}
      </span>
      {props.link && <Link href={props.link.href}>{props.link.text}</Link>}
      <span className="who">{user.name}</span>
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
