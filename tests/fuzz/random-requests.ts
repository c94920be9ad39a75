import type { Random } from './random'

/** An operation of the OpenAPI document. */
export interface Operation {
  id: string
  method: string
  path: string
  parameters: readonly { name: string; in: string; required?: boolean; schema: Schema }[]
  body: { type: string; schema: Schema; example: unknown } | undefined
  /** Statuses that the document tells of. */
  statuses: readonly number[]
  isPublic: boolean
}

export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minItems?: number
}

export interface FuzzedRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: string | Buffer | undefined
}

/** Ids, codes and versions that exist, by the name of the field that has them. */
export type Pool = ReadonlyMap<string, readonly unknown[]>

// biome-ignore lint/suspicious/noExplicitAny: a document is looked at from outside
type Document = any

/** All operations that a fuzzer may call: what ends by itself. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries<Document>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Document>(methods).map(([method, operation]) => {
      const content = Object.entries<Document>(operation.requestBody?.content ?? {})[0]
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        parameters: operation.parameters ?? [],
        body: content && { type: content[0], schema: content[1].schema, example: content[1].example },
        statuses: Object.keys(operation.responses).map(Number),
        isPublic: operation.security?.length === 0,
      }
    }),
  )
}

const DEEPEST = 6
const STRINGS = [
  '',
  ' ',
  '가나다',
  '각',
  'a'.repeat(300),
  '가'.repeat(2_000),
  "'; DROP TABLE account; --",
  '%',
  '_',
  '\\',
  '../../etc/passwd',
  '\u0000',
  '\u202e',
  '\ud800',
  '🦊'.repeat(20),
  '=1+1',
  '<script>',
  '${7*7}',
  '__proto__',
  'constructor',
  'null',
  'true',
  '0',
  '-1',
  '1e400',
  '2026-02-30',
  '9999-12-31',
  '2026-12-01T00:00:00+99:00',
  'NaN',
] as const
const NUMBERS = [
  0,
  -0,
  -1,
  1,
  0.1,
  1e-9,
  1.5,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
  1e21,
  1e308,
  -1e308,
  99_999_999,
]
const DAYS = [
  '2026-11-30',
  '2026-12-01',
  '2026-12-05',
  '2026-12-10',
  '2026-12-20',
  '2026-12-31',
  '2027-01-01',
]

/** Makes requests of the document's operations: right ones, nearly right ones, and wrong ones. */
export class RandomRequests {
  constructor(
    private readonly document: Document,
    private readonly pool: Pool,
  ) {}

  request(operation: Operation, random: Random): FuzzedRequest {
    const { method, parameters, body } = operation
    const query = new URLSearchParams()
    const headers: Record<string, string> = {
      'accept-language': random.of(['ko', 'en', 'fr;q=0.1', '*']),
    }
    let path = operation.path
    for (const parameter of parameters) {
      const value = this.parameter(parameter.name, parameter.schema, random, operation.path)
      if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encoded(value) || '%20')
      else if (parameter.in === 'query') {
        if (parameter.required || random.chance(0.4)) query.append(parameter.name, value)
        if (random.chance(0.02)) query.append(parameter.name, value)
      } else if (random.chance(0.5)) headers[parameter.name.toLowerCase()] = headerText(value)
    }
    if (random.chance(0.03))
      query.append(random.of(['x', '__proto__', 'limit[]', '$where']), random.of(STRINGS))
    const search = query.size > 0 ? `?${query}` : ''
    const request = { method, path: `/api/v1${path}${search}`, headers, body: undefined }
    if (!body) return random.chance(0.02) ? withBody(request, 'application/json', '{"a":1}') : request
    if (body.type === 'multipart/form-data') return withUpload(request, random)
    const value = this.body(body, random)
    let text = JSON.stringify(value) ?? 'null'
    if (random.chance(0.02))
      text = random.of([text.slice(0, -1), `${text}}`, '', '{"a":', '[[[[', 'ﾌﾞ', '\u0000'])
    if (random.chance(0.005)) text = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    const type = random.chance(0.02)
      ? random.of(['text/plain', 'application/xml', 'application/json; charset=latin1', ''])
      : 'application/json'
    return withBody(request, type, text)
  }

  /** The example of the document or a value of its schema, with what exists put in, and then with faults. */
  private body({ schema, example }: NonNullable<Operation['body']>, random: Random): unknown {
    const base =
      example !== undefined && random.chance(0.6)
        ? this.withKnown(structuredClone(example), random)
        : this.value(schema, '', random, 0)
    if (random.chance(0.45)) return base
    const faults = 1 + random.below(3)
    let value = base
    for (let i = 0; i < faults; i++) value = this.mutated(value, random)
    return value
  }

  /** Puts ids, codes and versions that exist where the example has others. */
  private withKnown(value: unknown, random: Random, name = ''): unknown {
    if (Array.isArray(value)) return value.map((one) => this.withKnown(one, random, name))
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, this.withKnown(inner, random, key)]),
      )
    return this.known(name, random) ?? value
  }

  private known(name: string, random: Random): unknown {
    const values = this.pool.get(name)
    return values && random.chance(0.85) ? random.of(values) : undefined
  }

  private mutated(value: unknown, random: Random, depth = 0): unknown {
    if (Array.isArray(value) && value.length > 0 && depth < DEEPEST && random.chance(0.7)) {
      const at = random.below(value.length)
      const what = random.below(10)
      if (what === 0) return [...value, ...value]
      if (what === 1) return value.filter((_, i) => i !== at)
      if (what === 2) return Array.from({ length: 300 }, () => value[at])
      return value.map((one, i) => (i === at ? this.mutated(one, random, depth + 1) : one))
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && random.chance(0.8)) {
      const entries = Object.entries(value)
      if (entries.length === 0) return { x: random.of(STRINGS) }
      const [name] = random.of(entries)
      const what = random.below(8)
      if (what === 0) return Object.fromEntries(entries.filter(([key]) => key !== name))
      if (what === 1)
        return { ...value, [random.of(['extra', 'constructor', 'toString', 'id'])]: random.of(STRINGS) }
      return Object.fromEntries(
        entries.map(([key, inner]) => [key, key === name ? this.mutated(inner, random, depth + 1) : inner]),
      )
    }
    return random.of<unknown>([
      random.of(STRINGS),
      random.of(NUMBERS),
      random.of(DAYS),
      null,
      true,
      [],
      {},
      [random.of(NUMBERS)],
      { a: random.of(STRINGS) },
    ])
  }

  private parameter(name: string, schema: Schema, random: Random, path: string): string {
    if (random.chance(0.12)) return String(random.of<unknown>([...STRINGS, ...NUMBERS])).slice(0, 500)
    const within = path.split('/').find((_part, i, parts) => parts[i + 1] === `{${name}}`)
    const known = this.known(within ? `${within}.${name}` : name, random) ?? this.known(name, random)
    return String(known ?? this.value(schema, name, random, 0))
  }

  /** A value of a schema. */
  private value(given: Schema, name: string, random: Random, depth: number): unknown {
    const schema = given.$ref ? this.resolve(given.$ref) : given
    const known = this.known(name, random)
    if (known !== undefined) return known
    if (schema.const !== undefined) return schema.const
    if (schema.enum) return random.of(schema.enum)
    const choices = schema.anyOf ?? schema.oneOf
    if (choices) return this.value(random.of(choices), name, random, depth)
    if (schema.allOf)
      return Object.assign({}, ...schema.allOf.map((one) => this.value(one, name, random, depth)))
    const type = Array.isArray(schema.type) ? random.of(schema.type) : schema.type
    switch (type) {
      case 'object':
        return Object.fromEntries(
          Object.entries(schema.properties ?? {})
            .filter(([key]) => schema.required?.includes(key) || (depth < DEEPEST && random.chance(0.5)))
            .map(([key, inner]) => [key, this.value(inner, key, random, depth + 1)]),
        )
      case 'array': {
        const length = depth > DEEPEST ? 0 : (schema.minItems ?? 0) + random.below(3)
        return Array.from({ length }, () => this.value(schema.items ?? {}, name, random, depth + 1))
      }
      case 'integer':
      case 'number': {
        const least = schema.minimum ?? 0
        const span = Math.min((schema.maximum ?? least + 100_000) - least, 1_000_000)
        const value = least + random.next() * span
        return type === 'integer' ? Math.round(value) : value
      }
      case 'boolean':
        return random.chance(0.5)
      case 'null':
        return null
      default:
        return this.text(schema, random)
    }
  }

  private text({ format, pattern }: Schema, random: Random): string {
    if (format === 'date') return random.of(DAYS)
    if (format === 'date-time') return `${random.of(DAYS)}T03:00:00.000Z`
    if (format === 'uuid') return `00000000-0000-4000-8000-${String(random.below(1e12)).padStart(12, '0')}`
    if (format === 'email') return `person${random.below(50)}@example.com`
    if (pattern?.includes('\\d{4}-')) return random.of(['2026-11', '2026-12', '2027-01'])
    return random.of(['A', '가', 'x1', `값 ${random.below(100)}`, random.of(STRINGS)])
  }

  private resolve(reference: string): Schema {
    return reference
      .slice(2)
      .split('/')
      .reduce((node, key) => node[key], this.document) as Schema
  }
}

function withBody(request: FuzzedRequest, type: string, body: string | Buffer): FuzzedRequest {
  const headers = { ...request.headers, ...(type ? { 'content-type': type } : {}) }
  return { ...request, headers, body }
}

/** A file as vendors send it, or rubbish, in a form that is whole or not. */
function withUpload(request: FuzzedRequest, random: Random): FuzzedRequest {
  const boundary = 'fuzz'
  const file = random.of<string | Buffer>([
    'meta_id,date,hour,platform,impressions\nA,2026-12-01,0,NAVER,10\n',
    '메타ID,날짜\n',
    '',
    'PK\u0003\u0004rubbish',
    Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x00]),
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    'a,b\n"unclosed',
  ])
  const name = random.of(['forecast.csv', 'forecast.xlsx', '../../x', '가.csv', ''])
  const form = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${random.of(['file', 'file', 'other'])}"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n`,
    ),
    Buffer.from(file),
    Buffer.from(random.chance(0.9) ? `\r\n--${boundary}--\r\n` : ''),
  ])
  return withBody(request, `multipart/form-data; boundary=${boundary}`, form)
}

function encoded(value: string): string {
  // A lone half of a pair of surrogates can't be encoded.
  return encodeURIComponent(value.toWellFormed())
}

function headerText(value: string): string {
  return value.replace(/[^\t\x20-\x7e]/g, '?').slice(0, 1_000)
}
