import type { Host } from './host'
import { HostType } from './host-type'

export const applicationType = new HostType<Host>('Application', {
  properties: {
    calculationMode: {
      get: () => 'Automatic',
      // The grid always recalculates a formula when one of its inputs changes.
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
