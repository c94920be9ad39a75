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
import { type FormEvent, useCallback, useMemo, useState } from 'react'
import {
  changeUser,
  endUserSession,
  endUserSessions,
  listUserSessions,
  type ManagedUser,
} from '../../../shared/contract/accounts'
import { ROLES, type Role } from '../../../shared/contract/primitives'
import type { FieldProblem } from '../../../shared/problem'
import { CallFailure } from '../../api/client'
import { type SessionCalls, Sessions } from '../../my-account/sessions'
import { type Told, ToldBar, toldOf } from '../../my-account/told'
import { MY_ACCOUNT_WORDS } from '../../my-account/words'
import { useOperator } from '../context'
import { SECURITY_WORDS } from './words'

interface AccountDialogProps {
  account: ManagedUser
  onClose(): void
  onChanged(): void
}

/** What an administrator may do to an account: end its sessions, give it another role or password, disable it. */
export function AccountDialog({ account, onClose, onChanged }: AccountDialogProps) {
  const { api, user, words: page } = useOperator()
  const { language } = page
  const { accounts: words } = SECURITY_WORDS[language]
  const [password, setPassword] = useState('')
  const [fault, setFault] = useState<string>()
  const [told, setTold] = useState<Told | null>(null)
  const [busy, setBusy] = useState(false)
  const [disabled, setDisabled] = useState(account.disabled)
  const [role, setRole] = useState(account.role)
  const [turn, setTurn] = useState(0)
  const params = useMemo(() => ({ id: account.id }), [account.id])
  const calls: SessionCalls = useMemo(
    () => ({
      list: async () => (await api.call(listUserSessions, { params })).items,
      end: (sessionId) => api.call(endUserSession, { params: { ...params, sessionId } }),
      endOthers: async () => (await api.call(endUserSessions, { params })).ended,
    }),
    [api, params],
  )
  const change = useCallback(
    async (body: { password?: string; disabled?: boolean; role?: Role }, done: string) => {
      setBusy(true)
      setFault(undefined)
      setTold(null)
      try {
        const changed = await api.call(changeUser, { params, body })
        setDisabled(changed.disabled)
        setRole(changed.role)
        setPassword('')
        setTold({ intent: 'success', title: done })
        setTurn((before) => before + 1)
        onChanged()
      } catch (error) {
        const [field] = error instanceof CallFailure ? ((error.data.errors ?? []) as FieldProblem[]) : []
        if (field?.path === 'password') setFault(field.message)
        else setTold(toldOf(error, language, user))
      } finally {
        setBusy(false)
      }
    },
    [api, params, language, user, onChanged],
  )
  const reset = (event: FormEvent) => {
    event.preventDefault()
    if (password === '') setFault(words.missing)
    else void change({ password }, words.resetDone)
  }
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.manageOf(account.name)}</DialogTitle>
          <DialogContent className="stack">
            <p className="given">{account.email}</p>
            {told && <ToldBar told={told} />}
            <h3>{words.sessions}</h3>
            <Sessions
              calls={calls}
              user={user}
              language={language}
              words={MY_ACCOUNT_WORDS[language]}
              endAll={words.endAll}
              none={words.none}
              turn={turn}
            />
            {account.company ? (
              <p>{words.companyNext}</p>
            ) : (
              <>
                <form
                  onSubmit={(event) => {
                    event.preventDefault()
                    void change({ role }, words.changed)
                  }}
                  className="stack"
                >
                  <h3>{words.role}</h3>
                  <Field label={words.role} hint={words.roleNext}>
                    <Select value={role} onChange={(_, { value }) => setRole(value as Role)}>
                      {ROLES.map((one) => (
                        <option key={one} value={one}>
                          {words.roles[one]}
                        </option>
                      ))}
                    </Select>
                  </Field>
                  <Button type="submit" disabled={busy} style={{ justifySelf: 'start', alignSelf: 'start' }}>
                    {words.changeRole}
                  </Button>
                </form>
                <form onSubmit={reset} className="stack" noValidate>
                  <h3>{words.reset}</h3>
                  <Field label={words.newPassword} hint={words.resetNext} validationMessage={fault}>
                    <Input
                      type="password"
                      autoComplete="new-password"
                      value={password}
                      onChange={(_, { value }) => setPassword(value)}
                    />
                  </Field>
                  <Button type="submit" disabled={busy} style={{ justifySelf: 'start', alignSelf: 'start' }}>
                    {words.reset}
                  </Button>
                </form>
              </>
            )}
          </DialogContent>
          <DialogActions fluid>
            <Button disabled={busy} onClick={() => void change({ disabled: !disabled }, words.changed)}>
              {disabled ? words.enable : words.disable}
            </Button>
            <Button appearance="primary" onClick={onClose}>
              {words.close}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
