import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Where LibreOffice's program is: on the PATH, or where its installers put it. */
export function findLibreOffice(): string | undefined {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => ['soffice', 'libreoffice', 'soffice.exe'].map((name) => join(folder, name)))
  return [
    ...onPath,
    '/usr/bin/soffice',
    '/Applications/LibreOffice.app/Contents/MacOS/soffice',
    'C:\\Program Files\\LibreOffice\\program\\soffice.exe',
  ].find((path) => existsSync(path))
}

/**
 * @param setting a path, `off`, or undefined: where it is found
 * @throws Error for a path that isn't there
 */
export function libreOfficeOf(setting: string | undefined): string | undefined {
  if (setting === undefined) return findLibreOffice()
  if (setting === 'off') return undefined
  if (!existsSync(setting)) throw new Error(`LIBREOFFICE: there is no program ${setting}`)
  return setting
}

interface Conversion {
  program: string
  /** A folder for LibreOffice's settings; only one program at a time may use it. */
  profile: string
  /** Paths of files; several at once take one start of the program. */
  from: readonly string[]
  /** `pdf`, `xlsx:Calc MS Excel 2007 XML` */
  to: string
  /** The folder of the results, which have the names of the files. */
  into: string
  timeoutMs: number
  signal?: AbortSignal
}

/**
 * Converts files with LibreOffice. When it is aborted or takes too long, all of its processes are ended.
 *
 * @throws Error with what LibreOffice wrote
 */
export async function convert(conversion: Conversion): Promise<void> {
  const { program, profile, from, to, into, timeoutMs, signal } = conversion
  await mkdir(profile, { recursive: true })
  const args = ['--headless', '--norestore', '--convert-to', to, '--outdir', into, ...from]
  await new Promise<void>((resolve, reject) => {
    // A process group of its own: the program starts others.
    const child = spawn(program, [`-env:UserInstallation=${pathToFileURL(profile).href}`, ...args], {
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => {
        said = `${said}${bytes.toString('utf8')}`.slice(-2000)
      })
    const end = () => {
      try {
        if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL')
        else process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has ended already.
      }
    }
    const timer = setTimeout(end, timeoutMs)
    signal?.addEventListener('abort', end, { once: true })
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      if (code === 0) resolve()
      else reject(new Error(`LibreOffice ended with ${code ?? 'a signal'}: ${said.trim()}`))
    })
    if (signal?.aborted) end()
  })
}
