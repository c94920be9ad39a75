import type { ForecastWarning } from '../../../shared/contract/inventory'
import type { Words } from '../words/words'

/** An example of a warning in the words of the page: the service writes it in English. */
export function exampleText(
  code: ForecastWarning['code'],
  example: string,
  said: Pick<Words['files'], 'line' | 'hours' | 'mostHours'>,
): string {
  const line = /^line (\d+)$/.exec(example)
  if (line) return said.line(line[1]!)
  const hours = /^(.*): (\d+) of (\d+) hours$/s.exec(example)
  if (code === 'FEWER_HOURS' && hours) return said.hours(hours[1]!, hours[2]!, hours[3]!)
  const most = /^(.*): at most (\d+) of 24 hours$/s.exec(example)
  if (most) return said.mostHours(most[1]!, most[2]!)
  return example
}
