import {
  DataValidationErrorStyle,
  DataValidationOperator,
  DataValidationRenderMode,
  DataValidationType,
  type IDataValidationRule,
  type ISheetDataValidationRule,
} from '@univerjs/core'
import {
  AddSheetDataValidationCommand,
  ClearRangeDataValidationCommand,
  SheetDataValidationModel,
} from '@univerjs/sheets-data-validation'
import { type Area, areaAddress, intersection, quotedSheet, type RangeTarget } from './addresses'
import { passesFormula } from './custom-validations'
import { invalidArgument } from './errors'
import type { Host } from './host'
import { HostObject, HostType } from './host-type'
import { growTo } from './sheet-size'

export interface Alert {
  showAlert: boolean
  style: 'Stop' | 'Warning' | 'Information'
  title: string
  message: string
}

export interface Prompt {
  showPrompt: boolean
  title: string
  message: string
}

const ALERT_STYLE = {
  Stop: DataValidationErrorStyle.STOP,
  Warning: DataValidationErrorStyle.WARNING,
  Information: DataValidationErrorStyle.INFO,
} as const
const TYPES: Record<string, DataValidationType> = {
  wholeNumber: DataValidationType.WHOLE,
  decimal: DataValidationType.DECIMAL,
  date: DataValidationType.DATE,
  time: DataValidationType.TIME,
  textLength: DataValidationType.TEXT_LENGTH,
}
export const OPERATORS: Record<string, DataValidationOperator> = {
  Between: DataValidationOperator.BETWEEN,
  NotBetween: DataValidationOperator.NOT_BETWEEN,
  EqualTo: DataValidationOperator.EQUAL,
  NotEqualTo: DataValidationOperator.NOT_EQUAL,
  GreaterThan: DataValidationOperator.GREATER_THAN,
  GreaterThanOrEqualTo: DataValidationOperator.GREATER_THAN_OR_EQUAL,
  LessThan: DataValidationOperator.LESS_THAN,
  LessThanOrEqualTo: DataValidationOperator.LESS_THAN_OR_EQUAL,
}

export const dataValidationType = new HostType<RangeTarget>('DataValidation', {
  properties: {
    rule: {
      get: (target, host) => {
        const rule = ruleOn(host, target)
        return rule ? officeRule(rule) : {}
      },
      set: (target, value, host) => {
        const [first, ...more] = Object.entries((value ?? {}) as Record<string, unknown>)
        if (!first || more.length > 0) throw invalidArgument('a validation has one rule')
        // A new rule drops the old rule's messages, as in Excel.
        writeRule(host, target, { ...newRule(), ...gridRule(host, first[0], first[1]) })
      },
    },
    type: {
      get: (target, host) => {
        const rule = ruleOn(host, target)
        if (!rule) return 'None'
        const [name = ''] = Object.keys(officeRule(rule))
        return name.charAt(0).toUpperCase() + name.slice(1)
      },
    },
    errorAlert: {
      get: (target, host) => alertOf(ruleOn(host, target)),
      set: (target, value, host) => {
        const alert = value as Partial<Alert>
        change(host, target, {
          showErrorMessage: alert.showAlert !== false,
          errorStyle: ALERT_STYLE[alert.style ?? 'Stop'],
          errorTitle: alert.title ?? '',
          error: alert.message ?? '',
        })
      },
    },
    prompt: {
      get: (target, host) => promptOf(ruleOn(host, target)),
      set: (target, value, host) => {
        const prompt = value as Partial<Prompt>
        change(host, target, {
          showInputMessage: prompt.showPrompt !== false,
          promptTitle: prompt.title ?? '',
          prompt: prompt.message ?? '',
        })
      },
    },
    ignoreBlanks: {
      get: (target, host) => ruleOn(host, target)?.allowBlank !== false,
      set: (target, value, host) => change(host, target, { allowBlank: value === true }),
    },
    valid: { get: (target, host) => valid(host, target) },
  },
  methods: {
    clear: (target, _args, host) => {
      host.mustAllow(target.sheetId, 'allowFormatCells')
      clearValidation(host, target)
      return null
    },
  },
})

function newRule(): Omit<IDataValidationRule, 'ranges' | 'type'> {
  return {
    uid: crypto.randomUUID().slice(0, 8),
    allowBlank: true,
    showErrorMessage: true,
    errorStyle: DataValidationErrorStyle.STOP,
  }
}

function gridRule(
  host: Host,
  name: string,
  wish: unknown,
): Pick<IDataValidationRule, 'type' | 'formula1' | 'formula2' | 'operator' | 'showDropDown' | 'renderMode'> {
  if (name === 'list') {
    const { source, inCellDropDown } = wish as { source: unknown; inCellDropDown?: boolean }
    return {
      type: DataValidationType.LIST,
      formula1: listSource(host, source),
      showDropDown: inCellDropDown !== false,
      // Excel shows the list only to who is in the cell; the text has the whole cell.
      renderMode: DataValidationRenderMode.TEXT,
    }
  }
  if (name === 'custom') {
    return {
      type: DataValidationType.CUSTOM,
      formula1: withEquals(String((wish as { formula: string }).formula)),
    }
  }
  const type = TYPES[name]
  if (!type) throw invalidArgument(`validation ${name}`)
  const { formula1, formula2, operator } = wish as { formula1: unknown; formula2?: unknown; operator: string }
  const known = OPERATORS[operator]
  if (!known) throw invalidArgument(`operator ${operator}`)
  return {
    type,
    operator: known,
    formula1: String(formula1 ?? ''),
    ...(formula2 === undefined || formula2 === null ? {} : { formula2: String(formula2) }),
  }
}

function listSource(host: Host, source: unknown): string {
  if (source instanceof HostObject) {
    const range = source.target as RangeTarget
    return `=${quotedSheet(host.sheet(range.sheetId).getSheetName())}!${areaAddress(range, true)}`
  }
  return String(source)
}

function withEquals(formula: string): string {
  return formula.startsWith('=') ? formula : `=${formula}`
}

export function officeRule(rule: IDataValidationRule): Record<string, unknown> {
  if (rule.type === DataValidationType.LIST) {
    return { list: { inCellDropDown: rule.showDropDown !== false, source: rule.formula1 ?? '' } }
  }
  if (rule.type === DataValidationType.CUSTOM) return { custom: { formula: rule.formula1 ?? '' } }
  const name = Object.keys(TYPES).find((each) => TYPES[each] === rule.type) ?? 'custom'
  const operator = Object.keys(OPERATORS).find((each) => OPERATORS[each] === rule.operator) ?? 'Between'
  return {
    [name]: {
      formula1: plainNumber(rule.formula1),
      ...(rule.formula2 === undefined ? {} : { formula2: plainNumber(rule.formula2) }),
      operator,
    },
  }
}

function plainNumber(formula: string | undefined): string | number {
  return formula !== undefined && formula !== '' && !Number.isNaN(Number(formula))
    ? Number(formula)
    : (formula ?? '')
}

function alertOf(rule: IDataValidationRule | undefined): Alert {
  const style = (Object.keys(ALERT_STYLE) as (keyof typeof ALERT_STYLE)[]).find(
    (name) => ALERT_STYLE[name] === rule?.errorStyle,
  )
  return {
    showAlert: rule?.showErrorMessage !== false,
    style: style ?? 'Stop',
    title: rule?.errorTitle ?? '',
    message: rule?.error ?? '',
  }
}

function promptOf(rule: IDataValidationRule | undefined): Prompt {
  return {
    showPrompt: rule?.showInputMessage === true,
    title: rule?.promptTitle ?? '',
    message: rule?.prompt ?? '',
  }
}

function model(host: Host): SheetDataValidationModel {
  return host.injector.get(SheetDataValidationModel)
}

export function validationsOf(host: Host, sheetId: string): ISheetDataValidationRule[] {
  return model(host).getRules(host.workbook.getId(), sheetId)
}

/** The rule of the whole range; undefined when its cells have different rules. */
export function hasValidation(host: Host, target: RangeTarget): boolean {
  return ruleOn(host, target) !== undefined
}

function ruleOn(host: Host, target: RangeTarget): IDataValidationRule | undefined {
  const whole = host.room(target)
  if (!whole) return undefined
  return validationsOf(host, target.sheetId).find((rule) =>
    rule.ranges.some((range) => {
      const area = {
        top: range.startRow,
        left: range.startColumn,
        bottom: range.endRow,
        right: range.endColumn,
      }
      const common = intersection(area, whole)
      return common !== null && areaAddress(common) === areaAddress(whole)
    }),
  )
}

function change(host: Host, target: RangeTarget, part: Partial<IDataValidationRule>): void {
  const rule = ruleOn(host, target)
  if (!rule) throw invalidArgument('the range has no validation')
  const { uid: _old, ranges: _ranges, ...kept } = rule
  writeRule(host, target, { ...newRule(), ...kept, uid: crypto.randomUUID().slice(0, 8), ...part })
}

export function writeRule(host: Host, target: RangeTarget, rule: Omit<IDataValidationRule, 'ranges'>): void {
  host.mustAllow(target.sheetId, 'allowFormatCells')
  const sheet = host.sheet(target.sheetId)
  if (target.bottom < 20_000) growTo(sheet, target.bottom, Math.min(target.right, 500))
  clearValidation(host, target)
  const area = host.room(target)
  if (!area) return
  const ranges = [{ startRow: area.top, startColumn: area.left, endRow: area.bottom, endColumn: area.right }]
  host.commands.syncExecuteCommand(AddSheetDataValidationCommand.id, {
    unitId: host.workbook.getId(),
    subUnitId: target.sheetId,
    rule: { ...rule, ranges },
  })
}

export function clearValidation(host: Host, target: RangeTarget): void {
  const area = host.room(target)
  if (!area || validationsOf(host, target.sheetId).length === 0) return
  host.commands.syncExecuteCommand(ClearRangeDataValidationCommand.id, {
    unitId: host.workbook.getId(),
    subUnitId: target.sheetId,
    ranges: [{ startRow: area.top, startColumn: area.left, endRow: area.bottom, endColumn: area.right }],
  })
}

/** true when every value is valid, false when none is, otherwise null. */
async function valid(host: Host, target: RangeTarget): Promise<boolean | null> {
  const area = host.room(target)
  const rule = ruleOn(host, target)
  if (!area || !rule) return true
  await host.calculation.settled()
  const { CUSTOM } = DataValidationType
  const verdicts =
    rule.type === CUSTOM ? await byFormula(host, target, area, rule) : await byGrid(host, target, area)
  if (!verdicts.includes(false)) return true
  return verdicts.includes(true) ? null : false
}

async function byGrid(host: Host, { sheetId }: RangeTarget, area: Area): Promise<boolean[]> {
  const range = host
    .sheet(sheetId)
    .getRange(area.top, area.left, area.bottom - area.top + 1, area.right - area.left + 1)
  const states = (await range.getValidatorStatus()).flat()
  return states.flatMap((state) =>
    state === null || state === undefined ? [] : [String(state) !== 'invalid'],
  )
}

async function byFormula(
  host: Host,
  { sheetId }: RangeTarget,
  { top, left, bottom, right }: Area,
  rule: IDataValidationRule,
): Promise<boolean[]> {
  const verdicts: boolean[] = []
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++)
      verdicts.push(await passesFormula(host, rule, { sheetId, row, column }))
  return verdicts
}
