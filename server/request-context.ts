import { AsyncLocalStorage } from 'node:async_hooks'
import type { Caller } from './caller'

/** Where a call comes from. */
export interface Origin {
  /** The address of the client, behind trusted proxies. */
  address: string | null
  userAgent: string | null
}

/** The call that is being answered: who makes it and from where. */
export interface RequestContext extends Origin {
  /** The service's own id of the request; its answer has it in X-Request-Id. */
  requestId: string
  /** Null for public calls. */
  caller: Caller | null
}

const requests = new AsyncLocalStorage<RequestContext>()

/** Runs the handler of a call. What it calls, however deep, can ask who called. */
export function inRequest<T>(context: RequestContext, handler: () => T): T {
  return requests.run(context, handler)
}

/** The run of a job that is being worked on. */
interface RunContext {
  run: string
  job: string
}

const runs = new AsyncLocalStorage<RunContext>()

/** Works on a run. A run that a request started is not part of the request. */
export function inRun<T>(context: RunContext, work: () => T): T {
  return requests.exit(() => runs.run(context, work))
}

/** What a line in the log belongs to: a request or a run. */
export function currentWork(): { requestId: string } | RunContext | undefined {
  const request = requests.getStore()
  return request ? { requestId: request.requestId } : runs.getStore()
}

/** Undefined outside of requests: in jobs, at the start, in a terminal. */
export function currentRequest(): RequestContext | undefined {
  return requests.getStore()
}
