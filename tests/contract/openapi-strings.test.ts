import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../server/http/openapi'

interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  maxLength?: number
  properties?: Record<string, Schema>
  items?: Schema
  additionalProperties?: Schema | boolean
  propertyNames?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

interface Document {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: { name: string; schema: Schema }[]
        requestBody?: { content: Record<string, { schema: Schema }> }
      }
    >
  >
}

interface Text {
  place: string
  schema: Schema
}

const document = JSON.parse(JSON.stringify(openApiDocument())) as Document

/** Every string of a schema, with its place. A schema that contains itself is entered once. */
function textsOf(schema: Schema, place: string, entered: readonly string[] = []): Text[] {
  const { $ref } = schema
  if ($ref !== undefined) {
    return entered.includes($ref) ? [] : textsOf(referenced($ref), place, [...entered, $ref])
  }
  const inner: [Schema | boolean | undefined, string][] = [
    ...Object.entries(schema.properties ?? {}).map(([name, one]): [Schema, string] => [
      one,
      `${place}.${name}`,
    ]),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].map(
      (one): [Schema, string] => [one, place],
    ),
    [schema.items, `${place}[]`],
    [schema.additionalProperties, `${place}{}`],
    [schema.propertyNames, `${place}{name}`],
  ]
  const isText = [schema.type].flat().includes('string')
  return [
    ...(isText ? [{ place, schema }] : []),
    ...inner.flatMap(([one, where]) => (typeof one === 'object' ? textsOf(one, where, entered) : [])),
  ]
}

function referenced($ref: string): Schema {
  const path = $ref.slice(2).split('/')
  return path.reduce((node: unknown, key) => (node as Record<string, unknown>)[key], document) as Schema
}

const texts: Text[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { parameters = [], requestBody }]) => [
    ...parameters.flatMap(({ name, schema }) => textsOf(schema, `${method} ${path} ?${name}`)),
    ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
      textsOf(schema, `${method} ${path} `),
    ),
  ]),
)

const hasForm = ({ schema }: Text) =>
  schema.enum !== undefined ||
  schema.const !== undefined ||
  schema.format !== undefined ||
  schema.pattern !== undefined

describe('The strings that a client sends', () => {
  it('have a form or a length, except the name of a sheet', () => {
    const free = texts.filter((one) => !hasForm(one) && one.schema.maxLength === undefined)
    expect(free.map(({ place }) => place)).toEqual(['post /forecasts .sheet'])
  })

  it('have a form, except texts that may be anything', () => {
    expect(texts.filter((one) => !hasForm(one)).map(({ place }) => place)).toEqual([
      'get /contents ?broadcaster',
      'get /contents ?q',
      'post /forecasts .sheet',
      'get /campaigns ?q',
      'post /campaigns/{id}/media-mix/sync .changes[].base{}',
      'post /campaigns/{id}/media-mix/sync .changes[].base{name}',
    ])
  })

  it('have patterns that any program can read as regular expressions', () => {
    for (const { place, schema } of texts) {
      if (schema.pattern !== undefined) expect(() => new RegExp(schema.pattern!, 'u'), place).not.toThrow()
    }
  })
})
