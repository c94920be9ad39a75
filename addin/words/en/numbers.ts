/** How numbers are written in sentences. */

export const count = (value: number) => value.toLocaleString('en-US')
export const won = (value: number) => `₩${count(value)}`
export const plural = (value: number, one: string, many = `${one}s`) =>
  `${count(value)} ${value === 1 ? one : many}`
