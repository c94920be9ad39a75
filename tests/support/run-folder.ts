import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** For what the suites of one test run share: empty when the run begins, deleted at its end. */
    runFolder: string
  }
}

export default function runFolder(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-run-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  project.provide('runFolder', folder)
  // In watch mode, what was made from the earlier sources must not outlive them.
  project.onTestsRerun(async () => {
    remove()
    mkdirSync(folder)
  })
  return remove
}
