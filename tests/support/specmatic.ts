import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const INSTALLED = 'node_modules/specmatic/specmatic.jar'

/** Specmatic's program, where Java and it are there. It is 85 MB, so the project doesn't bring it. */
export function findSpecmatic(): string | undefined {
  const jar = [process.env.SPECMATIC_JAR, INSTALLED].find((path) => path && existsSync(path))
  if (!jar) return undefined
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' })
    return jar
  } catch {
    return undefined
  }
}
