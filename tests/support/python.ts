import { spawnSync } from 'node:child_process'

/** A Python that has openpyxl and XlsxWriter: $PYTHON, the one on the PATH, or the system's. */
export function findPython(): string | undefined {
  const programs = [process.env.PYTHON, 'python3', '/usr/bin/python3'].filter((one) => one !== undefined)
  return programs.find((one) => spawnSync(one, ['-c', 'import openpyxl, xlsxwriter']).status === 0)
}
