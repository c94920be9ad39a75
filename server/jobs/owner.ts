import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** The owners in this process. Their runs are not orphans. */
const living = new Set<string>()

/**
 * Where process ids mean the same: the machine since it was started, and on Linux the namespace of process ids. Containers may
 * have one hostname and each a process 1.
 */
export const PLACE = hash(placeOf())

function placeOf(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    // Not Linux: a machine has one namespace.
    return hostname()
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Makes the name of an owner: hostname, place, process id, and a random id, because process ids are reused. */
export function becomeOwner(): string {
  const owner = [hostname().slice(0, 80), PLACE, process.pid, randomUUID()].join(' ')
  living.add(owner)
  return owner
}

export function endOwner(owner: string): void {
  living.delete(owner)
}

/**
 * Whether an owner has certainly ended: its process ran in this place and is gone. For an owner in another
 * place only a missing heartbeat shows that. A wrong answer does no harm: the fence blocks the old owner's
 * writes.
 */
export function hasEnded(owner: string): boolean {
  const [, place, pid] = owner.split(' ')
  if (living.has(owner) || place !== PLACE) return false
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
