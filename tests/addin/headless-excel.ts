import { vi } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'
import { Connection } from '../../workbench/host/connection'

export interface HeadlessExcel extends Headless {
  /** How often the client asked the workbook since the last call. */
  roundTrips(): number
}

/** A workbook without Excel for one test file. */
export async function headlessExcel(): Promise<HeadlessExcel> {
  const received = vi.spyOn(Connection.prototype, 'receive')
  const headless = await openHeadless()
  return {
    ...headless,
    roundTrips: () => {
      const count = received.mock.calls.filter(([text]) => text.includes('ProcessQuery')).length
      received.mockClear()
      return count
    },
  }
}
