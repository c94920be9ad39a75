import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * The registry key of Excel on Windows for add-ins under development: one value per add-in with its id and
 * its manifest's path.
 */
const DEVELOPER_KEY = 'HKCU\\SOFTWARE\\Microsoft\\Office\\16.0\\WEF\\Developer'
/** The container of Excel on a Mac, which has a folder for such manifests. */
const CONTAINER = 'Library/Containers/com.microsoft.Excel/Data'

/**
 * Registers add-ins under development with Excel on this machine.
 *
 * @param {{ platform?: string, home?: string, run?: (command: string, args: string[]) => void }} machine
 * @returns {{
 *   register(id: string, manifest: string): void, unregister(id: string): boolean, open(): void
 * } | undefined} `unregister` returns whether the add-in was registered; undefined where Excel does not run
 */
export function excelOf({ platform = process.platform, home = homedir(), run = runProgram } = {}) {
  if (platform === 'win32') return onWindows(run)
  if (platform === 'darwin') return onMac(home, run)
  return undefined
}

function onWindows(run) {
  return {
    register(id, manifest) {
      run('reg', ['add', DEVELOPER_KEY, '/v', id, '/t', 'REG_SZ', '/d', manifest, '/f'])
    },
    unregister(id) {
      try {
        run('reg', ['query', DEVELOPER_KEY, '/v', id])
      } catch {
        return false
      }
      run('reg', ['delete', DEVELOPER_KEY, '/v', id, '/f'])
      return true
    },
    open() {
      run('cmd', ['/c', 'start', 'excel'])
    },
  }
}

function onMac(home, run) {
  const folder = join(home, CONTAINER, 'Documents/wef')
  const file = (id) => join(folder, `${id}.manifest.xml`)
  return {
    register(id, manifest) {
      if (!existsSync(join(home, CONTAINER))) {
        throw new Error(
          'Excel was never opened on this Mac: install it, open it once, then run the command again.',
        )
      }
      mkdirSync(folder, { recursive: true })
      copyFileSync(manifest, file(id))
    },
    unregister(id) {
      const there = existsSync(file(id))
      rmSync(file(id), { force: true })
      return there
    },
    open() {
      run('open', ['-a', 'Microsoft Excel'])
    },
  }
}

function runProgram(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) {
    throw new Error(`${[command, ...args].join(' ')}: ${error?.message ?? (stderr || stdout).trim()}`)
  }
}
