/** The answer if it comes in time, else another one. A late answer is ignored. */
export function inTime<T>(asked: Promise<T>, milliseconds: number, otherwise: T): Promise<T> {
  let late: NodeJS.Timeout | undefined
  const timeout = new Promise<T>((resolve) => {
    late = setTimeout(() => resolve(otherwise), milliseconds)
  })
  return Promise.race([asked, timeout]).finally(() => clearTimeout(late))
}
