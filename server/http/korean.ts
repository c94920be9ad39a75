import type { Language } from '../../shared/language'
import { type FieldProblem, Problem } from '../../shared/problem'
import { translator } from '../../shared/translation'
import { DETAILS } from './korean-details'
import { RULES } from './korean-rules'

/** The Korean of what the service says in English: what is wrong with a field, and what problems say. */
export const inKorean = translator([...RULES, ...DETAILS])

/** A problem with its sentences, and those of its fields and parts, in a language. */
export function problemIn(problem: Problem, language: Language): Problem {
  if (language === 'en') return problem
  const { code, detail, data } = problem
  return new Problem(code, inKorean(detail), {
    ...data,
    ...(data.errors ? { errors: (data.errors as FieldProblem[]).map(fieldInKorean) } : {}),
    ...(data.failed ? { failed: failuresIn(data.failed as Failure[], language) } : {}),
  })
}

/** Why each of the things failed that a call could not do, in a language. */
export function failuresIn<One extends Failure>(failed: readonly One[], language: Language): One[] {
  return failed.map((one) => (language === 'en' ? one : { ...one, detail: inKorean(one.detail) }))
}

interface Failure {
  detail: string
}

function fieldInKorean({ path, message }: FieldProblem): FieldProblem {
  return { path, message: inKorean(message) }
}
