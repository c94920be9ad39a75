import type { ProductBody, ProductView } from '../../shared/contract/catalog'
import { fromPpm, toPpm } from '../../shared/estimates'
import { groupBy } from '../../shared/group-by'
import { Problem } from '../../shared/problem'
import { inBatches } from '../database/batches'
import type { Transaction } from '../database/database'
import { putVersioned } from '../database/versions'
import { Product, ProductPlatform } from './catalog.entities'
import { requirePlatforms } from './platforms'

/** @throws Problem UNKNOWN_REFERENCE for an unknown platform */
export async function putProduct(tx: Transaction, code: string, body: ProductBody): Promise<ProductView> {
  await requirePlatforms(tx, body.platforms)
  const known = await tx.findLocked(Product, { code })
  await putVersioned(
    tx,
    Product,
    { code },
    {
      code,
      name: body.name,
      targetingKind: body.targetingKind,
      ecpm: body.ecpm,
      ctrPpm: toPpm(body.ctr)!,
      vtrPpm: toPpm(body.vtr)!,
      onSale: body.onSale ?? (known ? Boolean(known.onSale) : true),
    },
    body.version,
    `Product ${code}`,
  )
  await tx.manager.delete(ProductPlatform, { product: code })
  await tx.manager.insert(
    ProductPlatform,
    body.platforms.map((platform) => ({ product: code, platform })),
  )
  return (await productsOf(tx, [code])).get(code)!
}

export async function listProducts(
  tx: Transaction,
  filter: { onSale?: boolean | undefined },
  limit: number,
  offset: number,
): Promise<ProductView[]> {
  const products = await tx.manager.find(Product, {
    where: filter.onSale === undefined ? {} : { onSale: filter.onSale },
    order: { code: 'ASC' },
    take: limit,
    skip: offset,
  })
  return withPlatforms(tx, products)
}

/** The products with these codes that exist; platforms in display order. */
export async function productsOf(
  tx: Transaction,
  codes: readonly string[],
): Promise<Map<string, ProductView>> {
  const products = await inBatches(codes, (some) =>
    tx.rows<Product>(
      `SELECT code, name, targeting_kind AS targetingKind, ecpm, ctr_ppm AS ctrPpm, vtr_ppm AS vtrPpm,
              on_sale AS onSale, version
       FROM product WHERE code IN (${some.map(() => '?').join(', ')})`,
      some,
    ),
  )
  return new Map((await withPlatforms(tx, products)).map((product) => [product.code, product]))
}

/** @throws Problem UNKNOWN_REFERENCE */
export async function requireProduct(tx: Transaction, code: string): Promise<ProductView> {
  const product = (await productsOf(tx, [code])).get(code)
  if (product) return product
  throw unknownProducts([code])
}

/** @throws Problem UNKNOWN_REFERENCE for a product that was withdrawn */
export function requireOnSale({ code, name, onSale }: ProductView): void {
  if (onSale) return
  throw new Problem(
    'UNKNOWN_REFERENCE',
    `Product ${code} (${name}) is no longer on sale. Choose one of GET /api/v1/products?onSale=true.`,
    { unknown: [code] },
  )
}

export function unknownProducts(unknown: readonly string[]): Problem {
  return new Problem(
    'UNKNOWN_REFERENCE',
    `Unknown product: ${unknown.join(', ')}. Take a code from GET /api/v1/products.`,
    { unknown },
  )
}

async function withPlatforms(tx: Transaction, products: readonly Product[]): Promise<ProductView[]> {
  if (products.length === 0) return []
  const links = await tx.rows<ProductPlatform>(
    `SELECT l.product AS product, l.platform AS platform FROM product_platform l JOIN platform p ON p.code = l.platform
     WHERE l.product IN (${products.map(() => '?').join(', ')}) ORDER BY p.display_order, p.code`,
    products.map(({ code }) => code),
  )
  const byProduct = groupBy(links, ({ product }) => product)
  return products.map(({ code, name, targetingKind, ecpm, ctrPpm, vtrPpm, onSale, version }) => ({
    code,
    name,
    targetingKind,
    platforms: (byProduct.get(code) ?? []).map(({ platform }) => platform),
    ecpm,
    ctr: fromPpm(ctrPpm),
    vtr: fromPpm(vtrPpm),
    onSale: Boolean(onSale),
    version,
  }))
}
