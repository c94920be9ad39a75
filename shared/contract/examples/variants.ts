import * as variants from '../variants'
import { example } from './example'
import { COPIED_UNIT_ID, UNIT_ID } from './ids'

export const VARIANTS = [
  example(variants.createVariant, {
    body: { revision: 3 },
    answer: {
      variant: 'B',
      revision: 4,
      source: 'A',
      units: [{ unitId: COPIED_UNIT_ID, copyOf: UNIT_ID }],
    },
  }),
  example(variants.chooseVariant, {
    body: { revision: 4 },
    answer: { variant: 'B', revision: 5, kept: [COPIED_UNIT_ID], removed: [UNIT_ID], released: [] },
  }),
  example(variants.discardVariant, {
    body: { revision: 4 },
    answer: { variant: 'B', revision: 5, removed: [COPIED_UNIT_ID], released: [] },
  }),
]
