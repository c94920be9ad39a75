// @vitest-environment happy-dom
import { act, createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, it } from 'vitest'
import type { Desk } from '../../addin/desk/desk'
import { INITIAL_STATE } from '../../addin/desk/state/desk-state'
import { Store } from '../../addin/desk/store'
import { onDemand } from '../../addin/ui/on-demand'
import { PaneProvider } from '../../addin/ui/pane-context'
import { WORDS } from '../../addin/words/all'

declare const document: {
  createElement(name: string): {
    textContent: string
    querySelector(selector: string): { click(): void } | null
  }
}

it('a view that can’t be loaded says so, and is loaded when it is tried again', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  let offline = true
  const View = onDemand<{ name: string }>(async () => {
    if (offline) throw new TypeError('network')
    return ({ name }: { name: string }) => createElement('p', null, `보기 ${name}`)
  })
  const page = document.createElement('div')
  const desk = { store: new Store(INITIAL_STATE), language: 'ko' } as unknown as Desk
  const root = createRoot(page as never)
  await act(async () => {
    root.render(
      createElement(PaneProvider, { desk, words: WORDS.ko } as never, createElement(View, { name: '가' })),
    )
  })
  expect(page.textContent).toContain('이 화면을 불러오지 못했습니다.')
  offline = false
  await act(async () => page.querySelector('button')!.click())
  expect(page.textContent).toBe('보기 가')
  await act(async () => root.unmount())
})
