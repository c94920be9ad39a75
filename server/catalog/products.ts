import type { ProductBody, ProductView } from '../../shared/contract/catalog'
import { fromPpm, toPpm } from '../../shared/estimates'
import { groupBy } from '../../shared/group-by'
import { type FieldProblem, Problem } from '../../shared/problem'
import { inBatches } from '../database/batches'
import type { Reading, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { Product, ProductPlatform } from './catalog.entities'
import { differences, type Editor, recordCatalogueChanges } from './catalogue-history'
import { requirePlatforms } from './platforms'
import { putEntry } from './put-entry'

/**
 * What was sold keeps its rates: they stand in the row of the MediaMix.
 *
 * @param editor absent: the set-up, whose changes have no history
 * @throws Problem UNKNOWN_REFERENCE for an unknown platform, VERSION_CONFLICT
 */
export async function putProduct(
  tx: Transaction,
  code: string,
  body: ProductBody,
  editor?: Editor,
): Promise<ProductView> {
  await requirePlatforms(tx, body.platforms)
  const known = await tx.findLocked(Product, { code })
  const before = known && editor ? (await productsOf(tx, [code])).get(code) : undefined
  await putEntry(
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
  const after = (await productsOf(tx, [code])).get(code)!
  if (editor) await recordCatalogueChanges(tx, differences('PRODUCT', code, before, after, RATE_CARD), editor)
  return after
}

/** The fields of a product whose changes have a history. */
const RATE_CARD = ['name', 'targetingKind', 'platforms', 'ecpm', 'ctr', 'vtr', 'onSale'] as const

export async function listProducts(
  tx: Transaction,
  filter: { onSale?: boolean | undefined },
  stretch: Stretch,
): Promise<ProductView[]> {
  const { condition, values, end } = seek(tx, ['code'], stretch)
  const page = await tx.rows<{ code: string }>(
    `SELECT code FROM product WHERE ${filter.onSale === undefined ? '' : 'on_sale = ? AND '}${condition} ${end}`,
    [...(filter.onSale === undefined ? [] : [filter.onSale ? 1 : 0]), ...values],
  )
  const products = await productsOf(
    tx,
    page.map(({ code }) => code),
  )
  return page.map(({ code }) => products.get(code)!)
}

/**
 * Existing products with these codes; platforms in display order. One statement, as every purchase runs it.
 */
export async function productsOf(tx: Reading, codes: readonly string[]): Promise<Map<string, ProductView>> {
  const rows = await inBatches(codes, (some) =>
    tx.rows<Product & { platform: string | null }>(
      `SELECT p.code AS code, p.name AS name, p.targeting_kind AS targetingKind, p.ecpm AS ecpm,
              p.ctr_ppm AS ctrPpm, p.vtr_ppm AS vtrPpm, p.on_sale AS onSale, p.version AS version, o.code AS platform
       FROM product p LEFT JOIN product_platform l ON l.product = p.code LEFT JOIN platform o ON o.code = l.platform
       WHERE p.code IN (${placeholders(some)}) ORDER BY o.display_order, o.code`,
      some,
    ),
  )
  return new Map(
    [...groupBy(rows, ({ code }) => code)].map(([code, links]) => {
      const { name, targetingKind, ecpm, ctrPpm, vtrPpm, onSale, version } = links[0]!
      const product: ProductView = {
        code,
        name,
        targetingKind,
        platforms: links.flatMap(({ platform }) => platform ?? []),
        ecpm,
        ctr: fromPpm(ctrPpm),
        vtr: fromPpm(vtrPpm),
        onSale: Boolean(onSale),
        version,
      }
      return [code, product]
    }),
  )
}

/** @throws Problem UNKNOWN_REFERENCE */
export async function requireProduct(tx: Reading, code: string): Promise<ProductView> {
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

export function unknownProducts(unknown: readonly string[], errors?: readonly FieldProblem[]): Problem {
  return new Problem(
    'UNKNOWN_REFERENCE',
    `Unknown product: ${unknown.join(', ')}. Take a code from GET /api/v1/products.`,
    { unknown, ...(errors ? { errors } : {}) },
  )
}
