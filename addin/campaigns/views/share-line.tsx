import { Button, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { CAMPAIGN_RIGHTS, type CampaignRight } from '../../../shared/campaign-rights'

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' },
  name: { flexBasis: '100%', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

interface ShareLineProps {
  /** Who has the right. */
  name: string
  /** What is said of them. */
  note?: string
  right: CampaignRight
  rights: Readonly<Record<CampaignRight, string>>
  mayShare: boolean
  busy: boolean
  words: { right: string; unshare: string; unshareOf: string }
  onRight(right: CampaignRight): void
  onUnshare(): void
}

/** One with whom a campaign is shared, and their right. */
export function ShareLine({ name, note, right, rights, mayShare, busy, words, ...props }: ShareLineProps) {
  const styles = useStyles()
  return (
    <li className={styles.line}>
      <span className={styles.name}>
        <Text block>{name}</Text>
        {note && (
          <Text block size={200} className={styles.quiet}>
            {note}
          </Text>
        )}
      </span>
      {mayShare ? (
        <>
          <Select
            aria-label={words.right}
            value={right}
            disabled={busy}
            onChange={(_, { value }) => props.onRight(value as CampaignRight)}
          >
            <RightOptions rights={rights} />
          </Select>
          <Button
            size="small"
            appearance="subtle"
            disabled={busy}
            aria-label={words.unshareOf}
            onClick={props.onUnshare}
          >
            {words.unshare}
          </Button>
        </>
      ) : (
        <Text size={200} className={styles.quiet}>
          {rights[right]}
        </Text>
      )}
    </li>
  )
}

export function RightOptions({ rights }: { rights: Readonly<Record<CampaignRight, string>> }) {
  return CAMPAIGN_RIGHTS.map((one) => (
    <option key={one} value={one}>
      {rights[one]}
    </option>
  ))
}
