/**
 * The names of an add-in's functions in files. Excel writes `FLIGHT.AVAILABLE(…)` as `_xldudf_FLIGHT_AVAILABLE(…)`, and shows
 * the latter where the add-in isn't there.
 */
const PREFIX = '_xldudf_'

/** @param namespace of the add-in's functions; empty: there are none */
export function functionsInFile(formula: string, namespace: string): string {
  if (namespace === '') return formula
  const used = new RegExp(`"[^"]*"|\\b${namespace}\\.(\\w+)(?=\\()`, 'gi')
  return formula.replace(used, (all, name?: string) =>
    name === undefined ? all : `${PREFIX}${namespace}_${name.toUpperCase()}`,
  )
}

export function functionsFromFile(formula: string): string {
  const used = new RegExp(`"[^"]*"|\\b${PREFIX}([A-Z0-9]+)_(\\w+)(?=\\()`, 'gi')
  return formula.replace(used, (all, namespace?: string, name?: string) =>
    name === undefined ? all : `${namespace}.${name}`,
  )
}
