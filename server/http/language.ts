import type { Request } from 'express'
import { LANGUAGES, type Language } from '../../shared/language'

/**
 * The language that a caller asks for with Accept-Language.
 *
 * @param otherwise for a caller that asks for none, or for another one
 */
export function languageOf(request: Request, otherwise: Language = 'en'): Language {
  const asked = request.acceptsLanguages(otherwise, ...LANGUAGES)
  return LANGUAGES.find((language) => language === asked) ?? otherwise
}
