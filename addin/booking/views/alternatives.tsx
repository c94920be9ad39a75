import { Button, Spinner, Text } from '@fluentui/react-components'
import { useCallback } from 'react'
import type { Alternatives } from '../../../shared/contract/purchases'
import type { OpenCampaign } from '../../desk/state/desk-state'
import { FailureNotice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { useLoaded } from '../../ui/use-loaded'
import { addContent, findAlternatives, productFor, putIntoRow } from '../alternatives'
import { useBookingStyles } from './styles'

/** Lists where a row would fit; each entry has a button that puts it into the row. */
export function AlternativesOffer({ unitId, onPut }: { unitId: string; onPut: () => void }) {
  const styles = useBookingStyles()
  const { desk, words, state } = usePane()
  const texts = words.booking.alternatives
  const load = useCallback(() => findAlternatives(desk, unitId), [desk, unitId])
  const [found, again] = useLoaded(load)

  const { open } = state
  if (!open) return null
  if (found.kind === 'loading') return <Spinner label={texts.loading} labelPosition="below" />
  if (found.kind === 'failed') return <FailureNotice failure={found.failure} onRetry={again} />
  const { flights = [], platforms = [], contents: roomy = [] } = found.value ?? {}
  // A row that targets catalogue groups can't take a single content.
  const contents = takesContents(open, unitId) ? roomy : []
  const take = (put: Promise<boolean>) => void put.then((done) => done && onPut())
  const nothing = flights.length + platforms.length + contents.length === 0
  return (
    <section className={styles.section} aria-label={texts.title}>
      <Text as="h2" block className={styles.heading}>
        {texts.title}
      </Text>
      {state.failure && <FailureNotice failure={state.failure} />}
      {nothing && <Text>{texts.none}</Text>}
      {flights.length > 0 && (
        <div className={styles.line}>
          <Text weight="semibold">{texts.flights}</Text>
          {flights.map(({ startDate, endDate, shift }) => (
            <Offer
              key={startDate}
              title={words.flight(startDate, endDate)}
              note={[texts.shift(shift), isOutside(open, startDate, endDate) && texts.outside]}
              button={texts.use}
              label={texts.putFlight(startDate, endDate)}
              onPut={() => take(putIntoRow(desk, unitId, { startDate, endDate }))}
            />
          ))}
        </div>
      )}
      <Platforms unitId={unitId} open={open} platforms={platforms} take={take} />
      {contents.length > 0 && (
        <div className={styles.line}>
          <Text weight="semibold">{texts.contents}</Text>
          {contents.map(({ metaId, name, remaining }) => (
            <Offer
              key={metaId}
              title={name}
              note={[texts.remaining(remaining)]}
              button={texts.addContent}
              label={texts.putContent(name)}
              onPut={() => take(addContent(desk, unitId, metaId))}
            />
          ))}
        </div>
      )}
    </section>
  )
}

/** To buy one platform alone, the row changes to a product that is sold only there. */
function Platforms(props: {
  unitId: string
  open: OpenCampaign
  platforms: Alternatives['platforms']
  take: (put: Promise<boolean>) => void
}) {
  const { unitId, open, platforms, take } = props
  const styles = useBookingStyles()
  const { desk, words } = usePane()
  const texts = words.booking.alternatives
  // A product with one platform is already sold only there.
  const row = open.rows.find((one) => one.unitId === unitId)
  const now = open.catalogue.products.find(({ code }) => code === row?.productCode)
  if (platforms.length === 0 || (now?.platforms.length ?? 0) < 2) return null
  return (
    <div className={styles.line}>
      <Text weight="semibold">{texts.platforms}</Text>
      {platforms.map(({ platform, maxAmount, maxImpressions }) => {
        const name = open.catalogue.platforms.find(({ code }) => code === platform)?.name ?? platform
        const other = productFor(open, unitId, platform, maxImpressions)
        return (
          <Offer
            key={platform}
            title={name}
            note={[
              texts.upTo(other?.maxAmount ?? maxAmount, maxImpressions),
              other ? texts.asProduct(other.product.name) : texts.noProduct,
            ]}
            button={texts.use}
            label={texts.putPlatform(name)}
            onPut={
              row && other
                ? () =>
                    take(
                      putIntoRow(desk, unitId, {
                        productCode: other.product.code,
                        amount: Math.min(row.amount, other.maxAmount),
                      }),
                    )
                : undefined
            }
          />
        )
      })}
    </div>
  )
}

function Offer(props: {
  title: string
  note: readonly (string | false)[]
  button: string
  /** Describes the button for screen readers. */
  label: string
  onPut: (() => void) | undefined
}) {
  const styles = useBookingStyles()
  const { state } = usePane()
  return (
    <div className={styles.offer}>
      <span className={styles.offered}>
        <Text>{props.title}</Text>
        <Text size={200} className={styles.quiet}>
          {props.note.filter(Boolean).join(' · ')}
        </Text>
      </span>
      {props.onPut && (
        <Button
          size="small"
          className={styles.whole}
          aria-label={props.label}
          disabled={state.busy !== null}
          onClick={props.onPut}
        >
          {props.button}
        </Button>
      )}
    </div>
  )
}

function isOutside({ view }: OpenCampaign, startDate: string, endDate: string): boolean {
  return startDate < view.startDate || endDate > view.endDate
}

/** Whether the row's product is targeted by single contents. Groups come from the catalogue. */
function takesContents({ rows, catalogue }: OpenCampaign, unitId: string): boolean {
  const row = rows.find((one) => one.unitId === unitId)
  return catalogue.products.find(({ code }) => code === row?.productCode)?.targetingKind === 'CONTENTS'
}
