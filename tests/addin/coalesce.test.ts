import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Coalesce } from '../../addin/desk/coalesce'

describe('what is asked for again and again', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is done soon, then at most once in an interval, and not forgotten', async () => {
    const act = vi.fn(async () => undefined)
    const refresh = new Coalesce(act, 1000, 50)
    for (let i = 0; i < 100; i++) {
      refresh.soon()
      await vi.advanceTimersByTimeAsync(30)
    }
    // Called for three seconds: it acts after 50 ms and then about once a second.
    expect(act).toHaveBeenCalledTimes(3)
    await vi.advanceTimersByTimeAsync(5000)
    expect(act).toHaveBeenCalledTimes(4)
    await vi.advanceTimersByTimeAsync(5000)
    expect(act).toHaveBeenCalledTimes(4)
    refresh.soon()
    await vi.advanceTimersByTimeAsync(50)
    expect(act).toHaveBeenCalledTimes(5)
  })

  it('never runs twice at a time; what is asked for while it runs makes it run once more', async () => {
    let finish = () => {}
    const act = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)))
    const refresh = new Coalesce(act, 1000)
    refresh.soon()
    await vi.advanceTimersByTimeAsync(0)
    refresh.soon()
    refresh.soon()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(act).toHaveBeenCalledTimes(1)
    finish()
    await vi.advanceTimersByTimeAsync(2000)
    expect(act).toHaveBeenCalledTimes(2)
    finish()
  })

  it('is left alone once it is canceled', async () => {
    const act = vi.fn(async () => undefined)
    const refresh = new Coalesce(act, 1000, 50)
    refresh.soon()
    refresh.cancel()
    await vi.advanceTimersByTimeAsync(5000)
    expect(act).not.toHaveBeenCalled()
    refresh.soon()
    await vi.advanceTimersByTimeAsync(50)
    refresh.soon()
    refresh.cancel()
    await vi.advanceTimersByTimeAsync(5000)
    expect(act).toHaveBeenCalledTimes(1)
  })
})
