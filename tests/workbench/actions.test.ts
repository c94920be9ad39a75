import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Actions } from '../../workbench/office/actions'

describe('a command of the ribbon', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('ends when it says so, also where it is registered later', async () => {
    const actions = new Actions()
    const run = actions.run('sync')
    actions.associate('sync', (event) => event.completed())
    await run
    expect(vi.getTimerCount()).toBe(0)
  })

  it('fails with its own error', async () => {
    const actions = new Actions()
    actions.associate('sync', async () => {
      throw new Error('no sheet')
    })
    await expect(actions.run('sync')).rejects.toThrow('no sheet')
  })

  it('fails after five minutes where it never says that it has ended', async () => {
    const actions = new Actions()
    actions.associate('sync', () => undefined)
    const run = expect(actions.run('sync')).rejects.toThrow(
      'sync did not call event.completed() within 5 minutes',
    )
    await vi.advanceTimersByTimeAsync(5 * 60 * 1000)
    await run
  })
})
