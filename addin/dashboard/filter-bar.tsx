import { Button, Checkbox, Field, Input, Select } from '@fluentui/react-components'
import { DismissRegular, SearchRegular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import { BOOKING_STATUSES, type BookingStatus } from '../../shared/statuses'
import { type Filters, NO_FILTERS, periodWith, searchOf } from './address'
import { useDashboard } from './context'

const TYPING_MS = 300

interface FilterBarProps {
  filters: Filters
  onChange(changed: Partial<Filters>, typing?: boolean): void
}

/** The inputs for the filters. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const { words, platforms, platformName } = useDashboard()
  const asked = words.filters
  return (
    <search className="filters" aria-label={asked.label}>
      <NameSearch q={filters.q} onChange={onChange} />
      <Field label={asked.status} size="small">
        <Select
          size="small"
          value={filters.status}
          onChange={(_, { value }) => onChange({ status: value as BookingStatus | '' })}
        >
          <option value="">{asked.allStatuses}</option>
          {BOOKING_STATUSES.map((status) => (
            <option key={status} value={status}>
              {words.statuses[status]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={asked.platform} size="small">
        <Select
          size="small"
          value={filters.platform}
          onChange={(_, { value }) => onChange({ platform: value })}
        >
          <option value="">{asked.allPlatforms}</option>
          {[...new Set([...platforms.keys(), ...(filters.platform === '' ? [] : [filters.platform])])].map(
            (code) => (
              <option key={code} value={code}>
                {platformName(code)}
              </option>
            ),
          )}
        </Select>
      </Field>
      <Field label={asked.from} size="small">
        <Input
          size="small"
          type="date"
          value={filters.from}
          max={filters.to}
          onChange={(_, { value }) => onChange(periodWith(filters, 'from', value))}
        />
      </Field>
      <Field label={asked.to} size="small">
        <Input
          size="small"
          type="date"
          value={filters.to}
          min={filters.from}
          onChange={(_, { value }) => onChange(periodWith(filters, 'to', value))}
        />
      </Field>
      <Checkbox
        label={asked.mine}
        checked={filters.mine}
        onChange={(_, { checked }) => onChange({ mine: checked === true })}
      />
      {searchOf(filters) !== '' && (
        <Button
          size="small"
          appearance="subtle"
          icon={<DismissRegular />}
          onClick={() => onChange(NO_FILTERS)}
        >
          {asked.reset}
        </Button>
      )}
    </search>
  )
}

/** Debounced: applies the filter when the typing pauses. */
function NameSearch({ q, onChange }: { q: string; onChange: FilterBarProps['onChange'] }) {
  const { words } = useDashboard()
  const [typed, setTyped] = useState(q)
  const [asked, setAsked] = useState(q)
  // The filter was changed elsewhere: by back, forward, or a link of a panel.
  if (q !== asked) {
    setAsked(q)
    setTyped(q)
  }
  useEffect(() => {
    const wanted = typed.trim()
    if (wanted === asked) return
    const timer = setTimeout(() => {
      setAsked(wanted)
      onChange({ q: wanted }, asked !== '')
    }, TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed, asked, onChange])
  return (
    <Field label={words.filters.q} size="small">
      <Input
        size="small"
        type="search"
        contentBefore={<SearchRegular />}
        maxLength={100}
        value={typed}
        onChange={(_, { value }) => setTyped(value)}
      />
    </Field>
  )
}
