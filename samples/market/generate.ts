import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { forecastCsv } from './forecast-csv'
import { type Sample, sample } from './sample'

const USAGE = `Writes a sample catalogue (catalog.json) and vendor forecast (forecast.csv).

  --seed N          another seed, another market (1)
  --size X          number of contents compared with the standard sample (1)
  --month YYYY-MM   first month (2026-12)
  --months N        number of months (3)
  --out DIRECTORY   where to write, made if it isn't there (samples-out)
  --help            this text
`

/** An invalid option. */
class OptionError extends Error {}

main().catch((error: unknown) => {
  if (error instanceof OptionError) {
    process.stderr.write(`${error.message}\n\n${USAGE}`)
    process.exitCode = 2
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
})

async function main(): Promise<void> {
  const options = parse(process.argv.slice(2))
  if (options.help) {
    process.stdout.write(USAGE)
    return
  }
  await mkdir(options.out, { recursive: true })
  await writeCatalog(options.sample, join(options.out, 'catalog.json'))
  await writeForecast(options.sample, join(options.out, 'forecast.csv'))
}

function parse(args: string[]): { help: boolean; out: string; sample: Sample } {
  try {
    const { values } = parseArgs({
      args,
      options: {
        seed: { type: 'string' },
        size: { type: 'string' },
        month: { type: 'string' },
        months: { type: 'string' },
        out: { type: 'string', default: 'samples-out' },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.out === '') throw new RangeError('--out must name a directory.')
    return {
      help: values.help,
      out: values.out,
      sample: sample({
        seed: numberFrom('seed', values.seed),
        size: numberFrom('size', values.size),
        firstMonth: values.month,
        months: numberFrom('months', values.months),
      }),
    }
  } catch (error) {
    throw new OptionError((error as Error).message)
  }
}

/** Stricter than `Number`, which accepts '' as 0 and hexadecimal numbers. */
function numberFrom(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+(\.\d+)?$/.test(text)) throw new RangeError(`--${option} must be a number, not "${text}".`)
  return Number(text)
}

async function writeCatalog({ catalog }: Sample, path: string): Promise<void> {
  const text = `${JSON.stringify(catalog, null, 2)}\n`
  await writeFile(path, text)
  const counts = Object.entries(catalog).map(([kind, entries]) => `${entries.length} ${kind}`)
  process.stdout.write(`${path}: ${counts.join(', ')}, ${Buffer.byteLength(text)} bytes\n`)
}

async function writeForecast({ forecastRows }: Sample, path: string): Promise<void> {
  const start = performance.now()
  let rows = 0
  function* counted() {
    for (const row of forecastRows()) {
      rows++
      yield row
    }
  }
  const file = createWriteStream(path)
  // A chunk has many kilobytes: reading one ahead is enough, and the stream's default of 16 would only use
  // memory.
  await pipeline(Readable.from(forecastCsv(counted()), { highWaterMark: 1 }), file)
  const seconds = (performance.now() - start) / 1000
  process.stdout.write(`${path}: ${rows} rows, ${file.bytesWritten} bytes, ${seconds.toFixed(1)} s\n`)
}
