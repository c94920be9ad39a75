import type { ModelCatalogue, ModelGroup } from '../http/model'

/** A market so small that all units compete: two platforms, three contents of two owners, five days. */
export const CATALOGUE = {
  platforms: ['NAVER', 'YOUTUBE'],
  // One part per platform: a forecast becomes unit inventory unchanged, so the model can set every row.
  parts: {
    PART_NAVER: { type: 'PROGRAM', platforms: ['NAVER'] },
    PART_YOUTUBE: { type: 'PROGRAM', platforms: ['YOUTUBE'] },
  },
  contents: {
    c1: { type: 'PROGRAM', owner: 'CJ' },
    c2: { type: 'PROGRAM', owner: 'SBS' },
    c3: { type: 'PROGRAM', owner: 'CJ' },
  },
} as const satisfies ModelCatalogue

export const CONTENTS = ['c1', 'c2', 'c3'] as const
export const MONTH = '2026-12'
/** The days of all flights; the clock starts on the day before. */
export const DAYS = ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05', '2026-12-06'] as const
export const START = '2026-12-01T03:00:00.000Z'

export const PRODUCTS = {
  /** One impression per won. */
  DIRECT: { targetingKind: 'CONTENTS', ecpm: 1000 },
  /** Amounts and impressions round differently. */
  GROUPED: { targetingKind: 'GROUP', ecpm: 700 },
} as const
export type ProductCode = keyof typeof PRODUCTS

export const GROUPS: Readonly<Record<'G1' | 'G2', ModelGroup['members']>> = {
  G1: [
    { metaId: 'c1', weight: 3 },
    { metaId: 'c2', weight: 1 },
  ],
  G2: [
    { metaId: 'c2', weight: 1 },
    { metaId: 'c3', weight: 2 },
  ],
}

/** A unit's targeting group, as the API takes it. */
export interface UnitGroup {
  code?: 'G1' | 'G2'
  name?: string
  weight: number
  members?: { metaId: string; weight: number }[]
  platforms?: string[]
  ownerRatios?: { owner: string; ratio: number }[]
}

/** The same groups in the model's form. */
export function modelGroups(groups: readonly UnitGroup[]): ModelGroup[] {
  return groups.map(({ code, name, members, ...rest }) => ({
    ...rest,
    name: code ?? name!,
    members: code ? GROUPS[code] : members!,
  }))
}
