import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

/** The owners that live in this process: their runs are not orphans, though other processes can't ask them. */
const living = new Set<string>()

/** A name for somebody who works on runs: machine, process, and which of the process's lives it is. */
export function becomeOwner(): string {
  const owner = `${hostname().slice(0, 100)} ${process.pid} ${randomUUID()}`
  living.add(owner)
  return owner
}

export function endOwner(owner: string): void {
  living.delete(owner)
}

/**
 * Whether an owner is certainly no more, seen from here: its process ran on this machine and has ended. Of another
 * machine's processes only a missing heartbeat tells. A mistake does no harm: whoever was given up is fenced off.
 */
export function hasEnded(owner: string): boolean {
  const [host, pid] = owner.split(' ')
  if (living.has(owner) || host !== hostname().slice(0, 100)) return false
  // The number of this process, but not one of its own: it had the number in an earlier life.
  return Number(pid) === process.pid || !processExists(Number(pid))
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process exists too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
