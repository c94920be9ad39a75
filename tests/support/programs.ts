import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

export interface Programs {
  /** The file of a program by its name. */
  file(name: string): string
  remove(): void
}

/** Bundles the present sources into programs that run as processes or threads of their own. */
export async function buildPrograms(entryPoints: Record<string, string>): Promise<Programs> {
  // Inside the repository, so that node_modules is found.
  const folder = mkdtempSync(join(import.meta.dirname, '..', '..', 'node_modules', '.flightsheet-programs-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  await build({
    entryPoints,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  }).catch((error) => {
    remove()
    throw error
  })
  return {
    file: (name) => join(folder, `${name}.mjs`),
    remove,
  }
}

export interface Spawned {
  process: ChildProcess
  /** Everything that the process has written so far, to stdout and stderr. */
  output(): string
  /** Resolves when the process has written this text. */
  said(text: string): Promise<void>
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>
}

export function spawnProgram(file: string, args: string[], env: Record<string, string>): Spawned {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let text = ''
  const watchers = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      for (const look of watchers) look()
    })
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal)),
  )
  return {
    process: child,
    output: () => text,
    ended,
    said: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!text.includes(wanted)) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
        void ended.then((code) => reject(new Error(`ended (${code}) without saying "${wanted}":\n${text}`)))
      }),
  }
}
