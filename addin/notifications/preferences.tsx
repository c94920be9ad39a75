import { Checkbox, Field, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import {
  getNotificationPreferences,
  type NotificationPreferences as Preferences,
  putNotificationPreferences,
} from '../../shared/contract/notifications'
import { LANGUAGES, type Language } from '../../shared/language'
import { NOTICE_RULES, type NoticeRule } from '../../shared/notification-words'
import type { ApiClient } from '../api/client'
import { NOTIFICATION_PREFERENCES_EN } from '../words/en/notification-preferences'
import { NOTIFICATION_PREFERENCES_KO } from '../words/ko/notification-preferences'
import type { Words } from '../words/words'

/** Those that only operators are told of. */
const OPERATORS: readonly NoticeRule[] = [
  'APPROVAL_ASKED',
  'FILE_FAILED',
  'FILE_MISSING',
  'MONTH_UNCONFIRMED',
]

const useStyles = makeStyles({
  table: { width: '100%', borderCollapse: 'collapse' },
  head: { textAlign: 'left', fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground2 },
  cell: { width: '56px', padding: 0 },
  rule: {
    textAlign: 'left',
    fontWeight: tokens.fontWeightRegular,
    wordBreak: 'keep-all',
    paddingRight: '8px',
  },
  row: { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
})

const WORDS = { ko: NOTIFICATION_PREFERENCES_KO, en: NOTIFICATION_PREFERENCES_EN }

interface PreferencesProps {
  api: ApiClient
  language: Language
  words: Words['notifications']
  operates: boolean
  /** They were saved. */
  onSaved(): void
}

/** Of what one is told, and of what by mail; saved with each press. */
export function NotificationPreferences({ api, language, words, operates, onSaved }: PreferencesProps) {
  const styles = useStyles()
  const { title, loading, failed } = words.preferences
  const said = WORDS[language]
  const [value, setValue] = useState<Preferences | null>(null)
  const [state, setState] = useState<'loading' | 'ready' | 'saved' | 'failed'>('loading')
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const newest = useRef<Preferences | null>(null)
  useEffect(() => {
    let left = false
    api.call(getNotificationPreferences, {}).then(
      (answer) => {
        if (left) return
        newest.current = answer
        setValue(answer)
        setState('ready')
      },
      () => left || setState('failed'),
    )
    return () => {
      left = true
    }
  }, [api])
  const save = (change: Partial<Preferences>) => {
    if (!newest.current) return
    const before = newest.current
    const next = { ...before, ...change }
    newest.current = next
    setValue(next)
    const { language: ofMail, mail, muted } = next
    // One after the other, so that the last press is what is kept.
    queue.current = queue.current.then(async () => {
      try {
        await api.call(putNotificationPreferences, { body: { language: ofMail, mail, muted } })
        setState('saved')
        onSaved()
      } catch {
        if (newest.current !== next) return
        newest.current = before
        setValue(before)
        setState('failed')
      }
    })
  }
  const toggle = (list: readonly NoticeRule[], rule: NoticeRule, isIn: boolean) =>
    isIn ? [...list.filter((one) => one !== rule), rule] : list.filter((one) => one !== rule)
  if (!value) return <Text role="status">{state === 'failed' ? failed : loading}</Text>
  const { mail, muted, mailAvailable } = value
  return (
    <>
      <Text size={200}>{said.lead}</Text>
      <table className={styles.table} aria-label={title}>
        <thead>
          <tr>
            <th scope="col" className={styles.head}>
              {said.rule}
            </th>
            <th scope="col" className={styles.head}>
              {said.told}
            </th>
            <th scope="col" className={styles.head}>
              {said.mail}
            </th>
          </tr>
        </thead>
        <tbody>
          {NOTICE_RULES.filter((rule) => operates || !OPERATORS.includes(rule)).map((rule) => (
            <tr key={rule} className={styles.row}>
              <th scope="row" className={styles.rule}>
                {said.rules[rule]}
              </th>
              <td className={styles.cell}>
                <Checkbox
                  aria-label={said.toldOf(said.rules[rule])}
                  checked={!muted.includes(rule)}
                  onChange={(_, { checked }) =>
                    save({
                      muted: toggle(muted, rule, checked !== true),
                      mail: checked === true ? mail : toggle(mail, rule, false),
                    })
                  }
                />
              </td>
              <td className={styles.cell}>
                <Checkbox
                  aria-label={said.mailOf(said.rules[rule])}
                  checked={mail.includes(rule)}
                  disabled={!mailAvailable || muted.includes(rule)}
                  onChange={(_, { checked }) => save({ mail: toggle(mail, rule, checked === true) })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {mailAvailable ? (
        <Field label={said.language} orientation="horizontal">
          <Select
            size="small"
            value={value.language}
            onChange={(_, { value: chosen }) => save({ language: chosen as Language })}
          >
            {LANGUAGES.map((one) => (
              <option key={one} value={one}>
                {said.languages[one]}
              </option>
            ))}
          </Select>
        </Field>
      ) : (
        <Text size={200}>{said.noMail}</Text>
      )}
      <Text size={200} role={state === 'failed' ? 'alert' : 'status'}>
        {state === 'saved' ? said.saved : state === 'failed' ? said.notSaved : ''}
      </Text>
    </>
  )
}
