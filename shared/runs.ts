/** Runs of equal neighbours, each with its first and last position. */
export function runsOf<T>(values: readonly T[]): { value: T; left: number; right: number }[] {
  const runs: { value: T; left: number; right: number }[] = []
  values.forEach((value, at) => {
    const run = runs.at(-1)
    if (run && run.value === value) run.right = at
    else runs.push({ value, left: at, right: at })
  })
  return runs
}
