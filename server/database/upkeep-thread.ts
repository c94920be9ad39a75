import { parentPort, workerData } from 'node:worker_threads'
import { checkpointUntilTold } from './dialect/checkpoints'

/** The program of the thread that writes the embedded database's log back into its file. */
checkpointUntilTold(parentPort!, workerData as { file: string })
