import type { ProposalSheet } from '../../contract/proposals'
import type { Language } from '../../language'
import type { House } from '../house'
import type { HouseLook } from '../house-look'

/** A house template: how a sales house's proposals look, and which sheets they have. */
export interface ProposalTemplate {
  /** Small letters, digits and `-`. */
  code: string
  name: Record<Language, string>
  sheets: readonly ProposalSheet[]
  house: House
  look: HouseLook
}
