import {
  Button,
  CounterBadge,
  Link,
  makeStyles,
  mergeClasses,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  tokens,
} from '@fluentui/react-components'
import { AlertRegular } from '@fluentui/react-icons'
import { type ComponentType, useEffect, useState } from 'react'
import type { NotificationView } from '../../shared/contract/notifications'
import type { Language } from '../../shared/language'
import { noticeText } from '../../shared/notification-words'
import { shownSeoulTime } from '../../shared/seoul-time'
import type { ApiClient } from '../api/client'
import type { Words } from '../words/words'
import type { NotificationPreferences } from './preferences'
import { useNotifications } from './use-notifications'

type Preferences = Parameters<typeof NotificationPreferences>[0]

const useStyles = makeStyles({
  bell: { minWidth: '32px', paddingLeft: '4px', paddingRight: '4px', flexShrink: 0 },
  surface: {
    boxSizing: 'border-box',
    width: 'min(400px, calc(100vw - 24px))',
    maxHeight: '70vh',
    overflowY: 'auto',
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: '8px',
  },
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyle: 'none' },
  item: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    padding: '8px 0 8px 12px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    borderLeft: '3px solid transparent',
  },
  unread: { borderLeftColor: tokens.colorBrandStroke1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  foot: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' },
})

interface BellProps {
  api: ApiClient
  language: Language
  words: Words['notifications']
  /** Whether who is signed in is told of inventory too. */
  operates: boolean
  /** Calls back when notifications have changed, and returns a function that ends that. */
  subscribe?: ((changed: () => void) => () => void) | undefined
  /** Opens the campaign of a notification; without it, a notification only says what happened. */
  onCampaign?: ((campaignId: string) => void) | undefined
  /** The page where what a notification tells is looked after. */
  linkOf?: ((item: NotificationView) => string | undefined) | undefined
}

/** A bell with the number of unread notifications; a press shows them. It never opens by itself. */
export function Bell({ api, language, words, operates, subscribe, onCampaign, linkOf }: BellProps) {
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  const [setting, setSetting] = useState(false)
  const { items, unread, failed, reload, read } = useNotifications(api, subscribe)
  return (
    <Popover
      open={open}
      onOpenChange={(_, data) => {
        setOpen(data.open)
        setSetting(false)
        if (data.open) reload()
      }}
      trapFocus
      // A portal would copy the provider's classes and cover the dashboard.
      inline
      positioning="below-end"
    >
      <PopoverTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          className={styles.bell}
          icon={<AlertRegular />}
          aria-label={words.bell(unread)}
          title={words.title}
        >
          {unread > 0 && (
            <CounterBadge count={unread} overflowCount={9999} size="small" color="brand" aria-hidden />
          )}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={words.title}>
        <div className={styles.head}>
          <Text as="h2" weight="semibold">
            {setting ? words.preferences.title : words.title}
          </Text>
          <span className={styles.foot}>
            {/* It keeps the focus when there is nothing left to read: Escape must still close the list. */}
            {!setting && (
              <Button
                size="small"
                appearance="subtle"
                disabledFocusable={unread === 0}
                onClick={() => read()}
              >
                {words.readAll}
              </Button>
            )}
            <Button size="small" appearance="subtle" onClick={() => setSetting(!setting)}>
              {setting ? words.preferences.back : words.preferences.open}
            </Button>
          </span>
        </div>
        {setting ? (
          <Settings api={api} words={words} operates={operates} onSaved={reload} />
        ) : (
          <>
            {failed && <Text role="alert">{words.failed}</Text>}
            {items?.length === 0 && <Text className={styles.quiet}>{words.empty}</Text>}
            <ul className={styles.list}>
              {items?.map((item) => (
                <Item
                  key={item.id}
                  item={item}
                  language={language}
                  words={words}
                  link={linkOf?.(item)}
                  onRead={() => read(item.id)}
                  onCampaign={
                    onCampaign &&
                    ((campaignId) => {
                      if (item.readAt === null) read(item.id)
                      setOpen(false)
                      onCampaign(campaignId)
                    })
                  }
                />
              ))}
            </ul>
          </>
        )}
      </PopoverSurface>
    </Popover>
  )
}

let loaded: ComponentType<Preferences> | undefined

/** The preferences, whose code is loaded when they are opened first. */
function Settings(props: Preferences) {
  const [failed, setFailed] = useState(false)
  const [, setTurn] = useState(0)
  useEffect(() => {
    if (loaded) return
    let left = false
    import('./preferences').then(
      ({ NotificationPreferences: View }) => {
        loaded = View
        if (!left) setTurn(1)
      },
      () => left || setFailed(true),
    )
    return () => {
      left = true
    }
  }, [])
  const View = loaded
  if (View) return <View {...props} />
  const { preferences } = props.words
  return <Text role="status">{failed ? preferences.failed : preferences.loading}</Text>
}

interface ItemProps extends Pick<BellProps, 'language' | 'words' | 'onCampaign'> {
  item: NotificationView
  link: string | undefined
  onRead(): void
}

function Item({ item, language, words, link, onRead, onCampaign }: ItemProps) {
  const styles = useStyles()
  const { rule, data, raisedAt, readAt, overAt, campaignId } = item
  const { title, text } = noticeText(rule, data as never, language)
  return (
    <li className={mergeClasses(styles.item, readAt === null && styles.unread)}>
      <Text weight={readAt === null ? 'semibold' : 'regular'}>{title}</Text>
      <Text size={200}>{text}</Text>
      <span className={styles.foot}>
        <Text size={200} className={styles.quiet}>
          <time dateTime={raisedAt}>{shownSeoulTime(raisedAt)}</time>
          {overAt !== null && ` · ${words.over}`}
        </Text>
        {readAt === null && (
          <Button size="small" appearance="subtle" onClick={onRead}>
            {words.markRead}
          </Button>
        )}
        {campaignId !== null && onCampaign && (
          <Button size="small" appearance="subtle" onClick={() => onCampaign(campaignId)}>
            {words.open}
          </Button>
        )}
        {link !== undefined && <Link href={link}>{words.look}</Link>}
      </span>
    </li>
  )
}
