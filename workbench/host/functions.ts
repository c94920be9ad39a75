import type { Host } from './host'
import { HostType } from './host-type'
import { dateSerial } from './typed-entry'

const functionResultType = new HostType<number | undefined>('FunctionResult', {
  properties: {
    value: { get: (result) => result ?? null },
    error: { get: (result) => (result === undefined ? '#NUM!' : null) },
  },
})

/** The functions of the sheet that an add-in calls itself. The grid counts its days from 1900. */
export const functionsType = new HostType<Host>('Functions', {
  methods: {
    date: (_host, [year, month, day]) =>
      functionResultType.of(dateSerial(Number(year), Number(month), Number(day))),
  },
})
