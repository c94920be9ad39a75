import { existsSync, mkdirSync, renameSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { eventually } from './eventually'

/** On a machine that is busy with other work. */
const LONGEST_MS = 110_000

/**
 * A file that is the same for all suites of a test run and costs time to make: the first suite that needs it makes it,
 * others wait for it. As it is made anew in each run, it never hides a change of what it is made of.
 *
 * @param make writes the file to the given path
 * @returns its path; nobody may change it
 */
export async function oncePerRun(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const file = join(inject('runFolder'), name)
  await eventually(
    () => existsSync(file) || makeAlone(file, make),
    () => `another suite is still making ${name}`,
    LONGEST_MS,
  )
  return file
}

/** @returns false: another suite is making it */
async function makeAlone(file: string, make: (path: string) => Promise<void>): Promise<boolean> {
  const lock = `${file}.lock`
  try {
    mkdirSync(lock)
  } catch {
    return false
  }
  try {
    if (existsSync(file)) return true
    const unfinished = `${file}.unfinished`
    await make(unfinished)
    renameSync(unfinished, file)
    return true
  } finally {
    rmdirSync(lock)
  }
}
