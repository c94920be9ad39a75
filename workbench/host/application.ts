import type { Host } from './host'
import { HostType } from './host-type'

export const applicationType = new HostType<Host>('Application', {
  properties: {
    calculationMode: {
      get: () => 'Automatic',
      // Formulas here are always calculated when something they need has changed.
      set: () => undefined,
    },
    calculationState: { get: () => 'Done' },
    calculationEngineVersion: { get: () => 191029 },
  },
  methods: {
    calculate: (host) => host.calculation.recalculate().then(() => null),
    suspendApiCalculationUntilNextSync: () => null,
    suspendScreenUpdatingUntilNextSync: () => null,
  },
})
