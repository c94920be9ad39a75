import { Spinner, Text } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { failureOf } from '../../desk/desk'
import type { Loadable } from '../../desk/failure'
import type { BookingLine } from '../../desk/state/booking'
import { FailureNotice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { type Preview, previewAmendment } from '../preview'
import { useBookingStyles } from './styles'

/** The pause in typing after which the service is asked. */
const ASK_AFTER_MS = 400

/** What the amendment would move, or why it would be refused: tried by the service, which changes nothing. */
export function AmendPreview({ line }: { line: BookingLine }) {
  const styles = useBookingStyles()
  const { desk, words, state } = usePane()
  const texts = words.booking.preview
  const [tried, setTried] = useState<Loadable<Preview>>({ kind: 'loading' })
  const question = JSON.stringify([line.unitId, line.version, line.change])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `question` is the line
  useEffect(() => {
    let late = false
    setTried({ kind: 'loading' })
    const timer = setTimeout(() => {
      previewAmendment(desk, line)
        .then((value) => late || setTried({ kind: 'ready', value }))
        .catch((error) => late || setTried({ kind: 'failed', failure: failureOf(error) }))
    }, ASK_AFTER_MS)
    return () => {
      late = true
      clearTimeout(timer)
    }
  }, [desk, question])
  if (tried.kind === 'loading') return <Spinner size="tiny" label={texts.asking} />
  if (tried.kind === 'failed') return <FailureNotice failure={tried.failure} />
  const { taken, released, moves } = tried.value
  const platforms = state.open?.catalogue.platforms ?? []
  const nameOf = (code: string) => platforms.find((one) => one.code === code)?.name ?? code
  return (
    <section className={styles.box} role="status" aria-label={texts.title}>
      <Text weight="semibold">{taken + released === 0 ? texts.nothing : texts.title}</Text>
      {moves.length > 0 && (
        <table className={styles.values}>
          <thead>
            <tr>
              <td />
              <th scope="col">{texts.taken}</th>
              <th scope="col">{texts.released}</th>
            </tr>
          </thead>
          <tbody>
            {moves.map((move) => (
              <tr key={move.platform}>
                <th scope="row">{nameOf(move.platform)}</th>
                <td>{words.impressions(move.taken)}</td>
                <td>{words.impressions(move.released)}</td>
              </tr>
            ))}
            {moves.length > 1 && (
              <tr>
                <th scope="row">{texts.sum}</th>
                <td>{words.impressions(taken)}</td>
                <td>{words.impressions(released)}</td>
              </tr>
            )}
          </tbody>
        </table>
      )}
    </section>
  )
}
