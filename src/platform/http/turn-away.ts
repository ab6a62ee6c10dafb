import type { Socket } from 'node:net'
import { createOpenConnections } from '../connections/open-connections.ts'

const lingerMs = 500
const maxLingering = 100
const answer = [
  'HTTP/1.1 503 Service Unavailable',
  'retry-after: 30',
  'connection: close',
  'cache-control: no-store',
  'content-length: 0',
  '\r\n',
].join('\r\n')

/**
 * Answers connections that are too many, without reading what they ask. A request that arrives after the end would make the
 * client throw the answer away, so the first hundred may still send one for half a second; the others are dropped.
 */
export function createTurnAway(): (socket: Socket) => void {
  const lingering = createOpenConnections(
    { maxConnections: maxLingering, maxConnectionsPerNetwork: maxLingering },
    () => undefined,
  )
  return (socket) => {
    if (!lingering.admit(socket)) {
      socket.destroy()
      return
    }
    socket.resume()
    socket.end(answer)
    setTimeout(() => socket.destroy(), lingerMs).unref()
  }
}
