import { Checkbox, SearchBox, Text } from '@fluentui/react-components'
import { useState } from 'react'
import type { UnitTargeting } from '../../../shared/contract/campaigns'
import type { TargetingGroupView } from '../../../shared/contract/catalog'
import { usePane } from '../../ui/pane-context'
import { useTargetingStyles } from './styles'
import { WeightInput } from './weight-input'

type Groups = UnitTargeting['groups']

/** Catalogue groups, the chosen ones with a weight. */
export function GroupList(props: {
  all: readonly TargetingGroupView[]
  groups: Groups
  onChange: (groups: Groups) => void
}) {
  const { all, groups, onChange } = props
  const styles = useTargetingStyles()
  const { words } = usePane()
  const texts = words.targeting
  const [search, setSearch] = useState('')
  const found = all.filter(({ code, name }) =>
    `${name} ${code}`.toLowerCase().includes(search.trim().toLowerCase()),
  )
  return (
    <section className={styles.section}>
      <SearchBox
        dismiss={{ 'aria-label': words.clearSearch }}
        aria-label={words.search}
        placeholder={words.search}
        value={search}
        onChange={(_, { value }) => setSearch(value)}
        style={{ maxWidth: 'none' }}
      />
      <Text weight="semibold">{texts.chosenGroups(groups.length)}</Text>
      {found.length === 0 && <Text className={styles.quiet}>{texts.nothingFound}</Text>}
      <ul className={styles.list}>
        {found.map(({ code, name, members }) => {
          const chosen = groups.find((group) => group.code === code)
          return (
            <li key={code} className={styles.item}>
              <span className={styles.name}>
                <Checkbox
                  checked={chosen !== undefined}
                  className={styles.choice}
                  label={
                    <span className={styles.name}>
                      <Text>{name}</Text>
                      <Text size={200} className={styles.quiet}>
                        {texts.members(members.length)}
                      </Text>
                    </span>
                  }
                  onChange={(_, { checked }) =>
                    onChange(
                      checked === true
                        ? [...groups, { code, name, weight: 1, members }]
                        : groups.filter((group) => group.code !== code),
                    )
                  }
                />
              </span>
              {chosen && (
                <WeightInput
                  label={texts.weightOf(name)}
                  weight={chosen.weight}
                  onChange={(weight) =>
                    onChange(groups.map((group) => (group.code === code ? { ...group, weight } : group)))
                  }
                />
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
