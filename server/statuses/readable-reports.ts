import { MalformedReport } from '../../shared/contract/statuses'
import type { Language } from '../../shared/language'
import type { FieldProblem } from '../../shared/problem'
import { fieldProblems } from '../http/field-problems'
import { REJECTION_WORDS } from './rejection-words'

/** The result of a call, with the refused reports by their index. */
export interface Reported<Rejection> {
  accepted: number
  rejected: number
  rejections: Rejection[]
}

interface Malformed {
  index: number
  childAdId: string | null
  code: 'MALFORMED'
  message: string
  errors: FieldProblem[]
}

/** Separates the reports of a call that can be read, each with its index, from those that can't. */
export function readableReports<Report>(
  reports: readonly (Report | MalformedReport)[],
  language: Language,
): { readable: (readonly [number, Report])[]; malformed: Malformed[] } {
  const readable: (readonly [number, Report])[] = []
  const malformed: Malformed[] = []
  for (const [index, report] of reports.entries()) {
    if (report instanceof MalformedReport) malformed.push(rejectionOf(index, report, language))
    else readable.push([index, report])
  }
  return { readable, malformed }
}

function rejectionOf(index: number, { childAdId, issues }: MalformedReport, language: Language): Malformed {
  const errors = fieldProblems(issues, 'report', language)
  const { path, message } = errors[0]!
  const { malformed } = REJECTION_WORDS[language]
  return { index, childAdId, code: 'MALFORMED', message: malformed(`${path}: ${message}`), errors }
}
