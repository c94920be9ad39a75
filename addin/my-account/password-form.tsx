import { Button, Field, Input, makeStyles } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { changeOwnPassword, type User } from '../../shared/contract/accounts'
import type { Language } from '../../shared/language'
import type { FieldProblem } from '../../shared/problem'
import { type ApiClient, CallFailure } from '../api/client'
import { type Told, ToldBar, toldOf } from './told'
import type { MyAccountWords } from './words'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: '400px' },
  submit: { alignSelf: 'flex-start' },
})

const FIELDS = ['currentPassword', 'newPassword', 'again'] as const
type FieldName = (typeof FIELDS)[number]
const EMPTY: Record<FieldName, string> = { currentPassword: '', newPassword: '', again: '' }

interface PasswordFormProps {
  api: ApiClient
  user: User
  language: Language
  words: MyAccountWords['password']
  onChanged(): void
}

/** Changes the own password. What the service refuses is said at the field that it refuses. */
export function PasswordForm({ api, user, language, words, onChanged }: PasswordFormProps) {
  const styles = useStyles()
  const [values, setValues] = useState(EMPTY)
  const [faults, setFaults] = useState<Partial<Record<FieldName, string>>>({})
  const [told, setTold] = useState<Told | null>(null)
  const [sending, setSending] = useState(false)

  const missing = (): Partial<Record<FieldName, string>> => ({
    ...Object.fromEntries(FIELDS.filter((name) => values[name] === '').map((name) => [name, words.missing])),
    ...(values.again !== '' && values.again !== values.newPassword ? { again: words.different } : {}),
  })
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const show = (found: Partial<Record<FieldName, string>>) => {
      setFaults(found)
      const first = FIELDS.find((name) => found[name])
      if (first) form.querySelector<HTMLInputElement>(`input[name="${first}"]`)?.focus()
    }
    setTold(null)
    const found = missing()
    show(found)
    if (Object.keys(found).length > 0) return
    setSending(true)
    try {
      const { currentPassword, newPassword } = values
      await api.call(changeOwnPassword, { body: { currentPassword, newPassword } })
      setValues(EMPTY)
      setTold({ intent: 'success', title: words.done, next: words.doneNext })
      onChanged()
    } catch (error) {
      const refused = faultsOf(error)
      if (Object.keys(refused).length > 0) show(refused)
      else setTold(toldOf(error, language, user))
    } finally {
      setSending(false)
    }
  }
  const field = (name: FieldName, label: string, autoComplete: string, hint?: string) => (
    <Field label={label} hint={hint} validationMessage={faults[name]}>
      <Input
        type="password"
        name={name}
        autoComplete={autoComplete}
        value={values[name]}
        onChange={(_, { value }) => setValues((before) => ({ ...before, [name]: value }))}
      />
    </Field>
  )
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      {told && <ToldBar told={told} />}
      {/* Password managers look for the account beside its password. */}
      <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
      {field('currentPassword', words.current, 'current-password')}
      {field('newPassword', words.next, 'new-password', words.hint)}
      {field('again', words.again, 'new-password')}
      <Button className={styles.submit} appearance="primary" type="submit" disabled={sending}>
        {words.submit}
      </Button>
    </form>
  )
}

/** What the service says of single fields. */
function faultsOf(error: unknown): Partial<Record<FieldName, string>> {
  if (!(error instanceof CallFailure) || error.code !== 'VALIDATION_FAILED') return {}
  const errors = (error.data.errors ?? []) as FieldProblem[]
  return Object.fromEntries(
    errors
      .filter(({ path }) => FIELDS.some((name) => name === path))
      .map(({ path, message }) => [path, message]),
  )
}
