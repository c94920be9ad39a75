import { readFileSync } from 'node:fs'

/**
 * Settings whose values are in files, as containers get their secrets: `DATABASE_URL_FILE=/run/secrets/database-url`. It
 * works for every setting that isn't a file's name itself.
 *
 * @param settings the names of all settings
 * @returns the settings with their values, and what is wrong
 */
export function withFiles(
  given: Readonly<Record<string, string>>,
  settings: readonly string[],
): { given: Record<string, string>; problems: string[] } {
  const all = { ...given }
  const problems: string[] = []
  for (const setting of settings) {
    const name = `${setting}_FILE`
    const file = given[name]
    if (file === undefined || settings.includes(name)) continue
    if (given[setting] !== undefined) {
      problems.push(`${setting} and ${name}: set one of them, not both`)
      continue
    }
    try {
      // Editors and `echo` end a file with a line break.
      const value = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
      if (value === '') problems.push(`${name}: the file is empty`)
      else all[setting] = value
    } catch (error) {
      problems.push(`${name} can't be read: ${(error as Error).message}`)
    }
  }
  return { given: all, problems }
}
