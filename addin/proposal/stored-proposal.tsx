import { Badge, Button, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { ProposalCopyView } from '../../shared/contract/proposals'
import { shownSeoulTime } from '../../shared/seoul-time'
import { Notice } from '../ui/notice'
import type { ProposalWords } from './words'

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: '8px 12px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
  },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginTop: '4px' },
})

interface StoredProposalProps {
  copy: ProposalCopyView
  words: ProposalWords['stored']
  downloading: boolean
  onDownload(): void
  /** Undefined: this account may not delete it. */
  onRemove: (() => Promise<void>) | undefined
}

/** One stored proposal. Deleting it is asked first. */
export function StoredProposal({ copy, words, downloading, onDownload, onRemove }: StoredProposalProps) {
  const styles = useStyles()
  const [asked, setAsked] = useState(false)
  const [removing, setRemoving] = useState(false)
  const { number, status, audience, format, author, createdAt, isCurrent, error } = copy
  const pending = status === 'PENDING'
  const remove = async () => {
    setRemoving(true)
    await onRemove?.()
    setRemoving(false)
    setAsked(false)
  }
  return (
    <li className={styles.card}>
      <div className={styles.line}>
        <Text weight="semibold">{words.name(number)}</Text>
        <Text>{`${words.audience[audience]} · ${words.format[format]}`}</Text>
        {isCurrent !== null && (
          <Badge appearance="tint" color={isCurrent ? 'success' : 'informative'}>
            {isCurrent ? words.current : words.changed}
          </Badge>
        )}
        {status === 'FAILED' && (
          <Badge appearance="tint" color="danger">
            {words.failed}
          </Badge>
        )}
      </div>
      <Text size={200} className={styles.quiet}>
        {words.by(author, shownSeoulTime(createdAt))}
      </Text>
      {pending && <Making progress={copy.progress} name={words.name(number)} words={words} />}
      {error && <Text size={200}>{error.detail}</Text>}
      {asked ? (
        <Notice
          intent="warning"
          title={pending ? words.askCancel(number) : words.ask(number)}
          actions={
            <>
              <Button disabled={removing} onClick={() => void remove()}>
                {pending ? words.yesCancel : words.yes}
              </Button>
              <Button disabled={removing} onClick={() => setAsked(false)}>
                {words.no}
              </Button>
            </>
          }
        >
          {pending ? words.askCancelNext : words.askNext}
        </Notice>
      ) : (
        <div className={styles.buttons}>
          {status === 'READY' && (
            <Button
              size="small"
              disabled={downloading}
              aria-label={words.downloadOf(number)}
              onClick={onDownload}
            >
              {downloading ? words.downloading : words.download}
            </Button>
          )}
          {onRemove && (
            <Button
              size="small"
              aria-label={pending ? words.cancelOf(number) : words.removeOf(number)}
              onClick={() => setAsked(true)}
            >
              {pending ? words.yesCancel : words.remove}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

interface MakingProps {
  progress: ProposalCopyView['progress']
  name: string
  words: ProposalWords['stored']
}

function Making({ progress: { done, total }, name, words }: MakingProps) {
  const text =
    total === 0
      ? words.begun
      : done < total
        ? words.making(done.toLocaleString('en-US'), total.toLocaleString('en-US'))
        : words.finishing
  const known = total > 0 && done < total
  return (
    <>
      <ProgressBar aria-label={name} {...(known ? { value: done, max: total } : {})} />
      <Text size={200}>{text}</Text>
    </>
  )
}
