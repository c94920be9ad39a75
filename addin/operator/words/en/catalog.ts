import type { Words } from '../words'
export const CATALOG_EN: Words['catalog'] = {}
