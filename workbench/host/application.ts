import type { Host } from './host'
import { HostType } from './host-type'

export const applicationType = new HostType<Host>('Application', {
  properties: {
    calculationMode: {
      // The grid recalculates a formula in every mode when one of its inputs changes.
      get: ({ state }) => state.calculationMode,
      set: ({ state }, value) => {
        state.calculationMode = String(value)
      },
    },
    calculationState: { get: () => 'Done' },
    calculationEngineVersion: { get: () => 191029 },
    decimalSeparator: { get: () => '.' },
    thousandsSeparator: { get: () => ',' },
    useSystemSeparators: { get: () => true },
  },
  objects: { cultureInfo: (host) => cultureInfoType.of(host) },
  methods: {
    calculate: (host) => host.calculation.recalculate().then(() => null),
    suspendApiCalculationUntilNextSync: () => null,
    suspendScreenUpdatingUntilNextSync: () => null,
  },
})

/** The workbench's Excel is a Korean one. */
const cultureInfoType = new HostType<Host>('CultureInfo', {
  properties: { name: { get: () => 'ko-KR' } },
  objects: {
    numberFormat: (host) => numberFormatType.of(host),
    datetimeFormat: (host) => datetimeFormatType.of(host),
  },
})

const numberFormatType = new HostType<Host>('NumberFormatInfo', {
  properties: {
    numberDecimalSeparator: { get: () => '.' },
    numberGroupSeparator: { get: () => ',' },
    currencySymbol: { get: () => '₩' },
  },
})

const datetimeFormatType = new HostType<Host>('DatetimeFormatInfo', {
  properties: {
    dateSeparator: { get: () => '-' },
    timeSeparator: { get: () => ':' },
    shortDatePattern: { get: () => 'yyyy-MM-dd' },
    longDatePattern: { get: () => 'yyyy년 M월 d일 dddd' },
    shortTimePattern: { get: () => 'tt h:mm' },
    longTimePattern: { get: () => 'tt h:mm:ss' },
  },
})
