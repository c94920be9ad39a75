import type { Request } from 'express'
import { LANGUAGES, type Language } from '../../shared/language'

/** The language that a caller asks for with Accept-Language. English without one, and for any other. */
export function languageOf(request: Request): Language {
  const [ko, en] = LANGUAGES
  return request.acceptsLanguages(en, ko) === ko ? ko : en
}
