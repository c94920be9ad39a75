import type { Server } from 'node:http'

const LOOK_MS = 100

/**
 * Accepts no connection any more, lets requests under way finish, and closes each connection as soon as it is idle.
 *
 * @param deadlineMs connections that are still busy then are cut
 * @returns whether all requests could finish
 */
export async function endServer(server: Server, deadlineMs: number): Promise<boolean> {
  let cut = false
  // A connection that becomes idle later than this moment would stay open until its client closes it.
  const look = setInterval(() => server.closeIdleConnections(), LOOK_MS)
  const deadline = setTimeout(() => {
    cut = true
    server.closeAllConnections()
  }, deadlineMs)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearInterval(look)
  clearTimeout(deadline)
  return !cut
}
