import { expect, it } from 'vitest'
import type { ApiClient } from '../../addin/api/client'
import { loadCampaigns } from '../../addin/campaigns/campaigns'
import type { Desk } from '../../addin/desk/desk'
import { INITIAL_STATE } from '../../addin/desk/state/desk-state'
import { Store } from '../../addin/desk/store'

it('the list of campaigns answers the last search, whichever answer comes last', async () => {
  const answers = new Map<string, { resolve(page: object): void; reject(error: Error): void }>()
  const api = {
    call: (_: unknown, { query }: { query: { q: string } }) =>
      new Promise((resolve, reject) => answers.set(query.q, { resolve, reject })),
  } as unknown as ApiClient
  const desk = { store: new Store(INITIAL_STATE), api } as Desk
  const [first, second, third] = ['겨', '겨울', '겨울 런칭'].map((q) => loadCampaigns(desk, q))
  answers.get('겨울 런칭')!.resolve({ items: [{ id: 'winter' }] })
  await third
  answers.get('겨')!.resolve({ items: [{ id: 'too many' }] })
  await first
  expect(desk.store.get().campaigns).toEqual({ kind: 'ready', value: [{ id: 'winter' }] })
  answers.get('겨울')!.reject(new Error('away'))
  await second
  expect(desk.store.get().campaigns).toEqual({ kind: 'ready', value: [{ id: 'winter' }] })
})
