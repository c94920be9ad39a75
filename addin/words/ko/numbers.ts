/** How numbers are written in sentences. */

export const count = (value: number) => value.toLocaleString('ko-KR')
export const won = (value: number) => `${count(value)}원`
