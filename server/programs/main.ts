import 'reflect-metadata'
import { join } from 'node:path'
import { readConfiguration } from '../configuration'
import { firstStart, signInHint } from '../setup/first-start'
import { Service } from './service'

/** After requests have ended: for the current chunk of a job, messages under way and the database. */
const LAST_WORK_MS = 20_000
const SAME_SIGNAL_MS = 1000

async function main(): Promise<void> {
  const configuration = readConfiguration()
  const service = await Service.create(configuration, {
    jobThread: join(import.meta.dirname, 'job-thread.mjs'),
    renderThread: join(import.meta.dirname, 'render-thread.mjs'),
    upkeepThread: join(import.meta.dirname, 'upkeep-thread.mjs'),
  })
  await firstStart(service)
  const port = await service.listen()
  const address = `${configuration.tls ? 'https' : 'http'}://localhost:${port}`
  console.log(configuration.serves ? await welcome(service, address) : workerHint(address))
  const { drainMs, requestsMs } = configuration.stopping
  let stoppingSince: number | undefined
  const stop = () => {
    if (stoppingSince !== undefined) {
      // A terminal and npm both pass on the same Ctrl+C.
      if (Date.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1)
      return
    }
    stoppingSince = Date.now()
    console.log('Stopping: finishing what is under way. A second signal stops at once …')
    setTimeout(
      () => {
        console.error('The service did not stop in time.')
        process.exit(1)
      },
      drainMs + requestsMs + LAST_WORK_MS,
    ).unref()
    service.close().then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // The terminal was closed.
  process.on('SIGHUP', stop)
}

async function welcome(service: Service, address: string): Promise<string> {
  const { production, tls, works } = service.configuration
  const pages = [
    ...(production ? [] : [`  Workbench          ${address}/workbench`]),
    `  Dashboard          ${address}/dashboard`,
    `  API documentation  ${address}/api/docs`,
    `  Health             ${address}/health`,
  ]
  return `
Flightsheet is ready at ${address}
${pages.join('\n')}
${await signInHint(service)}
${works ? '' : 'A worker runs the jobs: npm run worker.\n'}Stop with Ctrl+C.${tls || production ? '' : ' See the whole story with: npm run demo'}
`
}

function workerHint(address: string): string {
  return `
Flightsheet's worker is ready at ${address}: it runs the jobs and answers /health and /metrics only.
Stop with Ctrl+C.
`
}

main().catch((error: unknown) => {
  const { code } = (error ?? {}) as { code?: string }
  if (code === 'EADDRINUSE') {
    console.error('The port is taken. Stop the other program or choose another port: PORT=3001 npm start')
  } else {
    console.error(`Flightsheet cannot start: ${error instanceof Error ? error.message : String(error)}`)
    if (process.env.LOG_LEVEL === 'debug') console.error(error)
  }
  process.exit(1)
})
