import { rm } from 'node:fs/promises'
import type { RequestHandler } from 'express'
import multer from 'multer'
import { uploadForecast } from '../../shared/contract/inventory'
import { Problem } from '../../shared/problem'
import type { Routes } from '../http/routes'
import type { JobRunner } from '../jobs/job-runner'
import { checkForecastFile } from './forecast-file'
import { FORECAST_LOAD, type ForecastLoadInput } from './forecast-load'

/** What the form parser can't read is the sender's mistake, not ours; what the system refuses has a code. */
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
export function forecastRoutes(routes: Routes, jobs: JobRunner, uploadDir: string, limit: number): void {
  const upload = multer({ dest: uploadDir, limits: { fileSize: limit, files: 1, fields: 10 } }).single('file')
  routes.on(
    uploadForecast,
    async ({ request, caller }) => {
      if (!request.is('multipart/form-data')) {
        throw new Problem(
          'UNSUPPORTED_MEDIA_TYPE',
          'Send the file as multipart/form-data in the field `file`.',
        )
      }
      if (!request.file)
        throw new Problem('MALFORMED_BODY', 'There is no file. Send it in the multipart field `file`.')
      const { path } = request.file
      try {
        await checkForecastFile(path)
        const input: ForecastLoadInput = { path }
        return { runId: await jobs.start(FORECAST_LOAD, { input, actor: caller.id }) }
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
    },
    [readable(upload)],
  )
}
