import 'reflect-metadata'
import { readConfiguration } from '../../server/configuration'
import { SCHEMA } from '../../server/programs/schema'
import { Service } from '../../server/programs/service'
import { firstStart } from '../../server/setup/first-start'
import { NEXT_SCHEMA } from '../support/next-schema'

/** The service as a process: of this release, or of the next one, which has a further migration. */
const service = await Service.create(readConfiguration(), {
  schema: process.argv[2] === 'next' ? NEXT_SCHEMA : SCHEMA,
})
await firstStart(service)
console.log(`ready at port ${await service.listen()}`)
process.on('SIGTERM', () => void service.close().then(() => process.exit(0)))
