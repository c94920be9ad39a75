import { distribution, type PurchasedUnit } from '../../shared/contract/purchases'
import type { DemoService } from '../session/service'
import { prove } from '../session/stop'
import { counted, say, showProof, showTable } from '../session/terminal'
import type { DemoCatalog } from './catalog'

const RATIO_SCALE = 1_000_000_000n

/**
 * Takes the largest cell of a bought row on its last platform, which gets the remainder, and explains its
 * number level by level.
 */
export async function explainOneNumber(
  service: DemoService,
  unit: PurchasedUnit,
  catalog: DemoCatalog,
): Promise<void> {
  const tree = await service.call(distribution, { params: { id: unit.unitId } })
  const paths = tree.ads
    .slice(-1)
    .flatMap((ad) =>
      ad.childAds.flatMap((child) =>
        child.owners.flatMap((share) =>
          share.cells.map((cell, index) => ({ ad, child, share, cell, index })),
        ),
      ),
    )
  const { ad, child, share, cell, index } = paths.reduce((a, b) =>
    b.cell.impressions > a.cell.impressions ? b : a,
  )
  const owner = share.owner === null ? 'no owner' : (catalog.nameOfOwner.get(share.owner) ?? share.owner)
  say(`Why ${counted(cell.impressions)} impressions for ${cell.metaId} on ${ad.platform} on ${cell.date}?`)
  const line = (
    level: string,
    whole: number,
    { weight, weightTotal, quota, rule, impressions }: typeof ad | typeof child | typeof share,
  ) => [
    level,
    `${counted(whole)} × ${counted(weight)} / ${counted(weightTotal)}`,
    decimal(quota.impressions),
    rule,
    counted(impressions),
  ]
  showTable(
    [
      { title: 'Level 단계' },
      { title: 'Share 배분', align: 'right' },
      { title: 'Exact 정확한 값', align: 'right' },
      { title: 'Rule 규칙' },
      { title: 'Impressions', align: 'right' },
    ],
    [
      line(`Platform ${ad.platform}`, tree.impressions, ad),
      line(`Group ${child.group}`, ad.impressions, child),
      line(`Owner ${owner}`, child.impressions, share),
      [
        `Day ${cell.date}`,
        `${counted(share.impressions)} × ${counted(cell.ratioPpb)} / 10⁹`,
        decimal(cell.quota.impressions),
        cell.rule,
        counted(cell.impressions),
      ],
    ],
  )
  let upTo = 0n
  for (const { ratioPpb } of share.cells.slice(0, index)) upTo += BigInt(ratioPpb)
  const whole = BigInt(share.impressions)
  const start = rounded(whole * upTo)
  const end = rounded(whole * (upTo + BigInt(cell.ratioPpb)))
  prove(Number(end - start) === cell.impressions, 'cumulative rounding gives the number of the cell')
  showProof(
    `Cumulative rounding 누적 반올림: up to this cell ${counted(Number(end))}, up to the one before ${counted(Number(start))}, the difference is ${counted(cell.impressions)}.`,
  )
}

/** Divides a product by 10⁹ and rounds half up. */
function rounded(product: bigint): bigint {
  return (product * 2n + RATIO_SCALE) / (RATIO_SCALE * 2n)
}

/** `10000000/3` → `3,333,333.333…`; a whole number stays a whole number. */
export function decimal(fraction: string): string {
  const [numerator, denominator = 1n] = fraction.split('/').map(BigInt) as [bigint, bigint?]
  const whole = (numerator / denominator).toLocaleString('en-US')
  const rest = numerator % denominator
  if (rest === 0n) return whole
  const digits = String((rest * 1000n) / denominator).padStart(3, '0')
  return `${whole}.${digits}${(rest * 1000n) % denominator === 0n ? '' : '…'}`
}
