import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { parse } from 'yaml'

/** One of Microsoft's samples: a page with buttons, and the script behind them. */
export interface Sample {
  folder: string
  name: string
  html: string
  /** JavaScript. */
  script: string
}

/** The samples for Excel in a copy of OfficeDev/office-js-snippets, by folder. */
export function readSamples(repository: string): Map<string, Sample[]> {
  const root = join(repository, 'samples', 'excel')
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return new Map(
    folders.map(({ name: folder }) => [
      folder,
      readdirSync(join(root, folder))
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => readSample(folder, join(root, folder, file))),
    ]),
  )
}

interface SampleFile {
  name: string
  script: { content: string }
  template?: { content: string }
}

function readSample(folder: string, path: string): Sample {
  const { name, script, template } = parse(readFileSync(path, 'utf8')) as SampleFile
  const { code } = transformSync(script.content, { loader: 'ts', target: 'es2022' })
  return { folder, name, html: template?.content ?? '', script: code }
}
