import { describe, expect, it } from 'vitest'
import { findProducts } from '../../addin/media-mix/products'
import type { ProductView } from '../../shared/contract/catalog'

const product = (code: string, name: string, platforms: string[], onSale = true): ProductView => ({
  code,
  name,
  targetingKind: 'RANDOM',
  platforms,
  ecpm: 8_000,
  ctr: 0,
  vtr: 0,
  onSale,
  version: 1,
})

describe('the products to choose from', () => {
  const catalogue = {
    products: [
      product('YT_RON', '유튜브 논타겟', ['YOUTUBE']),
      product('YT_OLD', '유튜브 구상품', ['YOUTUBE'], false),
      product('NV_RON', '네이버 논타겟', ['NAVER']),
    ],
    platforms: [{ code: 'YOUTUBE', name: '유튜브' }],
  }
  const found = (search: string) => findProducts(catalogue, search).map(({ code }) => code)

  it('are those on sale that have every word of the search in name, code or media', () => {
    expect(found('')).toEqual(['YT_RON', 'NV_RON'])
    expect(found(' 유튜브 ')).toEqual(['YT_RON'])
    expect(found('ron naver')).toEqual(['NV_RON'])
    expect(found('ron 없음')).toEqual([])
  })
})
