import { resolve } from 'node:path'
import { build } from 'esbuild'

/**
 * Compiles a file of `shared/contract/` for a page: the pages call the service by its contract, but the service checks
 * what it is sent. So a page gets of each call what its client reads (method, path, role, file), and plain values such
 * as lists of names; schemas, and the library that they are made of, stay in the service. A page that imports a schema
 * doesn't build.
 */
export default async function contract() {
  const done = this.async()
  try {
    const { outputFiles, metafile } = await build({
      entryPoints: [this.resourcePath],
      absWorkingDir: this.rootContext,
      bundle: true,
      format: 'esm',
      platform: 'node',
      write: false,
      metafile: true,
      logLevel: 'silent',
    })
    for (const file of Object.keys(metafile.inputs)) this.addDependency(resolve(this.rootContext, file))
    const url = `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`
    const values = Object.entries(await import(url)).map(([name, value]) => [name, ofPage(value)])
    const kept = values.filter(([, value]) => value !== undefined)
    done(null, kept.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}\n`).join(''))
  } catch (error) {
    done(error)
  }
}

/** Undefined for what only the service needs. */
function ofPage(value) {
  if (typeof value === 'string' || Array.isArray(value)) return value
  if (typeof value !== 'object' || !('operationId' in value)) return undefined
  const { method, path, role, file } = value
  return { method, path, role, file }
}
