import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addMonths, businessDateOf, firstDayOf, lastDayOf, type Month, monthOf } from '../shared/calendar'
import { clearedAway } from './leaving'
import type { ServiceProcess } from './service-process'
import { clipContents, writeVendorFile } from './vendor-file'

const INVENTORY_ROWS = 200_000
const CONTENTS = 30
const MEMBERS = 8
const PLATFORMS = ['NAVER', 'KAKAO', 'DAUM', 'YOUTUBE']
const CHANGES_PER_CALL = 1000

/** A month of inventory, and campaigns of any number of rows, each with a targeting of its own. */
export class ProposalMarket {
  private constructor(
    private readonly service: ServiceProcess,
    private readonly month: Month,
  ) {}

  static async open(service: ServiceProcess): Promise<ProposalMarket> {
    const market = new ProposalMarket(service, addMonths(monthOf(businessDateOf(new Date())), 1))
    await market.load()
    return market
  }

  /** @returns the campaign's id */
  async campaign(rows: number): Promise<string> {
    const { service } = this
    const flight = { startDate: firstDayOf(this.month), endDate: lastDayOf(this.month) }
    const { id } = await service.call<{ id: string }>('POST', '/campaigns', {
      name: `겨울 신제품 론칭 캠페인 (${rows}행)`,
      advertiser: '한빛식품',
      agency: '가온미디어커뮤니케이션즈',
      budget: 1_000_000_000,
      ...flight,
    })
    const units = Array.from({ length: rows }, () => randomUUID())
    let revision = 1
    for (let at = 0; at < rows; at += CHANGES_PER_CALL) {
      const some = units.slice(at, at + CHANGES_PER_CALL)
      const changes = some.map((unitId, i) => ({
        op: 'put',
        unitId,
        fields: {
          kind: (at + i) % 9 === 8 ? 'SERVICE' : 'PAID',
          productCode: 'CLIPS',
          amount: 1_000_000 + 1000 * (at + i),
          device: 'PC+Mobile',
          creative: `15초 ${at + i + 1}안`,
          ...flight,
        },
      }))
      const answer = await service.call<{ revision: number }>('POST', `/campaigns/${id}/media-mix/sync`, {
        baseRevision: revision,
        changes,
      })
      revision = answer.revision
      await service.call('PUT', `/campaigns/${id}/targeting`, {
        units: some.map((unitId, i) => targeting(unitId, at + i)),
      })
    }
    return id
  }

  private async load(): Promise<void> {
    const { service, month } = this
    for (const [displayOrder, code] of PLATFORMS.entries())
      await service.call('PUT', `/platforms/${code}`, { name: code, displayOrder })
    await service.call('PUT', '/products/CLIPS', {
      name: '프리미엄 프로그램 큐레이션 15초',
      targetingKind: 'CONTENTS',
      platforms: PLATFORMS.slice(0, 3),
      ecpm: 10_000,
      ctr: 0.01,
      vtr: 0.3,
    })
    const folder = mkdtempSync(join(tmpdir(), 'flightsheet-bench-files-'))
    const removeFolder = clearedAway(async () => rmSync(folder, { recursive: true, force: true }))
    try {
      const file = join(folder, 'forecast.csv')
      await writeVendorFile(file, month, INVENTORY_ROWS)
      await service.upload(file)
    } finally {
      await removeFolder()
    }
    await service.job('standard-inventory-load', month)
    await service.call('POST', '/standard-inventory/confirmations', { month })
    await service.job('unit-inventory-load', month)
  }
}

function targeting(unitId: string, at: number) {
  const contents = clipContents(CONTENTS)
  const members = Array.from({ length: MEMBERS }, (_, i) => ({
    metaId: contents[(at * 3 + i * 7) % CONTENTS]!,
    weight: 10 + i,
  }))
  return { unitId, version: 1, groups: [{ name: `그룹 ${at + 1}`, weight: 1, members }] }
}
