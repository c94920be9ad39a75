import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Debounce } from '../../addin/desk/debounce'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A gate that the test opens. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

describe('a debounced action', () => {
  it('runs once, a while after the last request', async () => {
    const act = vi.fn(async () => undefined)
    const debounce = new Debounce(act, 1000)
    debounce.soon()
    await vi.advanceTimersByTimeAsync(900)
    debounce.soon()
    await vi.advanceTimersByTimeAsync(900)
    expect(act).not.toHaveBeenCalled()
    expect(debounce.isWaiting).toBe(true)
    await vi.advanceTimersByTimeAsync(100)
    expect(act).toHaveBeenCalledTimes(1)
    expect(debounce.isWaiting).toBe(false)
  })

  it('never runs twice at a time, and runs once more for everything requested meanwhile', async () => {
    const gates = [gate(), gate()]
    let running = 0
    let runs = 0
    const debounce = new Debounce(async () => {
      expect(++running).toBe(1)
      await gates[runs++]!.opened
      running--
    }, 0)
    const first = debounce.now()
    await vi.advanceTimersByTimeAsync(0)
    const later = [debounce.now(), debounce.now(), debounce.now()]
    gates[0]!.open()
    await first
    gates[1]!.open()
    await Promise.all(later)
    expect(runs).toBe(2)
  })

  it('settles only when what was requested before has run', async () => {
    const slow = gate()
    const done: string[] = []
    let runs = 0
    const debounce = new Debounce(async () => {
      if (++runs === 1) await slow.opened
    }, 0)
    void debounce.now().then(() => done.push('first'))
    const second = debounce.now().then(() => done.push('second'))
    await vi.advanceTimersByTimeAsync(0)
    expect(done).toEqual([])
    slow.open()
    await second
    expect(done).toEqual(['first', 'second'])
  })
})

describe('work beside a debounced action', () => {
  it('waits for what runs, and what is requested meanwhile runs after it', async () => {
    const order: string[] = []
    const slow = gate()
    const debounce = new Debounce(async () => {
      order.push('act')
    }, 1000)
    const beside = debounce.beside(async () => {
      order.push('beside')
      await slow.opened
      order.push('beside ends')
    })
    debounce.soon()
    await vi.advanceTimersByTimeAsync(1000)
    expect(order).toEqual(['beside'])
    slow.open()
    await beside
    await vi.advanceTimersByTimeAsync(0)
    expect(order).toEqual(['beside', 'beside ends', 'act'])
  })

  it('that fails tells its caller, and the edit that waited is still pushed', async () => {
    const act = vi.fn(async () => undefined)
    const slow = gate()
    const debounce = new Debounce(act, 1000)
    const beside = debounce
      .beside(async () => {
        await slow.opened
        throw new Error('the sheet was closed')
      })
      .catch((error: Error) => error.message)
    debounce.soon()
    await vi.advanceTimersByTimeAsync(1000)
    slow.open()
    expect(await beside).toBe('the sheet was closed')
    await vi.advanceTimersByTimeAsync(0)
    expect(act).toHaveBeenCalledTimes(1)
    expect(debounce.isWaiting).toBe(false)
  })
})
