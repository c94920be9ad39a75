import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  Select,
} from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { createUser } from '../../../shared/contract/accounts'
import { ROLES, type Role } from '../../../shared/contract/primitives'
import type { FieldProblem } from '../../../shared/problem'
import { CallFailure } from '../../api/client'
import { type Told, ToldBar, toldOf } from '../../my-account/told'
import { useOperator } from '../context'
import { SECURITY_WORDS } from './words'

interface NewAccountDialogProps {
  onClose(): void
  onCreated(): void
}

const FIELDS = ['email', 'name', 'password'] as const
type Typed = Record<(typeof FIELDS)[number], string>
const NOTHING: Typed = { email: '', name: '', password: '' }

/** A new local account. Its password is for the first sign-in only. */
export function NewAccountDialog({ onClose, onCreated }: NewAccountDialogProps) {
  const { api, user, words: page } = useOperator()
  const { language } = page
  const { accounts: words } = SECURITY_WORDS[language]
  const [typed, setTyped] = useState(NOTHING)
  const [role, setRole] = useState<Role>('planner')
  const [faults, setFaults] = useState<Partial<Typed>>({})
  const [told, setTold] = useState<Told | null>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTold(null)
    const missing = FIELDS.filter((field) => typed[field].trim() === '')
    setFaults(Object.fromEntries(missing.map((field) => [field, words.missing])))
    if (missing.length > 0) return
    setBusy(true)
    try {
      await api.call(createUser, { body: { ...typed, role } })
      onCreated()
      onClose()
    } catch (error) {
      const errors = error instanceof CallFailure ? ((error.data.errors ?? []) as FieldProblem[]) : []
      if (error instanceof CallFailure && error.code === 'ALREADY_EXISTS') setFaults({ email: words.taken })
      else if (errors.length > 0)
        setFaults(Object.fromEntries(errors.map(({ path, message }) => [path, message])))
      else setTold(toldOf(error, language, user))
    } finally {
      setBusy(false)
    }
  }
  const field = (name: keyof Typed, label: string, type: 'email' | 'text' | 'password', hint?: string) => (
    <Field label={label} hint={hint} validationMessage={faults[name]}>
      <Input
        type={type}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        value={typed[name]}
        onChange={(_, { value }) => setTyped((before) => ({ ...before, [name]: value }))}
      />
    </Field>
  )
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <form onSubmit={submit} noValidate>
          <DialogBody>
            <DialogTitle>{words.add}</DialogTitle>
            <DialogContent className="stack">
              {told && <ToldBar told={told} />}
              {field('email', words.email, 'email')}
              {field('name', words.name, 'text')}
              <Field label={words.role}>
                <Select value={role} onChange={(_, { value }) => setRole(value as Role)}>
                  {ROLES.map((one) => (
                    <option key={one} value={one}>
                      {words.roles[one]}
                    </option>
                  ))}
                </Select>
              </Field>
              {field('password', words.firstPassword, 'password', words.firstPasswordNext)}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{words.cancel}</Button>
              <Button appearance="primary" type="submit" disabled={busy}>
                {words.create}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
