import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const require = createRequire(import.meta.url)
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const SOURCE = join(ROOT, 'addin', 'functions', 'functions.ts')

/**
 * What Excel must know of the sheet's functions, as Microsoft's generator reads it from their comments. The generator needs
 * the API of TypeScript 5, which later versions don't have: it gets that version, and the rest of the project its own.
 *
 * @returns {Promise<string>} JSON
 */
export async function functionsMetadata() {
  const outfile = join(ROOT, 'node_modules', '.cache', 'custom-functions-metadata.cjs')
  await build({
    stdin: {
      contents: "export { generateCustomFunctionsMetadata } from 'custom-functions-metadata'",
      resolveDir: ROOT,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    alias: { typescript: 'typescript-5' },
    external: ['typescript-5'],
    outfile,
    logLevel: 'warning',
  })
  const { generateCustomFunctionsMetadata } = require(outfile)
  const { metadataJson, errors } = await generateCustomFunctionsMetadata(SOURCE)
  if (errors.length > 0) throw new Error(`${SOURCE}: ${errors.join('; ')}`)
  return metadataJson
}
