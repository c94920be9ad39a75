import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { RequestHandler, Response } from 'express'
import multer from 'multer'
import {
  forecastRejections,
  forecastWithdrawals,
  getForecast,
  listForecasts,
  uploadForecast,
} from '../../shared/contract/inventory'
import { Problem } from '../../shared/problem'
import type { Database } from '../database/database'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { sendStream } from '../http/send-stream'
import type { JobRunner } from '../jobs/job-runner'
import { inspectForecastFile } from './forecast-file'
import { FORECAST_LOAD, type ForecastLoadInput } from './forecast-load'
import { outcomeIn, refusalIn } from './outcome-words'
import { rejectionsCsv } from './rejections-csv'
import { fileWithOutcome, listFiles, rejectionsOf, requireFile } from './taken-files'
import { withdrawnHours } from './withdrawal'
import { withdrawnCsv } from './withdrawn-csv'

/**
 * Turns errors of the form parser into MALFORMED_BODY. Errors with a code (limits of the form, the system)
 * stay as they are.
 */
function readable(upload: RequestHandler): RequestHandler {
  return (request, response, next) =>
    upload(request, response, (error?: unknown) => {
      const unreadable = error instanceof Error && !('code' in error)
      next(
        unreadable
          ? new Problem('MALFORMED_BODY', `The form cannot be read: ${error.message}. Send it again.`)
          : error,
      )
    })
}

/** @param limit the largest file in bytes */
export function forecastRoutes(
  routes: Routes,
  database: Database,
  jobs: JobRunner,
  uploadDir: string,
  limit: number,
): void {
  const upload = multer({
    dest: uploadDir,
    limits: { fileSize: limit, files: 1, fields: 10, fieldSize: 1000 },
    // Browsers send a file's name as UTF-8.
    defParamCharset: 'utf8',
  }).single('file')
  routes.on(
    uploadForecast,
    async ({ request, caller, language }) => {
      if (!request.is('multipart/form-data')) {
        throw new Problem(
          'UNSUPPORTED_MEDIA_TYPE',
          'Send the file as multipart/form-data in the field `file`.',
        )
      }
      if (!request.file)
        throw new Problem('MALFORMED_BODY', 'There is no file. Send it in the multipart field `file`.')
      const { path, originalname: name } = request.file
      try {
        const { sheet, again, complete } = request.body as Record<string, unknown>
        const file = await inspectForecastFile(
          path,
          typeof sheet === 'string' && sheet !== '' ? sheet : undefined,
        )
        const input: ForecastLoadInput = {
          path,
          name,
          source: 'UPLOAD',
          file,
          again: again === 'true',
          complete: complete === 'true',
        }
        return { runId: await jobs.start(FORECAST_LOAD, { input, actor: caller.id }) }
      } catch (error) {
        await rm(path, { force: true })
        throw refusalIn(error, language)
      }
    },
    [readable(upload)],
  )
  routes.on(listForecasts, ({ query }) =>
    page(query, ['createdAt', 'runId'], (stretch) => database.read((tx) => listFiles(tx, stretch))),
  )
  routes.on(getForecast, async ({ params, language }) => {
    const file = await database.read((tx) => fileWithOutcome(tx, params.runId))
    return { ...file, outcome: file.outcome && outcomeIn(file.outcome, language) }
  })
  routes.on(forecastRejections, async ({ params, language, response, noteExport }) => {
    const rejections = await rejectionsOf(database, params.runId)
    await noteExport()
    await sendCsv(response, `rejections-${params.runId}.csv`, rejectionsCsv(rejections, language))
  })
  routes.on(forecastWithdrawals, async ({ params, language, response, noteExport }) => {
    await database.read((tx) => requireFile(tx, params.runId))
    await noteExport()
    const hours = withdrawnHours(database, params.runId)
    await sendCsv(response, `withdrawn-${params.runId}.csv`, withdrawnCsv(hours, language))
  })
}

async function sendCsv(response: Response, name: string, csv: AsyncIterable<string>): Promise<void> {
  response.type('text/csv; charset=utf-8').setHeader('Content-Disposition', `attachment; filename="${name}"`)
  await sendStream(Readable.from(csv), response)
}
