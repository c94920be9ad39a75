import {
  Button,
  Checkbox,
  makeStyles,
  mergeClasses,
  SearchBox,
  Skeleton,
  SkeletonItem,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components'
import { AddRegular, CalendarDataBarRegular, DocumentTableRegular } from '@fluentui/react-icons'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { CampaignView } from '../../../shared/contract/campaigns'
import { openInventory } from '../../inventory/standard/sheet'
import { Empty, Frame } from '../../ui/frame'
import { FailureNotice, Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { StatusBadge } from '../../ui/status-badge'
import { loadCampaigns, openCampaignById } from '../campaigns'
import { NewCampaignForm } from './new-campaign'
import { Overview } from './overview'

/** The pause in typing after which the service is asked. */
const SEARCH_AFTER_MS = 250

const useStyles = makeStyles({
  top: { display: 'flex', gap: '8px' },
  search: { flexGrow: 1, minWidth: 0 },
  create: { flexShrink: 0, whiteSpace: 'nowrap' },
  list: { display: 'flex', flexDirection: 'column', gap: '8px', margin: 0, padding: 0, listStyle: 'none' },
  item: {
    width: '100%',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    gap: '2px',
    textAlign: 'left',
    font: 'inherit',
    color: 'inherit',
    cursor: 'pointer',
    padding: '12px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  line: { display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: '8px' },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
  facts: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', columnGap: '12px' },
  whole: { whiteSpace: 'nowrap' },
  waiting: { paddingTop: '48px' },
})

/**
 * @param bell the notifications, in the header
 * @param onAccount shows the own account
 */
export function Campaigns({ bell, onAccount }: { bell: ReactNode; onAccount(): void }) {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const [search, setSearch] = useState('')
  const [archived, setArchived] = useState(false)
  const [creating, setCreating] = useState(false)
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(typing.current), [])
  const { campaigns, opening, workbook } = state
  const texts = words.campaigns
  const user = state.user?.name ?? ''

  if (creating) return <NewCampaignForm onClose={() => setCreating(false)} />
  const mine =
    workbook.kind === 'found' && campaigns.kind === 'ready'
      ? campaigns.value.find(({ id }) => id === workbook.identity.campaignId)
      : undefined
  const none = campaigns.kind === 'ready' && campaigns.value.length === 0 && search === '' && !archived
  const stale = mine && workbook.kind === 'found' && workbook.identity.revision < mine.revision

  return (
    <Frame
      title={texts.title}
      busy={opening?.kind === 'loading'}
      actions={
        <>
          <Button
            appearance="subtle"
            icon={<CalendarDataBarRegular />}
            onClick={() => void openInventory(desk)}
          >
            {words.inventory.open}
          </Button>
          {bell}
          <Button
            appearance="subtle"
            icon={<b>{user[0]}</b>}
            aria-label={words.signIn.account(user)}
            title={words.signIn.account(user)}
            onClick={onAccount}
          />
        </>
      }
    >
      {opening?.kind === 'loading' ? (
        <Spinner className={styles.waiting} label={texts.opening} labelPosition="below" />
      ) : (
        <>
          {state.commandTooEarly && <Notice intent="info" title={texts.commandTooEarly} />}
          {opening?.kind === 'failed' && <FailureNotice failure={opening.failure} />}
          {mine && (
            <Notice
              intent="info"
              title={`${texts.continueTitle}: ${mine.name}`}
              actions={
                <Button appearance="primary" onClick={() => void openCampaignById(desk, mine.id)}>
                  {texts.continueAction}
                </Button>
              }
            >
              {stale && texts.continueStale(workbook.identity.revision, mine.revision)}
            </Notice>
          )}
          {workbook.kind === 'mixed' && <Notice intent="warning" title={texts.mixed} />}
          {workbook.kind === 'found' && campaigns.kind === 'ready' && !mine && search === '' && !archived && (
            <Notice intent="warning" title={texts.unknown} />
          )}
          {/* The overview loads after the list, so that the list doesn't wait for figures. */}
          {campaigns.kind === 'ready' && campaigns.value.length > 0 && search === '' && !archived && (
            <Overview />
          )}
          {!none && (
            <div className={styles.top}>
              <SearchBox
                dismiss={{ 'aria-label': words.clearSearch }}
                className={styles.search}
                placeholder={texts.searchPlaceholder}
                aria-label={words.search}
                value={search}
                onChange={(_, { value }) => {
                  setSearch(value)
                  clearTimeout(typing.current)
                  typing.current = setTimeout(
                    () => void loadCampaigns(desk, value, archived),
                    SEARCH_AFTER_MS,
                  )
                }}
              />
              <Button className={styles.create} icon={<AddRegular />} onClick={() => setCreating(true)}>
                {texts.create}
              </Button>
            </div>
          )}
          <Checkbox
            label={texts.archived}
            checked={archived}
            onChange={(_, { checked }) => {
              // A search that waits would bring the other list.
              clearTimeout(typing.current)
              setArchived(checked === true)
              void loadCampaigns(desk, search, checked === true)
            }}
          />
          {campaigns.kind === 'loading' && <Waiting label={texts.loading} />}
          {campaigns.kind === 'failed' && (
            <FailureNotice
              failure={campaigns.failure}
              onRetry={() => void loadCampaigns(desk, search, archived)}
            />
          )}
          {campaigns.kind === 'ready' &&
            (campaigns.value.length > 0 ? (
              <ul className={styles.list}>
                {campaigns.value.map((campaign) => (
                  <li key={campaign.id}>
                    <CampaignItem campaign={campaign} />
                  </li>
                ))}
              </ul>
            ) : none ? (
              <Empty
                icon={<DocumentTableRegular />}
                title={texts.empty}
                next={texts.emptyNext}
                action={
                  <Button appearance="primary" onClick={() => setCreating(true)}>
                    {texts.create}
                  </Button>
                }
              />
            ) : (
              <Text role="status" className={styles.quiet}>
                {archived && search === '' ? texts.noneArchived : texts.nothingFound}
              </Text>
            ))}
        </>
      )}
    </Frame>
  )
}

function CampaignItem({ campaign }: { campaign: CampaignView }) {
  const styles = useStyles()
  const { desk, words } = usePane()
  return (
    <button
      type="button"
      className={styles.item}
      data-return={campaign.id}
      onClick={() => void openCampaignById(desk, campaign.id)}
    >
      <span className={styles.line}>
        <Text weight="semibold" className={styles.name}>
          {campaign.name}
        </Text>
        <StatusBadge status={campaign.status} />
      </span>
      <Text size={200} className={styles.quiet}>
        {campaign.advertiser}
      </Text>
      <span className={styles.facts}>
        <Text size={200} className={mergeClasses(styles.quiet, styles.whole)}>
          {words.flight(campaign.startDate, campaign.endDate)}
        </Text>
        <Text size={200} className={mergeClasses(styles.quiet, styles.whole)}>
          {words.campaigns.budget(campaign.budget)}
        </Text>
      </span>
    </button>
  )
}

function Waiting({ label }: { label: string }) {
  const styles = useStyles()
  return (
    <Skeleton aria-label={label} className={styles.list}>
      {[1, 2, 3].map((item) => (
        <SkeletonItem key={item} style={{ height: 84, borderRadius: 8 }} />
      ))}
    </Skeleton>
  )
}
