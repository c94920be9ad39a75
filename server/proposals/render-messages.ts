import type { ProposalOrder } from './proposal-file'

/** To the thread that makes files of proposals. */
export interface ToRenderThread {
  id: number
  order: ProposalOrder
}

/** From the thread: of each order first `begun` and at last `ended`, or `failed` at any time. */
export type FromRenderThread = { id: number } & (
  | { kind: 'begun'; fileName: string }
  | { kind: 'rows'; done: number; total: number }
  | { kind: 'chunk'; bytes: Uint8Array }
  | { kind: 'ended' }
  /** `code`: of a Problem. */
  | { kind: 'failed'; code: string | undefined; message: string }
)
