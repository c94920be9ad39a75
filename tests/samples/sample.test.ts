import { describe, expect, it } from 'vitest'
import { sample } from '../../samples/market/sample'
import { daysOf } from '../../shared/calendar'

const STANDARD = sample()
const SMALL = sample({ size: 0.05 })

describe('the catalogue of the standard sample', () => {
  const { catalog } = STANDARD
  const ofType = (type: string) => catalog.contents.filter((content) => content.type === type)

  it('has the promised number of everything', () => {
    expect(catalog.platforms.map(({ code, displayOrder }) => [code, displayOrder])).toEqual([
      ['NAVER', 1],
      ['KAKAO', 2],
      ['DAUM', 3],
      ['YOUTUBE', 4],
    ])
    expect(catalog.contentOwners).toHaveLength(6)
    expect(catalog.parts).toHaveLength(6)
    expect(ofType('PROGRAM')).toHaveLength(80)
    expect(ofType('CHANNEL')).toHaveLength(40)
    expect(ofType('KEYWORD')).toHaveLength(40)
    expect(ofType('RANDOM').length).toBeGreaterThanOrEqual(4)
    expect(new Set(ofType('PROGRAM').map((program) => program.broadcaster)).size).toBe(7)
    expect(catalog.targetingGroups.length).toBeGreaterThanOrEqual(8)
    expect(catalog.products).toHaveLength(12)
  })

  it('names every content differently and never uses the reserved metaId', () => {
    expect(new Set(catalog.contents.map(({ metaId }) => metaId)).size).toBe(catalog.contents.length)
    expect(new Set(catalog.contents.map(({ name }) => name)).size).toBe(catalog.contents.length)
    expect(catalog.contents.map(({ metaId }) => metaId)).not.toContain('RANDOM')
  })

  it('gives an owner to every content but the RANDOM ones, and a broadcaster to programmes alone', () => {
    for (const { type, owner, broadcaster } of catalog.contents) {
      expect(owner !== undefined).toBe(type !== 'RANDOM')
      expect(broadcaster !== undefined).toBe(type === 'PROGRAM')
    }
  })

  it('gives platform weights to some contents only', () => {
    const weighted = catalog.contents.filter((content) => content.platformWeights)
    expect(weighted.length).toBeGreaterThan(5)
    expect(weighted.length).toBeLessThan(catalog.contents.length / 4)
  })

  it('weighs the members of a group differently, and mixes owners and types in some', () => {
    const contents = new Map(catalog.contents.map((content) => [content.metaId, content]))
    const groups = catalog.targetingGroups.map(({ members }) => ({
      weights: new Set(members.map(({ weight }) => weight)).size,
      owners: new Set(members.map(({ metaId }) => contents.get(metaId)?.owner)).size,
      types: new Set(members.map(({ metaId }) => contents.get(metaId)?.type)).size,
    }))
    expect(groups.every(({ weights }) => weights > 1)).toBe(true)
    expect(groups.filter(({ owners }) => owners > 2).length).toBeGreaterThanOrEqual(4)
    expect(groups.some(({ types }) => types > 1)).toBe(true)
  })

  it('sells products of all three targeting kinds, with rates of at most six digits', () => {
    expect(new Set(catalog.products.map(({ targetingKind }) => targetingKind))).toEqual(
      new Set(['CONTENTS', 'GROUP', 'RANDOM']),
    )
    expect(catalog.products.some(({ platforms }) => platforms.length === 4)).toBe(true)
    for (const { ecpm, ctr, vtr } of catalog.products) {
      expect(Number.isInteger(ecpm) && ecpm >= 8_000 && ecpm <= 25_000).toBe(true)
      expect(ctr >= 0.001 && ctr <= 0.02 && Number(ctr.toFixed(6)) === ctr).toBe(true)
      expect(vtr >= 0.2 && vtr <= 0.7 && Number(vtr.toFixed(6)) === vtr).toBe(true)
    }
  })
})

describe.each([
  ['the standard sample', STANDARD],
  ['a small sample', SMALL],
])('the references of %s', (_, { catalog }) => {
  const platforms = new Set(catalog.platforms.map(({ code }) => code))
  const owners = new Set(catalog.contentOwners.map(({ code }) => code))
  const contents = new Set(catalog.contents.map(({ metaId }) => metaId))

  it('all lead to something', () => {
    for (const entry of [...catalog.parts, ...catalog.products]) {
      expect(entry.platforms.every((platform) => platforms.has(platform))).toBe(true)
    }
    for (const { owner, platformWeights = [] } of catalog.contents) {
      if (owner !== undefined) expect(owners).toContain(owner)
      expect(platformWeights.every(({ platform }) => platforms.has(platform))).toBe(true)
    }
    for (const { members } of catalog.targetingGroups) {
      expect(members.length).toBeGreaterThanOrEqual(2)
      expect(new Set(members.map(({ metaId }) => metaId)).size).toBe(members.length)
      expect(members.every(({ metaId }) => contents.has(metaId))).toBe(true)
      expect(members.every(({ weight }) => Number.isInteger(weight) && weight >= 1 && weight <= 1e6)).toBe(
        true,
      )
    }
  })

  it('use every code once', () => {
    for (const entries of [
      catalog.platforms,
      catalog.contentOwners,
      catalog.parts,
      catalog.targetingGroups,
      catalog.products,
    ]) {
      expect(new Set(entries.map(({ code }) => code)).size).toBe(entries.length)
    }
  })
})

describe('the size of a sample', () => {
  it('leaves at least two contents of every type when it is small', () => {
    const tiny = sample({ size: 0.001 }).catalog.contents
    for (const type of ['PROGRAM', 'CHANNEL', 'KEYWORD', 'RANDOM']) {
      expect(tiny.filter((content) => content.type === type).length).toBeGreaterThanOrEqual(2)
    }
  })

  it('does not change the contents that a smaller sample has too', () => {
    const standard = new Map(STANDARD.catalog.contents.map((content) => [content.metaId, content]))
    for (const content of SMALL.catalog.contents) expect(content).toEqual(standard.get(content.metaId))
  })

  it('finds names enough for a large one', () => {
    const { contents } = sample({ size: 30 }).catalog
    expect(contents.length).toBeGreaterThan(4_500)
    expect(new Set(contents.map(({ type, name }) => `${type} ${name}`)).size).toBe(contents.length)
  })
})

describe('the options of a sample', () => {
  it('count the months from the first one on, across the end of a year', () => {
    expect(STANDARD.months).toEqual(['2026-12', '2027-01', '2027-02'])
    expect(STANDARD.months.flatMap(daysOf)).toHaveLength(90)
  })

  it.each([
    [{ seed: -1 }, /seed/],
    [{ seed: 0.5 }, /seed/],
    [{ size: 0 }, /size/],
    [{ size: Number.NaN }, /size/],
    [{ firstMonth: '2026-13' }, /first month/],
    [{ months: 0 }, /number of months/],
    [{ firstMonth: '2199-12', months: 2 }, /2199/],
  ])('%j are refused', (options, message) => {
    expect(() => sample(options)).toThrow(message)
  })
})
