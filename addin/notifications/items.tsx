import { Button, Link, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import type { NotificationView } from '../../shared/contract/notifications'
import type { Language } from '../../shared/language'
import { noticeText } from '../../shared/notification-words'
import { shownSeoulTime } from '../../shared/seoul-time'
import type { Words } from '../words/words'

const useStyles = makeStyles({
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

interface ItemsProps {
  items: readonly NotificationView[]
  language: Language
  words: Words['notifications']
  /** The page where what a notification tells is looked after. */
  linkOf: ((item: NotificationView) => string | undefined) | undefined
  onRead(id: number): void
  /** Opens the campaign of a notification, where that is possible. */
  onCampaign: ((campaignId: string) => void) | undefined
}

/** Notifications, each with what to do about it. */
export function NotificationItems({ items, language, words, linkOf, onRead, onCampaign }: ItemsProps) {
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {items.map((item) => (
        <Item
          key={item.id}
          item={item}
          language={language}
          words={words}
          link={linkOf?.(item)}
          onRead={() => onRead(item.id)}
          onCampaign={
            onCampaign &&
            ((campaignId) => {
              if (item.readAt === null) onRead(item.id)
              onCampaign(campaignId)
            })
          }
        />
      ))}
    </ul>
  )
}

interface ItemProps extends Pick<ItemsProps, 'language' | 'words' | 'onCampaign'> {
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
