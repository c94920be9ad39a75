import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import type { ProposalCopyView } from '../../shared/contract/proposals'
import { failureOf } from '../desk/desk'
import type { Failure } from '../desk/failure'
import { FailureNotice, Notice } from '../ui/notice'
import { usePane } from '../ui/pane-context'
import { saveFile } from '../ui/save-file'
import { deleteCopy, fetchCopy } from './proposals'
import { StoredProposal } from './stored-proposal'
import type { Copies } from './use-copies'
import type { ProposalWords } from './words'

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  list: { display: 'flex', flexDirection: 'column', gap: '8px', margin: 0, padding: 0, listStyle: 'none' },
})

interface StoredProposalsProps {
  campaignId: string
  copies: Copies
  texts: ProposalWords
  /** The proposal that is downloaded as soon as it is ready. */
  awaited: string | null
  /** It needs no waiting any more. */
  onArrived(): void
}

/** The stored proposals of the campaign, to download and to delete. */
export function StoredProposals({ campaignId, copies, texts, awaited, onArrived }: StoredProposalsProps) {
  const styles = useStyles()
  const { desk, state } = usePane()
  const [failure, setFailure] = useState<Failure | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const [downloading, setDownloading] = useState<string | null>(null)
  const downloaded = useRef<string | null>(null)
  const words = texts.stored
  const { items } = copies

  const download = async ({ id }: ProposalCopyView) => {
    setFailure(null)
    setDone(null)
    setDownloading(id)
    try {
      const file = await fetchCopy(desk, campaignId, id)
      saveFile(file.name, file.blob)
      setDone(texts.done(file.name))
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setDownloading(null)
    }
  }
  const remove = async ({ id, number }: ProposalCopyView) => {
    setFailure(null)
    setDone(null)
    try {
      await deleteCopy(desk, campaignId, id)
      setDone(words.removed(number))
    } catch (error) {
      setFailure(failureOf(error))
    }
    copies.reload()
  }

  const section = useRef<HTMLElement>(null)
  const begun = items?.some(({ id }) => id === awaited) ?? false
  useEffect(() => {
    // The list is below the form: who has asked for a proposal sees how far it is.
    if (begun) section.current?.scrollIntoView({ block: 'start' })
  }, [begun])

  const arrived = items?.find(({ id, status }) => id === awaited && status !== 'PENDING')
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each that arrives
  useEffect(() => {
    if (!arrived || downloaded.current === arrived.id) return
    downloaded.current = arrived.id
    onArrived()
    if (arrived.status === 'READY') void download(arrived)
  }, [arrived?.id])

  const user = state.user?.email
  const owns = state.open?.view.access === 'own'
  return (
    <section ref={section} className={styles.section} aria-labelledby="stored-proposals">
      <h2 id="stored-proposals" className={styles.title}>
        {words.title}
      </h2>
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      {done && <Notice intent="success" title={done} onDismiss={() => setDone(null)} />}
      {copies.failure && <FailureNotice failure={copies.failure} onRetry={copies.reload} />}
      {items === null && !copies.failure && (
        <Spinner size="tiny" label={words.loading} labelPosition="after" />
      )}
      {items?.length === 0 && <Text className={styles.quiet}>{words.none}</Text>}
      {items !== null && items.length > 0 && (
        <ul className={styles.list}>
          {items.map((copy) => (
            <StoredProposal
              key={copy.id}
              copy={copy}
              words={words}
              downloading={downloading === copy.id}
              onDownload={() => void download(copy)}
              onRemove={owns || copy.author === user ? () => remove(copy) : undefined}
            />
          ))}
        </ul>
      )}
      {copies.hasMore && <Button onClick={copies.showMore}>{words.more}</Button>}
    </section>
  )
}
