// node generate.mjs <openapi.json> <api.d.ts>: writes the types of a client of the described interface.
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import openapiTypeScript, { astToString } from 'openapi-typescript'

const [document, types] = process.argv.slice(2)
// A field of a body that has a default may be left out.
const tree = await openapiTypeScript(pathToFileURL(document), { defaultNonNullable: false })
writeFileSync(types, astToString(tree))
