import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

/** The owners in this process. Their runs are not orphans. */
const living = new Set<string>()

/** Makes the name of an owner: machine, process id, and a random id, because process ids are reused. */
export function becomeOwner(): string {
  const owner = `${hostname().slice(0, 100)} ${process.pid} ${randomUUID()}`
  living.add(owner)
  return owner
}

export function endOwner(owner: string): void {
  living.delete(owner)
}

/**
 * Whether an owner has certainly ended: its process ran on this machine and is gone. For an owner on another
 * machine only a missing heartbeat shows that. A wrong answer does no harm: the fence blocks the old owner's
 * writes.
 */
export function hasEnded(owner: string): boolean {
  const [host, pid] = owner.split(' ')
  if (living.has(owner) || host !== hostname().slice(0, 100)) return false
  // It has this process's id but isn't one of its owners: an earlier process had the same id.
  return Number(pid) === process.pid || !processExists(Number(pid))
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
