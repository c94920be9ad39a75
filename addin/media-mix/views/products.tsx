import {
  Badge,
  Button,
  Checkbox,
  makeStyles,
  Radio,
  RadioGroup,
  SearchBox,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { OpenCampaign } from '../../desk/state/desk-state'
import { Frame } from '../../ui/frame'
import { FailureNotice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { findProducts } from '../products'
import { addRows } from '../rows'

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', margin: '0 -16px', padding: 0, listStyle: 'none' },
  item: {
    padding: '4px 16px 8px 8px',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  label: { display: 'flex', flexDirection: 'column', gap: '2px' },
  name: { display: 'flex', gap: '8px', justifyContent: 'space-between', alignItems: 'flex-start' },
  quiet: { color: tokens.colorNeutralForeground3 },
  wide: {
    display: 'flex',
    maxWidth: 'none',
    '& > label': { flexGrow: 1, minWidth: 0, color: tokens.colorNeutralForeground1 },
  },
  kind: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
  badge: { flexShrink: 0 },
})

/** The planner chooses products by name, code or media; each becomes a row. */
export function Products({ open }: { open: OpenCampaign }) {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const texts = words.products
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [kind, setKind] = useState<'PAID' | 'SERVICE'>('PAID')
  const names = new Map(open.catalogue.platforms.map(({ code, name }) => [code, name]))
  const mediaOf = (codes: readonly string[]) => codes.map((code) => names.get(code) ?? code).join(', ')
  const found = findProducts(open.catalogue, search)
  const products = chosen.flatMap(
    (code) => open.catalogue.products.find((product) => product.code === code) ?? [],
  )

  return (
    <Frame
      title={texts.title}
      busy={state.busy !== null}
      onBack={() => desk.store.set({ panel: { kind: 'rows' }, failure: null })}
      footer={
        <>
          <div className={styles.kind}>
            <Text id="row-kind">{texts.kindLabel}</Text>
            <RadioGroup
              aria-labelledby="row-kind"
              layout="horizontal"
              value={kind}
              onChange={(_, { value }) => setKind(value as 'PAID' | 'SERVICE')}
            >
              <Radio value="PAID" label={words.kinds.PAID} />
              <Radio value="SERVICE" label={words.kinds.SERVICE} />
            </RadioGroup>
          </div>
          <Button
            appearance="primary"
            disabled={products.length === 0 || state.busy !== null}
            onClick={() => void addRows(desk, products, kind)}
          >
            {texts.add(products.length)}
          </Button>
        </>
      }
    >
      {state.failure && <FailureNotice failure={state.failure} />}
      <SearchBox
        dismiss={{ 'aria-label': words.clearSearch }}
        placeholder={texts.placeholder}
        aria-label={words.search}
        value={search}
        onChange={(_, { value }) => setSearch(value)}
        style={{ maxWidth: 'none' }}
      />
      {found.length === 0 && <Text className={styles.quiet}>{texts.nothingFound}</Text>}
      <ul className={styles.list}>
        {found.map(({ code, name, platforms, targetingKind, ecpm }) => (
          <li key={code} className={styles.item}>
            <Checkbox
              className={styles.wide}
              checked={chosen.includes(code)}
              onChange={(_, { checked }) =>
                setChosen(checked === true ? [...chosen, code] : chosen.filter((one) => one !== code))
              }
              label={
                <span className={styles.label}>
                  <span className={styles.name}>
                    <Text>{name}</Text>
                    <Badge className={styles.badge} appearance="tint" color="informative" shape="rounded">
                      {texts.kinds[targetingKind]}
                    </Badge>
                  </span>
                  <Text size={200} className={styles.quiet}>
                    {mediaOf(platforms)} · {texts.ecpm(ecpm)}
                  </Text>
                </span>
              }
            />
          </li>
        ))}
      </ul>
    </Frame>
  )
}
