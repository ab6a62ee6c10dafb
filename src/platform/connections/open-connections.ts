import type { Socket } from 'node:net'
import { createConnectionCount, type ConnectionBounds } from './connection-count.ts'

/** The connections that are open now, of one listener or of several that share their bounds. */
export interface OpenConnections {
  /** Counts the socket in until it is destroyed; false, and nothing counted, when it is one too many or already gone. */
  admit(socket: Socket): boolean
  open(): number
  /** How many networks have a connection open. */
  networks(): number
  destroyAll(): void
}

/**
 * Whoever accepts a socket counts it in here, and its destruction counts it out: the one end that QUIT, a reset, a failed
 * handshake, a time limit and a stop have in common. An event would not do, since a library may take every listener off a
 * socket, and one did when it put TLS on it (docs/decisions/0027-connections-and-their-ends.md).
 */
export function createOpenConnections(bounds: ConnectionBounds, onChange: (open: number) => void): OpenConnections {
  const count = createConnectionCount(bounds)
  const sockets = new Set<Socket>()
  return {
    open: count.open,
    networks: count.networks,
    admit(socket) {
      // Asked for now, Node keeps it; a socket without one was reset before it could be accepted.
      const release = socket.remoteAddress === undefined ? null : count.admit(socket.remoteAddress)
      if (release === null) return false
      sockets.add(socket)
      whenDestroyed(socket, () => {
        release()
        sockets.delete(socket)
        onChange(count.open())
      })
      onChange(count.open())
      return true
    },
    destroyAll() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Node calls `_destroy` once for every stream, whoever ends it and however, and needs no listener for that. */
function whenDestroyed(socket: Socket, tell: () => void): void {
  const destroy = socket._destroy.bind(socket)
  socket._destroy = (error, done) => {
    tell()
    destroy(error, done)
  }
}
