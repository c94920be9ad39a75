import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
} from '@fluentui/react-components'
import { type FormEvent, useEffect, useState } from 'react'
import { listUsers } from '../../../shared/contract/accounts'
import { changeTeam, createTeam, deleteTeam, type TeamView } from '../../../shared/contract/teams'
import { textSearch } from '../../../shared/text-search'
import { CallFailure } from '../../api/client'
import { type Told, ToldBar, toldOf } from '../../my-account/told'
import { useOperator } from '../context'
import { SECURITY_WORDS } from './words'

interface TeamDialogProps {
  /** Null: a new one. */
  team: TeamView | null
  onClose(): void
  onChanged(): void
}

type Person = TeamView['members'][number]

/** A team's name and who is in it. */
export function TeamDialog({ team, onClose, onChanged }: TeamDialogProps) {
  const { api, user, words: page } = useOperator()
  const { language } = page
  const { teams: words, accounts } = SECURITY_WORDS[language]
  const [name, setName] = useState(team?.name ?? '')
  const [members, setMembers] = useState<ReadonlySet<string>>(
    new Set(team?.members.map(({ email }) => email)),
  )
  const [people, setPeople] = useState<readonly Person[]>(team?.members ?? [])
  const [query, setQuery] = useState('')
  const [fault, setFault] = useState<string>()
  const [told, setTold] = useState<Told | null>(null)
  const [busy, setBusy] = useState(false)
  const [deleting, setDeleting] = useState(false)
  useEffect(() => {
    const load = async () => {
      const { items } = await api.call(listUsers, { query: { limit: 1000 } })
      const known = new Set(items.map(({ email }) => email))
      const others = (team?.members ?? []).filter(({ email }) => !known.has(email))
      setPeople([...others, ...items.filter(({ disabled, email }) => !disabled || isMember(team, email))])
    }
    load().catch((error) => setTold(toldOf(error, language, user)))
  }, [api, team, language, user])

  const act = async (call: () => Promise<unknown>) => {
    setBusy(true)
    setTold(null)
    setFault(undefined)
    try {
      await call()
      onChanged()
      onClose()
    } catch (error) {
      if (error instanceof CallFailure && error.code === 'ALREADY_EXISTS') setFault(words.taken)
      else setTold(toldOf(error, language, user))
      setBusy(false)
    }
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return setFault(accounts.missing)
    const body = { name: name.trim(), members: [...members] }
    void act(() =>
      team
        ? api.call(changeTeam, { params: { id: team.id }, body: { version: team.version, ...body } })
        : api.call(createTeam, { body }),
    )
  }
  const matches = textSearch(query)
  const shown = people.filter((person) => matches(person.name, person.email))
  const toggle = (email: string, inside: boolean) =>
    setMembers((before) => new Set(inside ? [...before, email] : [...before].filter((one) => one !== email)))
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <form onSubmit={save} noValidate>
          <DialogBody>
            <DialogTitle>{team ? words.manageOf(team.name) : words.add}</DialogTitle>
            <DialogContent className="stack">
              {told && <ToldBar told={told} />}
              <Field label={words.name} validationMessage={fault}>
                <Input
                  maxLength={100}
                  value={name}
                  onChange={(_, { value }) => {
                    setName(value)
                    setFault(undefined)
                  }}
                />
              </Field>
              <Field label={words.find} hint={words.chosen(members.size)}>
                <Input type="search" value={query} onChange={(_, { value }) => setQuery(value)} />
              </Field>
              <fieldset className="people">
                <legend>{words.members}</legend>
                {shown.map((person) => (
                  <Checkbox
                    key={person.email}
                    checked={members.has(person.email)}
                    label={<span className="given">{`${person.name} · ${person.email}`}</span>}
                    onChange={(_, { checked }) => toggle(person.email, checked === true)}
                  />
                ))}
                {shown.length === 0 && <p className="empty">{words.nobody}</p>}
              </fieldset>
              {deleting && <p role="alert">{words.deleteNext}</p>}
            </DialogContent>
            <DialogActions fluid>
              {team && (
                <Button
                  disabled={busy}
                  onClick={() =>
                    deleting
                      ? void act(() => api.call(deleteTeam, { params: { id: team.id } }))
                      : setDeleting(true)
                  }
                >
                  {deleting ? words.deleteNow : words.delete}
                </Button>
              )}
              <Button onClick={onClose}>{accounts.cancel}</Button>
              <Button appearance="primary" type="submit" disabled={busy}>
                {team ? words.save : accounts.create}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}

function isMember(team: TeamView | null, email: string): boolean {
  return team?.members.some((member) => member.email === email) ?? false
}
