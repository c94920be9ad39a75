import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import { becomeOwner, endOwner, hasEnded, PLACE } from '../../server/jobs/owner'

const NOBODY = 2 ** 22 - 1

describe('The owner of a run', () => {
  it('has ended when its process is gone, and only then', () => {
    const owner = becomeOwner()
    expect(hasEnded(owner)).toBe(false)
    endOwner(owner)
    expect(hasEnded(owner)).toBe(true)
    expect(hasEnded(`${hostname()} ${PLACE} ${NOBODY} x`)).toBe(true)
    expect(hasEnded(`${hostname()} ${PLACE} ${process.ppid} x`)).toBe(false)
  })

  it('in another container is not taken for dead, whatever its hostname and process id', () => {
    for (const pid of [process.pid, NOBODY, 1])
      expect(hasEnded(`${hostname()} 0123456789abcdef ${pid} x`)).toBe(false)
  })

  it('fits into its column', () => {
    expect(becomeOwner().length).toBeLessThanOrEqual(160)
  })
})
