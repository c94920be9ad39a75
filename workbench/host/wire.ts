import { generalException, invalidArgument, invalidObjectPath, notImplemented, OfficeError } from './errors'
import { customFunctionsType } from './function-results'
import type { Host } from './host'
import { HostObject } from './host-type'
import { queryValue } from './query'
import { workbookType } from './workbook'

/** One request of a `context.sync()`, as the client writes it. */
export interface Request {
  Actions: Action[]
  ObjectPaths: Record<string, ObjectPath>
}

interface Action {
  Id: number
  ActionType: number
  Name?: string
  ObjectPathId: number
  ArgumentInfo?: Arguments
  QueryInfo?: { Select?: string[]; Expand?: string[] }
}

interface Arguments {
  Arguments?: unknown[]
  ReferencedObjectPathIds?: (number | ReferencedIds)[]
}
type ReferencedIds = (number | ReferencedIds)[]

interface ObjectPath {
  Id: number
  ObjectPathType: number
  Name: string
  ParentObjectPathId?: number
  ArgumentInfo?: Arguments
  /** True: untracked. No later request refers to the object, so it gets no reference. */
  D?: boolean
}

export interface Response {
  Results: { ActionId: number; Value: unknown }[]
  TraceIds?: number[]
  Error?: { Code: string; Message: string; Location: string; ActionIndex: number; HttpStatusCode: number }
}

const ACTION = { instantiate: 1, query: 2, method: 3, setProperty: 4, trace: 5, ensureUnchanged: 6 }
const PATH = { workbook: 1, newObject: 2, method: 3, property: 4, item: 5, reference: 6, nullObject: 7 }

/**
 * Runs a request as Excel does: in order, up to the first action that fails. Earlier actions aren't undone.
 */
export class Wire {
  #references = new Map<string, HostObject>()
  #nextReference = 1
  #queue: Promise<unknown> = Promise.resolve()

  constructor(private readonly host: Host) {}

  /**
   * Runs one request at a time, so that the batches of two panes don't mix.
   *
   * @param waits whether the request waits while a person types in a cell, instead of failing
   */
  process(request: Request, waits: boolean): Promise<Response> {
    const run = this.#queue.then(() => this.#process(request, waits))
    this.#queue = run.catch(() => undefined)
    return run
  }

  async #process(request: Request, waits: boolean): Promise<Response> {
    const paths = new Paths(request, this.host, this.#references)
    const response: Response = { Results: [], TraceIds: [] }
    for (const [index, action] of request.Actions.entries()) {
      try {
        await this.host.cellEdit.over(waits)
        if (!(await onlyLooks(action, paths))) this.host.asAddin(() => this.host.flushStyles())
        const value = await this.#run(action, paths, response)
        if (value !== undefined) response.Results.push({ ActionId: action.Id, Value: value })
      } catch (error) {
        const known =
          error instanceof OfficeError ? error : generalException(String((error as Error).stack ?? error))
        response.Error = {
          Code: known.code,
          Message: known.message,
          Location: paths.location(action),
          ActionIndex: index,
          HttpStatusCode: 400,
        }
        break
      }
    }
    this.host.asAddin(() => this.host.flushStyles())
    this.host.undo.endStep()
    this.host.onRequestDone()
    return response
  }

  async #run(action: Action, paths: Paths, response: Response): Promise<unknown> {
    switch (action.ActionType) {
      case ACTION.trace:
        // A trace id and a result: the client registers handlers when it sees a result for the trace.
        response.TraceIds?.push(action.Id)
        return null
      case ACTION.instantiate: {
        const object = await paths.resolve(action.ObjectPathId)
        return object ? this.#identity(object, paths.isUntracked(action.ObjectPathId)) : null
      }
      case ACTION.query: {
        const object = await paths.resolve(action.ObjectPathId)
        if (!object) return null
        const { Select = [], Expand = [] } = action.QueryInfo ?? {}
        const value = await queryValue(object, [...Select, ...Expand], this.host)
        return { ...this.#identity(object, paths.isUntracked(action.ObjectPathId)), ...value }
      }
      case ACTION.setProperty:
        await this.#setProperty(action, paths)
        return undefined
      case ACTION.method:
        return this.#method(action, paths)
      case ACTION.ensureUnchanged:
        return undefined
      default:
        throw notImplemented(`Action ${action.ActionType}`)
    }
  }

  #identity(object: HostObject, untracked = false): Record<string, unknown> {
    const { members } = object
    const identity = members.identity?.(object.target, this.host) ?? {}
    if (!members.referenced || untracked) return identity
    if (!object.referenceId) {
      object.referenceId = `${object.type.name}${this.#nextReference++}`
      this.#references.set(object.referenceId, object)
    }
    return { ...identity, _ReferenceId: object.referenceId }
  }

  async #setProperty(action: Action, paths: Paths): Promise<void> {
    const object = await paths.resolve(action.ObjectPathId)
    // As in Excel, what is asked of a null object is not done.
    if (!object) return
    const name = memberName(action.Name ?? '')
    const property = object.members.properties?.[name]
    if (!property) throw notImplemented(`${object.type.name}.${name}`)
    if (!property.set) throw invalidArgument(`${object.type.name}.${name} is read-only`)
    const [value] = await paths.args(action.ArgumentInfo)
    const { host } = this
    await host.asAddin(() => property.set?.(object.target, value, host))
  }

  async #method(action: Action, paths: Paths): Promise<unknown> {
    const name = action.Name ?? ''
    if (name === '_RemoveReference') {
      this.#references.delete(String(action.ArgumentInfo?.Arguments?.[0]))
      return null
    }
    const object = await paths.resolve(action.ObjectPathId)
    if (name === '_KeepReference') return null
    if (!object) return null
    const result = await paths.call(object, name, action.ArgumentInfo)
    return result instanceof HostObject ? this.#identity(result) : (result ?? null)
  }
}

/** The client's name for the object that takes the results of an add-in's functions. */
const CUSTOM_FUNCTIONS = 'Microsoft.ExcelServices.CustomFunctions'

const LOCAL_METHODS = new Set(['GetRange', 'GetCell', 'GetRow', 'GetColumn', 'GetRangeByIndexes'])
const LOOKS = new Set(['RangeFormat', 'RangeFill', 'RangeFont', 'RangeBorder'])

/** Actions that only format cells are collected; see `PendingStyles`. */
async function onlyLooks(action: Action, paths: Paths): Promise<boolean> {
  if (action.ActionType === ACTION.trace) return true
  if (action.ActionType === ACTION.instantiate) return paths.isLocal(action.ObjectPathId)
  if (action.ActionType !== ACTION.setProperty) return false
  const object = await paths.resolve(action.ObjectPathId)
  return object !== null && LOOKS.has(object.type.name)
}

/** The objects that a request refers to; each is looked up once, when it is first needed. */
class Paths {
  #found = new Map<number, HostObject | null>()

  constructor(
    private readonly request: Request,
    private readonly host: Host,
    private readonly references: ReadonlyMap<string, HostObject>,
  ) {}

  async resolve(id: number): Promise<HostObject | null> {
    const known = this.#found.get(id)
    if (known !== undefined) return known
    const object = await this.#find(id)
    this.#found.set(id, object)
    return object
  }

  isUntracked(id: number): boolean {
    return this.request.ObjectPaths[String(id)]?.D === true
  }

  /** Whether the lookup of an object has no side effect: a method may have one (`worksheets.add`). */
  isLocal(id: number): boolean {
    if (this.#found.has(id)) return true
    const path = this.request.ObjectPaths[String(id)]
    if (!path) return true
    if (path.ObjectPathType !== PATH.method)
      return path.ParentObjectPathId ? this.isLocal(path.ParentObjectPathId) : true
    return LOCAL_METHODS.has(path.Name) && this.isLocal(path.ParentObjectPathId ?? 0)
  }

  async #find(id: number): Promise<HostObject | null> {
    const path = this.request.ObjectPaths[String(id)]
    if (!path) throw invalidObjectPath()
    if (path.ObjectPathType === PATH.workbook) return workbookType.of(this.host)
    if (path.ObjectPathType === PATH.nullObject) return null
    if (path.ObjectPathType === PATH.reference) {
      const object = this.references.get(path.Name)
      if (!object) throw invalidObjectPath()
      return object
    }
    if (path.ObjectPathType === PATH.newObject && path.Name === CUSTOM_FUNCTIONS)
      return customFunctionsType.of(this.host)
    if (path.ObjectPathType === PATH.newObject) throw notImplemented(path.Name)
    const parent = await this.resolve(path.ParentObjectPathId ?? 0)
    // A child of a null object is a null object too.
    if (!parent) return null
    return this.#child(parent, path)
  }

  async #child(parent: HostObject, path: ObjectPath): Promise<HostObject | null> {
    switch (path.ObjectPathType) {
      case PATH.property: {
        const name = memberName(path.Name)
        const object = parent.members.objects?.[name]
        if (!object) throw notImplemented(`${parent.type.name}.${name}`)
        return object(parent.target, this.host)
      }
      case PATH.item: {
        if (!parent.members.item) throw notImplemented(`${parent.type.name}.getItem`)
        const [key] = await this.args(path.ArgumentInfo)
        return parent.members.item(parent.target, key, this.host)
      }
      case PATH.method: {
        const result = await this.call(parent, path.Name, path.ArgumentInfo)
        if (result === null || result instanceof HostObject) return result
        throw generalException(`${parent.type.name}.${path.Name} is no object`)
      }
      default:
        throw notImplemented(`Object path ${path.ObjectPathType}`)
    }
  }

  async call(object: HostObject, wireName: string, info: Arguments | undefined): Promise<unknown> {
    const name = memberName(wireName)
    const method = object.members.methods?.[name]
    if (method) {
      const args = await this.args(info)
      return this.host.asAddin(() => method(object.target, args, this.host))
    }
    if (name === 'getItem' && object.members.item) {
      return object.members.item(object.target, (await this.args(info))[0], this.host)
    }
    throw notImplemented(`${object.type.name}.${name}`)
  }

  /** An argument that is an object is sent as the id of its path. */
  async args(info: Arguments | undefined): Promise<unknown[]> {
    const values = info?.Arguments ?? []
    const ids = info?.ReferencedObjectPathIds
    const resolved: unknown[] = []
    for (const [index, value] of values.entries()) {
      const id = Array.isArray(ids) ? ids[index] : undefined
      resolved.push(typeof id === 'number' && id > 0 ? await this.resolve(id) : value)
    }
    return resolved
  }

  location(action: Action): string {
    const object = this.#found.get(action.ObjectPathId)
    const type =
      object?.type.name ?? memberName(this.request.ObjectPaths[String(action.ObjectPathId)]?.Name ?? '')
    return action.Name ? `${type}.${memberName(action.Name)}` : type
  }
}

/** `GetRange` on the wire is `getRange` to an add-in; the client's own methods begin with an underscore. */
export function memberName(wireName: string): string {
  return wireName.startsWith('_') ? wireName : wireName.charAt(0).toLowerCase() + wireName.slice(1)
}
