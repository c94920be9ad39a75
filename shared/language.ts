/** The languages of pane, dashboard and sheets: Korean first. */
export const LANGUAGES = ['ko', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
