import { join, relative, resolve } from 'node:path'
import {
  isBinaryExpression,
  isBindingElement,
  isCallExpression,
  isConditionalExpression,
  isElementAccessExpression,
  isIdentifier,
  isIfStatement,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isSpreadAssignment,
  isStringLiteral,
  type Node,
  type SourceFile,
  SyntaxKind,
} from 'typescript/unstable/ast'
import {
  API,
  type Checker,
  type Symbol as OfficeSymbol,
  type Project,
  SymbolFlags,
  type Type,
} from 'typescript/unstable/sync'

/** A requirement set as `ExcelApi 1.10`. */
export interface RequirementSet {
  name: string
  /** The 10 of `1.10`: the major version of every set so far is 1. */
  minor: number
}

/** A member of Office.js that the add-in uses in one place. */
export interface MemberUse {
  /** `Excel` or `Office`. */
  library: string
  /** As the workbench names it: `Range.values`. */
  member: string
  /** Whether it belongs to an object of the host, not to plain data, an option or an enumeration. */
  hosted: boolean
  /** The set that the library's documentation names; null where it names none. */
  set: RequirementSet | null
  /** The sets that the surrounding code has checked by `isSetSupported`. */
  guards: RequirementSet[]
  /** `addin/excel/buttons.ts:71` */
  place: string
}

/** Members of every object of the client; they never reach the host. */
const OF_THE_CLIENT = new Set(['context', 'isNullObject', 'load', 'set', 'toJSON', 'track', 'untrack'])

/**
 * Reads a folder with the compiler and lists every property, method, option and enumeration value of
 * Office.js that its files use, in any notation (`range.values`, `const { values } = range`,
 * `range['values']`, `range.load({ values: true })`).
 *
 * @param folder with a `tsconfig.json` in it
 * @throws Error where `load` gets its names in another form than an object: the compiler doesn't see those
 */
export function officeMembers(folder: string): MemberUse[] {
  const api = new API({ cwd: process.cwd() })
  try {
    const project = api.updateSnapshot({ openProject: join(folder, 'tsconfig.json') }).getProjects()[0]!
    return new Reader(project, resolve(folder).replaceAll('\\', '/')).read()
  } finally {
    // The compiler's process may write "context canceled" when it ends; it is harmless.
    api.close()
  }
}

/** An access to `name` in `node`: a member of the type of `of`. */
interface Access {
  node: Node
  of: Node
  name: string
}

type Member = Omit<MemberUse, 'guards' | 'place'>

class Reader {
  private readonly checker: Checker
  // Every query goes to the compiler's own process, so the answers are cached.
  private readonly known = new Map<string, Member | null>()
  private readonly owners = new Map<number, OfficeSymbol | null>()

  constructor(
    private readonly project: Project,
    private readonly folder: string,
  ) {
    this.checker = project.checker
  }

  read(): MemberUse[] {
    const files = this.project.program
      .getSourceFileNames()
      .filter((name) => name.startsWith(`${this.folder}/`))
    return files.flatMap((name) => this.readFile(this.project.program.getSourceFile(name)!))
  }

  private readFile(file: SourceFile): MemberUse[] {
    const accesses = [...accessesIn(file)]
    if (accesses.length === 0) return []
    const types = this.checker.getTypeAtLocation(accesses.map(({ of }) => of))
    const expected = new Map<Node, Type | undefined>()
    return accesses.flatMap(({ node, of, name }, i) => {
      let type = types[i]
      if (isObjectLiteralExpression(of)) {
        if (!expected.has(of)) expected.set(of, this.checker.getContextualType(of))
        type = expected.get(of)
      }
      return constituents(type).flatMap((one) => {
        const owner = this.ownerOf(one)
        if (!owner) return []
        if (name === 'load' && loadsUnseen(node)) {
          throw new Error(`${placeOf(node, file)}: load by { name: true }, so that what is loaded is checked`)
        }
        const member = this.member(one, owner, name)
        return member ? [{ ...member, guards: guardsAround(node, file), place: placeOf(node, file) }] : []
      })
    })
  }

  /** The class, interface or enumeration of Office.js that a type refers to. */
  private ownerOf(type: Type): OfficeSymbol | null {
    const known = this.owners.get(type.id)
    if (known !== undefined) return known
    const symbol = type.getSymbol()
    const owner = symbol && isOffice(symbol) ? symbol : null
    this.owners.set(type.id, owner)
    return owner
  }

  private member(type: Type, owner: OfficeSymbol, name: string): Member | null {
    if (OF_THE_CLIENT.has(name)) return null
    const key = `${type.id}.${name}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const symbol = this.checker.getPropertyOfType(type, name)
    const found = symbol && isOffice(symbol) ? this.describe(owner, symbol) : null
    this.known.set(key, found)
    return found
  }

  private describe(owner: OfficeSymbol, symbol: OfficeSymbol): Member | null {
    const names = ancestors(symbol)
    const library = names[0]!
    if (library !== 'Excel' && library !== 'Office') return null
    // `range.load({ values: true })` and `range.set({ … })` name members of Range through plain interfaces.
    const option =
      names[1] === 'Interfaces' && /^(\w+?)(?:Collection)?(?:LoadOptions|UpdateData)$/.exec(owner.name)
    const className = option ? option[1] : owner.name
    return {
      library,
      member: names.length === 2 ? names[1]! : `${className}.${symbol.name}`,
      hosted: library === 'Excel' && (Boolean(option) || (owner.flags & SymbolFlags.Class) !== 0),
      set: this.requirement(symbol),
    }
  }

  /** The latest set that is named, where overloads or values name different ones. */
  private requirement(symbol: OfficeSymbol): RequirementSet | null {
    const remarks = this.checker
      .getJsDocTagsOfSymbol(symbol)
      .filter(({ name }) => name === 'remarks')
      .map(({ text }) => text ?? '')
      .join('\n')
    const api = [...remarks.matchAll(/\[Api set: (\w+)([^\]]*)\]/g)].filter(([, name]) => name !== 'Mailbox')
    const shared = [...remarks.matchAll(/\*\*Requirement sets?\*\*:[^\n]*\| ([A-Za-z]+) ([\d.]+)\s*\}/g)]
    const sets = [...api, ...shared].map(([, name, versions]) => ({
      name: name!,
      // A preview has no number and counts as later than every version.
      minor: Math.max(
        ...[...versions!.matchAll(/1\.(\d+)/g)].map(([, minor]) => Number(minor)),
        /beta|preview/i.test(`${name} ${versions}`) ? Number.POSITIVE_INFINITY : 0,
      ),
    }))
    return sets.sort((a, b) => b.minor - a.minor)[0] ?? null
  }
}

function* accessesIn(node: Node): Generator<Access> {
  if (isPropertyAccessExpression(node)) yield { node: node.name, of: node.expression, name: node.name.text }
  if (isElementAccessExpression(node) && isStringLiteral(node.argumentExpression)) {
    yield { node, of: node.expression, name: node.argumentExpression.text }
  }
  if (isBindingElement(node)) {
    const name = node.propertyName ?? node.name
    if (name && node.parent.kind === SyntaxKind.ObjectBindingPattern && isIdentifier(name)) {
      yield { node, of: node.parent, name: name.text }
    }
  }
  if (isObjectLiteralExpression(node)) {
    for (const property of node.properties) {
      if (isSpreadAssignment(property)) continue
      const { name } = property
      if (name && (isIdentifier(name) || isStringLiteral(name)))
        yield { node: property, of: node, name: name.text }
    }
  }
  const children: Node[] = []
  node.forEachChild((child) => {
    children.push(child)
  })
  for (const child of children) yield* accessesIn(child)
}

function constituents(type: Type | undefined): readonly Type[] {
  if (!type) return []
  return type.isUnionType() || type.isIntersectionType() ? type.getTypes().flatMap(constituents) : [type]
}

function isOffice(symbol: OfficeSymbol): boolean {
  return symbol.declarations.some(({ path }) => path.includes('/@types/office-js/'))
}

/** Names from the library down to the symbol: `Excel`, `Range`, `values`. */
function ancestors(symbol: OfficeSymbol): string[] {
  const parent = symbol.getParent()
  return [...(parent ? ancestors(parent) : []), symbol.name]
}

function placeOf(node: Node, file: SourceFile): string {
  const line = file.text.slice(0, node.getStart(file)).split('\n').length
  return `${relative('.', file.fileName)}:${line}`
}

/** `load('values')`, `load(names)`: the names to load are text, which the compiler can't check. */
function loadsUnseen(name: Node): boolean {
  const access = name.parent
  const call = access?.parent
  return (
    !!call &&
    isCallExpression(call) &&
    call.expression === access &&
    call.arguments.some((given) => !isObjectLiteralExpression(given))
  )
}

const GUARD = /isSetSupported\(\s*'(\w+)'\s*,\s*'1\.(\d+)'\s*\)/g

/** The sets in the conditions that hold at the node: `if`, `? :` and `&&` with `isSetSupported`. */
function guardsAround(node: Node, file: SourceFile): RequirementSet[] {
  const guards: RequirementSet[] = []
  for (let child = node, parent = node.parent; parent; child = parent, parent = parent.parent) {
    let condition: Node | undefined
    if (isIfStatement(parent) && parent.thenStatement === child) condition = parent.expression
    if (isConditionalExpression(parent) && parent.whenTrue === child) condition = parent.condition
    if (
      isBinaryExpression(parent) &&
      parent.right === child &&
      parent.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken
    )
      condition = parent.left
    if (!condition) continue
    for (const [, name, minor] of file.text.slice(condition.pos, condition.end).matchAll(GUARD)) {
      guards.push({ name: name!, minor: Number(minor) })
    }
  }
  return guards
}
