import { existsSync, mkdirSync, renameSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { type Clock, createClock } from '../../server/clock'
import { loadSampleData } from '../../server/setup/sample-data'
import { monthOf } from '../../shared/calendar'
import { type DatabaseKind, embedded } from './databases'
import { eventually } from './eventually'
import { CLOCK, startService } from './service'

/**
 * Embedded databases with the sample market, which begins in the month of the clock. Loading it takes seconds of
 * computing, so the first suite of a test run loads it into a file, and every suite works on a copy of this file.
 */
export function sampleMarket(clock: Clock = createClock(CLOCK)): DatabaseKind {
  const file = join(inject('runFolder'), `market-${monthOf(clock.today())}.sqlite`)
  return {
    name: 'sqlite',
    async create() {
      await eventually(() => existsSync(file) || loadAlone(file, clock))
      return embedded(file)
    },
  }
}

/** @returns whether the market was loaded; false: another suite is loading it */
async function loadAlone(file: string, clock: Clock): Promise<boolean> {
  const lock = `${file}.lock`
  try {
    mkdirSync(lock)
  } catch {
    return false
  }
  try {
    if (!existsSync(file)) await load(file, clock)
    return true
  } finally {
    rmdirSync(lock)
  }
}

async function load(file: string, clock: Clock): Promise<void> {
  const unfinished = `${file}.unfinished`
  const kind: DatabaseKind = {
    name: 'sqlite',
    create: async () => ({ url: `sqlite:${unfinished}`, drop: async () => undefined }),
  }
  const running = await startService(kind, {}, clock)
  try {
    await loadSampleData(running.service)
  } finally {
    await running.stop()
  }
  renameSync(unfinished, file)
}
