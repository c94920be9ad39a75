import { describe, expect, it } from 'vitest'
import { FifoQueue } from '../../server/database/fifo-queue'
import { LoopShare } from '../../server/database/loop-share'

/** A queue with its own clock; each piece of work takes the given number of its milliseconds. */
function queueWithClock() {
  let now = 0
  const queue = new FifoQueue(new LoopShare(() => now))
  return {
    queue,
    work: async (ms: number) => {
      now += ms
    },
  }
}

/** @returns a function that tells whether the event loop has completed a round since */
function wentRound() {
  let went = false
  setImmediate(() => {
    went = true
  })
  return () => went
}

describe('A queue of work on the embedded database', () => {
  it('is worked on one at a time, first in, first out, whatever fails', async () => {
    const queue = new FifoQueue()
    const seen: string[] = []
    const work = (name: string, fails = false) =>
      queue.run(async () => {
        seen.push(`${name} begins`)
        await new Promise((resolve) => setTimeout(resolve, 1))
        seen.push(`${name} ends`)
        if (fails) throw new Error(name)
        return name
      })
    const results = await Promise.allSettled([work('a'), work('b', true), work('c')])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })

  it('lets others in after each piece of long work', async () => {
    const { queue, work } = queueWithClock()
    let rounds = 0
    let running = true
    const count = () => {
      rounds++
      if (running) setImmediate(count)
    }
    setImmediate(count)
    await Promise.all(Array.from({ length: 5 }, () => queue.run(() => work(4))))
    running = false
    expect(rounds).toBeGreaterThanOrEqual(4)
  })

  it('lets others in while one caller comes again and again', async () => {
    const { queue, work } = queueWithClock()
    const letIn = wentRound()
    for (let i = 0; i < 50; i++) await queue.run(() => work(0.1))
    expect(letIn()).toBe(true)
  })

  it('begins at once where little was done in this round', async () => {
    const { queue, work } = queueWithClock()
    const waited = wentRound()
    for (let i = 0; i < 3; i++) await queue.run(() => work(0.1))
    expect(waited()).toBe(false)
  })
})
