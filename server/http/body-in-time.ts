import type { RequestHandler } from 'express'

/**
 * Closes the connection of a client that drips a body: whoever sends a byte now and then would hold it as long as the largest
 * upload may take.
 */
export function bodyInTime(limitMs: number): RequestHandler {
  return (request, _response, next) => {
    const late = setTimeout(() => request.destroy(), limitMs)
    const over = () => clearTimeout(late)
    request.once('end', over)
    request.once('close', over)
    next()
  }
}
