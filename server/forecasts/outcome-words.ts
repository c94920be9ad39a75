import type { ForecastOutcome, ForecastWarning, Rejection } from '../../shared/contract/inventory'
import type { Language } from '../../shared/language'
import { Problem } from '../../shared/problem'
import { inKorean as problemInKorean } from '../http/korean'
import { inKorean } from './korean'

/** What a run stores is in English. */
interface StoredRun {
  result: unknown
  error: { code: string; detail: string } | null
}

/** A run with the sentences of its error, and of a forecast file's outcome, in a language. */
export function runIn<Run extends StoredRun>(run: Run, language: Language): Run {
  if (language === 'en') return run
  const { result, error } = run
  return {
    ...run,
    result: isOutcome(result) ? outcomeIn(result, language) : result,
    error: error && { ...error, detail: problemInKorean(inKorean(error.detail)) },
  }
}

export function lineIn<Line extends Rejection>(line: Line, language: Language): Line {
  return language === 'en' ? line : { ...line, reason: inKorean(line.reason) }
}

/** The problem of a file that was refused as a whole, in a language. */
export function refusalIn(error: unknown, language: Language): unknown {
  if (language === 'en' || !(error instanceof Problem)) return error
  return new Problem(error.code, inKorean(error.detail), error.data)
}

function isOutcome(result: unknown): result is ForecastOutcome {
  return typeof result === 'object' && result !== null && 'rejections' in result && 'accepted' in result
}

/** A file's outcome with its sentences in a language. */
export function outcomeIn(outcome: ForecastOutcome, language: Language): ForecastOutcome {
  if (language === 'en') return outcome
  const { rejections, warnings } = outcome
  return {
    ...outcome,
    rejections: rejections.map((line) => lineIn(line, 'ko')),
    ...(warnings ? { warnings: warnings.map(warningInKorean) } : {}),
  }
}

function warningInKorean(warning: ForecastWarning): ForecastWarning {
  return { ...warning, detail: inKorean(warning.detail), first: warning.first.map(inKorean) }
}
