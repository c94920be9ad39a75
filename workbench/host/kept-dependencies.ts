import type { Injector, IObjectMatrixPrimitiveType, IRange, IUnitRange, Nullable } from '@univerjs/core'
import {
  type BaseAstNode,
  DependencyManagerService,
  FormulaDependencyGenerator,
  FormulaDependencyTree,
  FormulaDependencyTreeType,
  IDependencyManagerService,
  type IFormulaData,
  type IFormulaDataItem,
  IFormulaDependencyGenerator,
  type IFormulaDependencyTree,
  type IOtherFormulaData,
  type IUnitData,
} from '@univerjs/engine-formula'
import { RuleCells } from './rule-cells'

/**
 * Lets the engine keep between calculations what it knows of formulas: without it, each calculation finds out anew which
 * formula refers to which cells, with an object for every formula and for every cell of every conditional format. In a
 * MediaMix of 3,000 rows this takes a second, whichever cell has changed. To be called before the grid has a workbook.
 */
export function keepDependencies(injector: Injector): void {
  injector.replace([IDependencyManagerService, { useClass: DependencyIndex }])
  injector.replace([IFormulaDependencyGenerator, { useClass: KeptDependencies }])
}

/** Finds the formulas that refer to a cell. */
class DependencyIndex extends DependencyManagerService {
  /** How often formulas were taken out that may still be there: all of those that refer to a sheet. */
  cleared = 0

  protected override _removeDependencyRTreeCacheById(unitId: string, sheetId: string): void {
    super._removeDependencyRTreeCacheById(unitId, sheetId)
    this.cleared += 1
  }
}

/** A formula of a cell, or one that several cells share, seen from one of them. */
interface Place {
  unitId: string
  sheetId: string
  row: number
  column: number
}

/** What a parsed formula tells of itself. */
interface Syntax {
  addressFunctions: IFormulaDependencyTree['addressFunctionNodes']
  /** Its references are all written out: which cells they are doesn't depend on a value. */
  isPlain: boolean
}

interface References {
  node: BaseAstNode
  ranges: IUnitRange[]
}

/** Knows which formulas are to be calculated after a change, and in which order. */
class KeptDependencies extends FormulaDependencyGenerator {
  #trees = new Map<number, IFormulaDependencyTree>()
  readonly #references = new WeakMap<FormulaDependencyTree, References>()
  readonly #indexed = new WeakMap<IFormulaDependencyTree, IUnitRange[]>()
  readonly #syntax = new WeakMap<BaseAstNode, Syntax>()
  #rules: RuleCells[] = []
  /** Whatever else decides which cells a reference means. */
  #surroundings = ''

  protected override async _generateTreeList(
    formulaData: IFormulaData,
    otherFormulaData: IOtherFormulaData,
    unitData: IUnitData,
  ): Promise<IFormulaDependencyTree[]> {
    this.#forgetIfOutdated(unitData)
    const trees: IFormulaDependencyTree[] = []
    this._registerFormulas(Object.keys(formulaData), formulaData, unitData, trees)
    const others = await this.#takeRules(otherFormulaData)
    this._registerOtherFormulas(others, Object.keys(others), trees)
    this._registerFeatureFormulas(trees as FormulaDependencyTree[])
    for (const tree of trees) {
      if (!tree.formula) continue
      const node = this._getTreeNode(tree)
      const { addressFunctions } = this.#syntaxOf(node)
      tree.isDirty = this._includeTree(tree, node)
      tree.addressFunctionNodes = addressFunctions
      if (!(tree instanceof FormulaDependencyTree)) continue
      // The engine empties the list afterwards.
      tree.rangeList = [...(this.#known(tree, node) ?? (await this.#find(tree, node)))]
    }
    for (const tree of trees) this.#index(tree)
    if (trees.some(({ addressFunctionNodes }) => addressFunctionNodes.length > 0))
      await this._calculateListByFunctionRefNode(trees)
    return trees
  }

  #forgetIfOutdated(unitData: IUnitData): void {
    const index = this._dependencyManagerService as DependencyIndex
    const sizes = Object.entries(unitData).map(([unitId, sheets]) => [
      unitId,
      Object.entries(sheets ?? {}).map(([sheetId, sheet]) => [sheetId, sheet?.rowCount, sheet?.columnCount]),
    ])
    const config = this._currentConfigService
    const surroundings = JSON.stringify([sizes, config.getSheetNameMap(), index.cleared])
    if (surroundings === this.#surroundings && !config.isForceCalculate()) return
    this.#surroundings = surroundings
    index.reset()
    this.#trees.clear()
  }

  protected override _registerFormulas(
    unitIds: string[],
    formulaData: IFormulaData,
    unitData: IUnitData,
    trees: IFormulaDependencyTree[],
  ): void {
    const known = this.#trees
    this.#trees = new Map()
    for (const unitId of unitIds) {
      for (const [sheetId, cells] of Object.entries(formulaData[unitId] ?? {})) {
        const shared = new Map<string, FormulaDependencyTree>()
        const rest: [Place, IFormulaDataItem][] = []
        const add = (place: Place, item: IFormulaDataItem, main?: FormulaDependencyTree) => {
          const tree = this.#treeAt(place, item, main, known, unitData)
          this.#trees.set(tree.treeId, tree)
          this._dependencyTreeCache.set(tree.treeId, tree)
          trees.push(tree)
          return tree
        }
        for (const [row, column, item] of itemsOf(cells ?? {})) {
          const place = { unitId, sheetId, row, column }
          if (isShared(item)) shared.set(item.si!, add(place, item) as FormulaDependencyTree)
          else rest.push([place, item])
        }
        for (const [place, item] of rest) add(place, item, item.si ? shared.get(item.si) : undefined)
      }
    }
  }

  /** @param main the formula that the one at this place repeats */
  #treeAt(
    place: Place,
    item: IFormulaDataItem,
    main: FormulaDependencyTree | undefined,
    known: ReadonlyMap<number, IFormulaDependencyTree>,
    unitData: IUnitData,
  ): IFormulaDependencyTree {
    const { unitId, sheetId, row, column } = place
    const id = this._dependencyManagerService.getFormulaDependency(unitId, sheetId, row, column) ?? undefined
    const kept = id === undefined ? undefined : known.get(id)
    if (kept && isStill(kept, place, item, main)) {
      kept.resetState()
      return kept
    }
    const tree = main
      ? this._createVirtualFDtree(main, item)
      : this._createFDtree(unitId, sheetId, row, column, unitData, item)
    if (id === undefined)
      this._dependencyManagerService.addFormulaDependency(unitId, sheetId, row, column, tree)
    else tree.treeId = id
    return tree
  }

  /** Takes the rules whose cells follow from their areas. @returns the other ones */
  async #takeRules(otherFormulaData: IOtherFormulaData): Promise<IOtherFormulaData> {
    this.#rules = []
    const others: Record<string, Record<string, Record<string, { f: string; ranges: IRange[] }>>> = {}
    for (const [unitId, sheets] of Object.entries(otherFormulaData)) {
      for (const [sheetId, formulas] of Object.entries(sheets ?? {})) {
        for (const [formulaId, formula] of Object.entries(formulas ?? {})) {
          const rule = await this.#ruleOf(unitId, sheetId, formulaId, formula)
          if (rule) {
            this.#rules.push(rule)
          } else {
            others[unitId] ??= {}
            others[unitId][sheetId] ??= {}
            others[unitId][sheetId][formulaId] = formula
          }
        }
      }
    }
    return others
  }

  async #ruleOf(
    unitId: string,
    sheetId: string,
    formulaId: string,
    { f: formula, ranges }: { f: string; ranges: IRange[] },
  ): Promise<RuleCells | undefined> {
    // The engine itself has taken it before.
    if (this._dependencyManagerService.hasOtherFormulaDataMainData(formulaId)) return undefined
    const first = new FormulaDependencyTree(NOT_INDEXED)
    first.formula = formula
    first.unitId = unitId
    first.subUnitId = sheetId
    first.formulaId = formulaId
    first.type = FormulaDependencyTreeType.OTHER_FORMULA
    const node = this._getTreeNode(first)
    if (!formula || !this.#syntaxOf(node).isPlain) return undefined
    first.isDirty = this._includeTree(first, node)
    first.rangeList = await this.#rangesOf(first, node)
    const { rowCount, columnCount } = this._currentConfigService.getSheetRowColumnCount(unitId, sheetId)
    const areas = ranges.map((range) => ({
      ...range,
      endRow: Math.min(range.endRow, rowCount - 1),
      endColumn: Math.min(range.endColumn, columnCount - 1),
    }))
    return new RuleCells(first, areas)
  }

  #syntaxOf(node: BaseAstNode): Syntax {
    let syntax = this.#syntax.get(node)
    if (!syntax) {
      const addressFunctions = this._getAddressFunctionNodeList(node)
      syntax = { addressFunctions, isPlain: addressFunctions.length === 0 && !isComposed(node) }
      this.#syntax.set(node, syntax)
    }
    return syntax
  }

  #known(tree: FormulaDependencyTree, node: BaseAstNode): IUnitRange[] | undefined {
    const references = this.#references.get(tree)
    return references?.node === node && this.#syntaxOf(node).isPlain ? references.ranges : undefined
  }

  async #find(tree: FormulaDependencyTree, node: BaseAstNode): Promise<IUnitRange[]> {
    const ranges = await this.#rangesOf(tree, node)
    this.#references.set(tree, { node, ranges })
    return ranges
  }

  /** Where the references of a formula are now; the engine's own objects change later. */
  async #rangesOf(tree: FormulaDependencyTree, node: BaseAstNode): Promise<IUnitRange[]> {
    const { row, column, rowCount, columnCount, subUnitId, unitId, refOffsetX, refOffsetY } = tree
    this._runtimeService.setCurrent(row, column, rowCount, columnCount, subUnitId, unitId)
    const ranges = await this._getRangeListByNode({ node, refOffsetX, refOffsetY } as Parameters<
      typeof this._getRangeListByNode
    >[0])
    return ranges.map(({ range, ...sheet }) => ({ ...sheet, range: { ...range } }))
  }

  #index(tree: IFormulaDependencyTree): void {
    if (tree.isCache) return
    const main = tree instanceof FormulaDependencyTree ? tree : tree.refTree!
    const ranges = this.#references.get(main)?.ranges
    if (ranges && this.#indexed.get(tree) === ranges) return
    this._dependencyManagerService.addDependencyRTreeCache(tree)
    if (ranges) this.#indexed.set(tree, ranges)
  }

  protected override _getUpdateTreeListAndMakeDependency(): IFormulaDependencyTree[] {
    const config = this._currentConfigService
    // Rows or columns were inserted or deleted: other cells stand where a rule refers to.
    const isMoved = Object.keys(config.getClearDependencyTreeCache()).length > 0
    for (const rule of this.#rules) {
      const { isDirty } = rule.first
      if (isMoved || isDirty || config.isForceCalculate() || this.#isOfChangedSheet(rule)) rule.addAll()
      for (const changed of config.getDirtyRanges())
        rule.addThoseReferringTo(changed, config.getExcludedRange())
    }
    return super._getUpdateTreeListAndMakeDependency()
  }

  #isOfChangedSheet({ first }: RuleCells): boolean {
    return first.dependencySheetName(this._currentConfigService.getDirtyNameMap())
  }

  /** The engine calculates from the end. No formula refers to the result of a rule, so they come last. */
  protected override _calculateRunList(changed: IFormulaDependencyTree[]): IFormulaDependencyTree[] {
    const formulas = super._calculateRunList(changed)
    for (const formula of formulas) {
      for (const place of formula.toRTreeItem()) {
        for (const rule of this.#rules) rule.addThoseReferringTo(place)
      }
    }
    return [...this.#rules.flatMap(({ found }) => [...found]), ...formulas]
  }

  protected override _checkIsCycleDependency(trees: IFormulaDependencyTree[]): boolean {
    return super._checkIsCycleDependency(
      trees.filter(({ type }) => type !== FormulaDependencyTreeType.OTHER_FORMULA),
    )
  }
}

/** The number of formulas that the engine doesn't look for. */
const NOT_INDEXED = -1

/** Operators whose result is a reference. */
const COMPOSING = new Set([':', '@', '#'])

function isComposed(node: BaseAstNode): boolean {
  return COMPOSING.has(node.getToken()) || node.getChildren().some(isComposed)
}

type Items = IObjectMatrixPrimitiveType<Nullable<IFormulaDataItem>>

function* itemsOf(cells: Items): Generator<[row: number, column: number, IFormulaDataItem]> {
  for (const row in cells) {
    const columns = cells[row]!
    for (const column in columns) {
      const item = columns[column]
      if (item) yield [Number(row), Number(column), item]
    }
  }
}

/** Whether other cells repeat it. */
function isShared({ x = 0, y = 0, si }: IFormulaDataItem): boolean {
  return x === 0 && y === 0 && si != null
}

function isStill(
  tree: IFormulaDependencyTree,
  { unitId, sheetId, row, column }: Place,
  { f, x = 0, y = 0 }: IFormulaDataItem,
  main: FormulaDependencyTree | undefined,
): boolean {
  if (!(tree instanceof FormulaDependencyTree))
    return main !== undefined && tree.refTree === main && tree.refOffsetX === x && tree.refOffsetY === y
  return (
    main === undefined &&
    tree.formula === f &&
    tree.unitId === unitId &&
    tree.subUnitId === sheetId &&
    tree.row === row &&
    tree.column === column
  )
}
