import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'

/** Stands for a value that only a running program knows: `⟨1⟩`, `⟨2⟩` … */
const VALUE = '⟨?⟩'

interface Node {
  type: string
  start: number
  parent?: Node
  // A syntax tree has as many forms of nodes as its language.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  [name: string]: any
}

interface Source {
  file: string
  nodes: Node[]
}

/** What a sentence is said for: the detail of a problem or of a run's error, or what is wrong with a field. */
export interface Said {
  where: string
  sentence: string
}

/**
 * The sentences that the source of a folder can say to a caller, found in its syntax: literals and templates, also
 * where they come through constants, conditions and parameters of functions.
 */
export function sentencesOf(folder: string): Said[] {
  const sources = sourcesOf(folder)
  const said = sources.flatMap(({ file, nodes }) =>
    nodes
      .flatMap(toldBy)
      .flatMap((node) =>
        says(node, sources, []).map((sentence) => ({ where: file, sentence: numbered(sentence) })),
      ),
  )
  const seen = new Set<string>()
  return said.filter(({ sentence }) => /[A-Za-z]/.test(sentence) && !seen.has(sentence) && seen.add(sentence))
}

/** The words that a contract gives to its own rules. */
export function rulesOf(folder: string): Said[] {
  const sources = sourcesOf(folder)
  return sources.flatMap(({ file, nodes }) =>
    nodes
      .flatMap(ruledBy)
      .flatMap((node) =>
        says(node, sources, []).map((sentence) => ({ where: file, sentence: numbered(sentence) })),
      ),
  )
}

function sourcesOf(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((name) => {
      const file = join(folder, name)
      const nodes: Node[] = []
      const visit = (value: unknown, parent?: Node): void => {
        if (Array.isArray(value)) for (const one of value) visit(one, parent)
        else if (isNode(value)) {
          nodes.push(value)
          for (const child of Object.values(value)) visit(child, value)
          if (parent) value.parent = parent
        }
      }
      visit(parseSync(file, readFileSync(file, 'utf8')).program)
      return { file, nodes }
    })
}

function isNode(value: unknown): value is Node {
  return typeof (value as Node | null)?.type === 'string'
}

function toldBy(node: Node): Node[] {
  if (node.type === 'NewExpression' && node.callee.name === 'Problem') return node.arguments.slice(1, 2)
  if (node.type === 'ObjectExpression')
    return [...memberBeside(node, 'detail', 'code'), ...memberBeside(node, 'message', 'path')]
  return []
}

const RULES = 'min max int regex refine length email url multipleOf positive gte lte'.split(' ')

function ruledBy(node: Node): Node[] {
  if (node.type === 'CallExpression' && RULES.includes(node.callee.property?.name))
    return node.arguments.slice(0, 2).filter(({ type }: Node) => !type.endsWith('FunctionExpression'))
  return node.type === 'ObjectExpression' ? ['message', 'error'].flatMap((name) => member(node, name)) : []
}

function member({ properties }: Node, name: string): Node[] {
  return properties.filter(({ key }: Node) => key?.name === name).map(({ value }: Node) => value)
}

function memberBeside(node: Node, name: string, other: string): Node[] {
  return member(node, other).length > 0 ? member(node, name) : []
}

/** The sentences that an expression can be. */
function says(node: Node, sources: readonly Source[], from: readonly Node[]): string[] {
  const also = (next: Node): string[] => says(next, sources, [...from, node])
  if (from.includes(node)) return []
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [VALUE]
    case 'TemplateLiteral':
      return node.quasis.reduce(
        (begun: string[], { value }: Node, i: number) =>
          (i === 0 ? [''] : also(node.expressions[i - 1])).flatMap((filled) =>
            (i === 0 ? [''] : begun).map((before) => before + filled + value.cooked),
          ),
        [],
      )
    case 'ConditionalExpression':
      return [...also(node.consequent), ...also(node.alternate)]
    case 'LogicalExpression':
      return [...also(node.left), ...also(node.right)]
    case 'BinaryExpression':
      if (node.operator !== '+') return [VALUE]
      return also(node.left).flatMap((left) => also(node.right).map((right) => left + right))
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return also(node.expression)
    case 'CallExpression': {
      const called = functionNamed(node.callee.name, node, sources)
      const answers = called ? answersOf(called).flatMap(also) : []
      return answers.length > 0 && answers.every((answer) => answer !== VALUE) ? answers : [VALUE]
    }
    case 'Identifier':
      return named(node, sources, also)
    default:
      return [VALUE]
  }
}

/** What a name stands for: a constant, or a parameter and what is given for it by each call. */
function named(name: Node, sources: readonly Source[], also: (node: Node) => string[]): string[] {
  for (let scope = name.parent; scope; scope = scope.parent) {
    const constant = (Array.isArray(scope.body) ? scope.body : [])
      .map((statement: Node) => statement.declaration ?? statement)
      .filter(({ type }: Node) => type === 'VariableDeclaration')
      .flatMap(({ declarations }: Node) => declarations)
      .find(({ id }: Node) => id.name === name.name)
    if (constant) return constant.init ? also(constant.init) : [VALUE]
    const at = (scope.params ?? []).findIndex((one: Node) => one.name === name.name)
    if (at >= 0) {
      const given = callsOf(scope, sources).flatMap(({ arguments: values }) =>
        values[at] ? also(values[at]) : [],
      )
      return given.length > 0 ? given : [VALUE]
    }
  }
  return [VALUE]
}

function callsOf(called: Node, sources: readonly Source[]): Node[] {
  const method = called.parent?.type === 'MethodDefinition' ? called.parent.key.name : undefined
  const name = called.id?.name
  const own = sources.find(({ nodes }) => nodes.includes(called))!
  const isExported = called.parent?.type === 'ExportNamedDeclaration'
  return (isExported ? sources.filter((source) => source === own || imports(source, name)) : [own])
    .flatMap(({ nodes }) => nodes)
    .filter(
      ({ type, callee }) =>
        type === 'CallExpression' &&
        (method === undefined
          ? name !== undefined && callee.name === name
          : callee.object?.type === 'ThisExpression' && callee.property?.name === method),
    )
}

function functionNamed(name: string | undefined, from: Node, sources: readonly Source[]): Node | undefined {
  return sources
    .find(({ nodes }) => nodes.includes(from))!
    .nodes.find(({ type, id }) => type === 'FunctionDeclaration' && name !== undefined && id?.name === name)
}

function answersOf(called: Node): Node[] {
  const answers: Node[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    else if (isNode(value)) {
      if (value.type === 'ReturnStatement' && value.argument) answers.push(value.argument)
      else for (const [key, child] of Object.entries(value)) if (key !== 'parent') visit(child)
    }
  }
  visit(called.body)
  return answers
}

function imports({ nodes }: Source, name: string | undefined): boolean {
  return nodes.some(({ type, imported }) => type === 'ImportSpecifier' && imported.name === name)
}

function numbered(sentence: string): string {
  let at = 0
  return sentence.replaceAll(VALUE, () => `⟨${++at}⟩`)
}
