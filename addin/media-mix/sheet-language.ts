import { LANGUAGES, type Language } from '../../shared/language'
import { findKeyColumn, type PlainGrid } from '../../shared/sheets/identity'
import { columnOfField, MEDIA_MIX_FIELDS } from '../../shared/sheets/media-mix/columns'

/**
 * Whether a MediaMix was drawn in another language. Then it isn't enough to replace its labels: widths and the
 * messages of validations belong to a language too.
 */
export function isInOtherLanguage(grid: PlainGrid, language: Language): boolean {
  const heading = grid[findKeyColumn(grid)?.row ?? 0] ?? []
  const present = (one: Language) =>
    MEDIA_MIX_FIELDS.filter((field) => heading.includes(columnOfField(field).heading[one])).length
  return LANGUAGES.some((other) => present(other) > present(language))
}
