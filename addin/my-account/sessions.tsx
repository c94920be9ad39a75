import { Badge, Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { useCallback, useEffect, useState } from 'react'
import type { SessionView, User } from '../../shared/contract/accounts'
import { deviceOf } from '../../shared/device'
import type { Language } from '../../shared/language'
import { shownSeoulTime } from '../../shared/seoul-time'
import { type Told, ToldBar, toldOf } from './told'
import type { MyAccountWords } from './words'

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '8px', margin: 0, padding: 0, listStyle: 'none' },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: '8px',
    padding: '8px 12px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  facts: {
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
    flex: '1 1 200px',
    overflowWrap: 'anywhere',
  },
  device: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  foot: { alignSelf: 'flex-start', marginTop: '4px' },
  stack: { display: 'flex', flexDirection: 'column', gap: '8px' },
})

/** How sessions are listed and ended: the own ones, or those of another account. */
export interface SessionCalls {
  list(): Promise<readonly SessionView[]>
  end(sessionId: string): Promise<unknown>
  /** @returns how many have ended */
  endOthers(): Promise<number>
}

interface SessionsProps {
  calls: SessionCalls
  user: User
  language: Language
  words: MyAccountWords
  /** Changes when sessions have ended elsewhere. */
  turn: number
  /** What the button says that ends all but this one, and what is said where there are no others. */
  endAll?: string
  none?: string
}

/** Where an account is signed in: each session can be ended, or all others at once. */
export function Sessions({ calls, user, language, words: all, turn, endAll, none }: SessionsProps) {
  const { sessions: words } = all
  const styles = useStyles()
  const [items, setItems] = useState<readonly SessionView[] | null>(null)
  const [told, setTold] = useState<Told | null>(null)
  const [busy, setBusy] = useState(false)
  const load = useCallback(async () => {
    try {
      setItems(await calls.list())
    } catch (error) {
      setTold(toldOf(error, language, user))
    }
  }, [calls, language, user])
  // biome-ignore lint/correctness/useExhaustiveDependencies: sessions have ended since the last turn
  useEffect(() => void load(), [load, turn])

  const end = async (work: () => Promise<number>) => {
    setBusy(true)
    setTold(null)
    try {
      const ended = await work()
      setTold({ intent: 'success', title: words.ended(ended) })
    } catch (error) {
      setTold(toldOf(error, language, user))
    }
    await load()
    setBusy(false)
  }
  const endOne = (sessionId: string) =>
    end(async () => {
      await calls.end(sessionId)
      return 1
    })
  const endOthers = () => end(() => calls.endOthers())
  const others = items?.filter(({ current }) => !current) ?? []

  return (
    <div className={styles.stack}>
      {told && <ToldBar told={told} />}
      {items === null && !told && <Spinner size="small" label={all.loading} />}
      {items === null && told && <Button onClick={() => void load()}>{all.retry}</Button>}
      {items && (
        <>
          <ul className={styles.list}>
            {items.map(({ id, current, userAgent, address, createdAt, lastUsedAt }) => {
              const device = deviceOf(userAgent) ?? words.unknown
              const begun = shownSeoulTime(createdAt)
              return (
                <li key={id} className={styles.item}>
                  <div className={styles.facts}>
                    <span className={styles.device}>
                      <Text weight="semibold">{device}</Text>
                      {current && (
                        <Badge appearance="tint" color="brand">
                          {words.here}
                        </Badge>
                      )}
                    </span>
                    {address && (
                      <Text size={200} className={styles.quiet}>
                        {words.from(address)}
                      </Text>
                    )}
                    <Text size={200} className={styles.quiet}>
                      {words.begun(begun)}
                    </Text>
                    <Text size={200} className={styles.quiet}>
                      {words.used(shownSeoulTime(lastUsedAt))}
                    </Text>
                  </div>
                  {!current && (
                    <Button
                      size="small"
                      disabled={busy}
                      aria-label={words.endOf(device, begun)}
                      onClick={() => void endOne(id)}
                    >
                      {words.end}
                    </Button>
                  )}
                </li>
              )
            })}
          </ul>
          {others.length === 0 ? (
            <Text className={styles.quiet}>{none ?? words.alone}</Text>
          ) : (
            <Button className={styles.foot} disabled={busy} onClick={() => void endOthers()}>
              {endAll ?? words.endOthers}
            </Button>
          )}
        </>
      )}
    </div>
  )
}
