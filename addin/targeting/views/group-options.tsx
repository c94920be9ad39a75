import { Checkbox, Text } from '@fluentui/react-components'
import type { UnitTargeting } from '../../../shared/contract/campaigns'
import type { ContentView } from '../../../shared/contract/catalog'
import { usePane } from '../../ui/pane-context'
import { useTargetingStyles } from './styles'
import { WeightInput } from './weight-input'

type Group = UnitTargeting['groups'][number]

/** The owners of a group's members with the sum of their weights, in order of first appearance, as a purchase splits. */
function ownersOf(group: Group, contents: ReadonlyMap<string, ContentView>): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { metaId, weight } of group.members) {
    const owner = contents.get(metaId)?.owner
    if (owner) sums.set(owner, (sums.get(owner) ?? 0) + weight)
  }
  return sums
}

/** On which platforms a group applies, and how its part is divided among the content owners. */
export function GroupOptions(props: {
  group: Group
  name: string
  /** Platforms to choose from; empty: the group applies on all of the product's. */
  platforms: readonly { code: string; name: string }[]
  contents: ReadonlyMap<string, ContentView>
  owners: ReadonlyMap<string, string>
  onChange: (group: Group) => void
}) {
  const { group, name, platforms, contents, owners, onChange } = props
  const styles = useTargetingStyles()
  const { words } = usePane()
  const texts = words.targeting.options
  const sums = ownersOf(group, contents)
  const { platforms: own, ownerRatios, ...rest } = group
  const setPlatforms = (chosen: readonly string[]) => {
    const all = chosen.length === 0 || chosen.length === platforms.length
    onChange({ ...rest, ...(ownerRatios ? { ownerRatios } : {}), ...(all ? {} : { platforms: [...chosen] }) })
  }
  const setRatios = (ratios: Group['ownerRatios']) =>
    onChange({ ...rest, ...(own ? { platforms: own } : {}), ...(ratios ? { ownerRatios: ratios } : {}) })
  return (
    <div className={styles.options}>
      {platforms.length > 1 && (
        <fieldset aria-label={texts.platformsOf(name)} className={styles.checks}>
          {platforms.map((platform) => (
            <Checkbox
              key={platform.code}
              label={platform.name}
              checked={own === undefined || own.includes(platform.code)}
              onChange={(_, { checked }) => {
                const now = own ?? platforms.map(({ code }) => code)
                setPlatforms(
                  platforms
                    .map(({ code }) => code)
                    .filter((code) => (code === platform.code ? checked === true : now.includes(code))),
                )
              }}
            />
          ))}
        </fieldset>
      )}
      {sums.size > 1 && (
        <Checkbox
          label={texts.ownRatios}
          checked={ownerRatios !== undefined}
          onChange={(_, { checked }) =>
            setRatios(
              checked === true
                ? [...sums].map(([owner, sum]) => ({ owner, ratio: Math.min(sum, 1_000_000) }))
                : undefined,
            )
          }
        />
      )}
      {ownerRatios && (
        <ul className={styles.list}>
          {[...new Set([...sums.keys(), ...ownerRatios.map(({ owner }) => owner)])].map((owner) => {
            const ratio = ownerRatios.find((one) => one.owner === owner)?.ratio ?? 0
            const shown = owners.get(owner) ?? owner
            return (
              <li key={owner} className={styles.item}>
                <Text className={styles.name}>{shown}</Text>
                <WeightInput
                  label={texts.ratioOf(shown)}
                  weight={ratio}
                  least={0}
                  onChange={(next) =>
                    setRatios([...ownerRatios.filter((one) => one.owner !== owner), { owner, ratio: next }])
                  }
                />
              </li>
            )
          })}
        </ul>
      )}
      {ownerRatios?.every(({ ratio }) => ratio === 0) && (
        <Text size={200} className={styles.bad}>
          {texts.noRatio}
        </Text>
      )}
    </div>
  )
}
