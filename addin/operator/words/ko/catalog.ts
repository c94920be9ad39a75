export const CATALOG_KO = {} as const
