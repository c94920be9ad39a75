import type { ProductView } from '../../shared/contract/catalog'
import type { Catalogue } from '../desk/state/media-mix'

/** The products on sale whose name, code and media contain all words of a search. */
export function findProducts({ products, platforms }: Catalogue, search: string): readonly ProductView[] {
  const names = new Map(platforms.map(({ code, name }) => [code, name]))
  const sought = search.trim().toLowerCase().split(/\s+/)
  return products.filter((product) => {
    const media = product.platforms.map((code) => names.get(code) ?? code)
    const text = [product.name, product.code, ...media].join(' ').toLowerCase()
    return product.onSale && sought.every((word) => text.includes(word))
  })
}
