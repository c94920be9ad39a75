import { z } from 'zod'
import type { Language } from '../../shared/language'
import type { FieldProblem } from '../../shared/problem'
import { inKorean } from './korean'

/** How to parse so that zod words its own rules in a language. */
export const PARSING: Record<Language, z.core.ParseContext<z.core.$ZodIssue>> = {
  ko: { error: z.locales.ko().localeError },
  en: { error: z.locales.en().localeError },
}

/**
 * What is wrong with which fields of a request, in a language.
 *
 * @param issues of parsing in this language
 * @param where the path of what is wrong with the value as a whole
 */
export function fieldProblems(
  issues: readonly z.core.$ZodIssue[],
  where: string,
  language: Language,
): FieldProblem[] {
  return issues.map(({ path, message }) => ({
    path: path.map(String).join('.') || where,
    message: language === 'ko' ? inKorean(message) : message,
  }))
}
