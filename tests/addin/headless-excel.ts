import { vi } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'
import { Connection } from '../../workbench/host/connection'

export interface HeadlessExcel extends Headless {
  /** How many requests the client has sent to the workbook since the last call. */
  roundTrips(): number
  /** Characters of the largest request since the workbook was opened. */
  largestRequest(): number
}

/** A workbook without Excel for one test file. */
export async function headlessExcel(): Promise<HeadlessExcel> {
  const { receive } = Connection.prototype
  const received = vi.spyOn(Connection.prototype, 'receive').mockImplementation(receive)
  const headless = await openHeadless()
  let largest = 0
  const measure = () => {
    largest = Math.max(largest, ...received.mock.calls.map(([text]) => text.length))
  }
  return {
    ...headless,
    roundTrips: () => {
      const count = received.mock.calls.filter(([text]) => text.includes('ProcessQuery')).length
      measure()
      received.mockClear()
      return count
    },
    largestRequest: () => {
      measure()
      return largest
    },
  }
}
