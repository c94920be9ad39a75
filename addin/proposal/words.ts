import type { Language } from '../../shared/language'
import { PROPOSAL_EN } from '../words/en/proposal'
import { PROPOSAL_KO } from '../words/ko/proposal'
import type { Wording } from '../words/words'

export type ProposalWords = Wording<typeof PROPOSAL_KO>

export const PROPOSAL_WORDS: Record<Language, ProposalWords> = { ko: PROPOSAL_KO, en: PROPOSAL_EN }
