import {
  Button,
  CounterBadge,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  tokens,
} from '@fluentui/react-components'
import { AlertRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { NotificationView } from '../../shared/contract/notifications'
import type { Language } from '../../shared/language'
import type { ApiClient } from '../api/client'
import type { Words } from '../words/words'
import { loadedLater } from './loaded-later'
import { useNotifications } from './use-notifications'

const Items = loadedLater(async () => (await import('./items')).NotificationItems)
const Settings = loadedLater(async () => (await import('./preferences')).NotificationPreferences)

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
          <Settings
            until={words.preferences}
            api={api}
            language={language}
            words={words}
            operates={operates}
            onSaved={reload}
          />
        ) : (
          <>
            {failed && <Text role="alert">{words.failed}</Text>}
            {items?.length === 0 && <Text className={styles.quiet}>{words.empty}</Text>}
            {items && items.length > 0 && (
              <Items
                until={words}
                items={items}
                language={language}
                words={words}
                linkOf={linkOf}
                onRead={read}
                onCampaign={
                  onCampaign &&
                  ((campaignId) => {
                    setOpen(false)
                    onCampaign(campaignId)
                  })
                }
              />
            )}
          </>
        )}
      </PopoverSurface>
    </Popover>
  )
}
