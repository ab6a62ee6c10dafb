import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createSecureContext } from 'node:tls'
import { formatReply, replies, type SmtpReply } from '../../lib/smtp/index.ts'
import type { OpenConnections } from '../connections/open-connections.ts'
import type { TlsPair } from '../tls/tls-pair.ts'
import { SmtpConnection, type ConnectionOptions } from './smtp-connection.ts'

export interface SmtpServerOptions extends Pick<
  ConnectionOptions,
  'hostname' | 'limits' | 'implicitTls' | 'newSession' | 'onError'
> {
  /** Null for a server that offers no TLS. */
  readonly tls: TlsPair | null
  /** Counts what is open, for this server alone or for several together. */
  readonly connections: OpenConnections
  /** Said to a connection too many, in the clear; with TLS from the first byte it is closed without a word. */
  readonly tooMany: SmtpReply
  readonly onAdmission?: (isAdmitted: boolean) => void
  readonly onListenerError: (error: unknown) => void
}

export interface SmtpServer {
  /** Opens a port, 0 for any that is free, and says which one. Rejects when it is taken. */
  listen(host: string, port: number): Promise<number>
  /** Takes no new connection, lets messages on their way in finish for a bounded time, then closes everything. */
  stop(): Promise<void>
  census(): { readonly handshakes: number; readonly sessions: number }
}

/** One port, or several of one kind, that speak SMTP with whatever session their owner makes. */
export function createSmtpServer(options: SmtpServerOptions): SmtpServer {
  const open = new Set<SmtpConnection>()
  const listeners: Server[] = []
  const waiting: (() => void)[] = []
  const { hostname, limits, implicitTls, newSession, onError, tls } = options
  const connectionOptions: ConnectionOptions = {
    hostname,
    limits,
    implicitTls,
    newSession,
    onError,
    secureContext: tls === null ? null : createSecureContext({ cert: tls.cert, key: tls.key, minVersion: 'TLSv1.2' }),
    onGone(connection) {
      open.delete(connection)
      if (open.size === 0) for (const tell of waiting.splice(0)) tell()
    },
  }
  const accept = (socket: Socket) => {
    // A reset that comes before anybody listens must not end the process.
    socket.on('error', () => socket.destroy())
    const isAdmitted = options.connections.admit(socket)
    options.onAdmission?.(isAdmitted)
    if (!isAdmitted) turnAway(socket, options)
    else if (!socket.destroyed) open.add(new SmtpConnection(socket, connectionOptions))
  }
  return {
    async listen(host, port) {
      const listener = createServer({ noDelay: true }, accept)
      listener.on('error', options.onListenerError)
      listeners.push(listener)
      listener.listen(port, host)
      await once(listener, 'listening')
      const address = listener.address()
      return typeof address === 'object' && address !== null ? address.port : 0
    },
    async stop() {
      for (const listener of listeners) listener.close()
      for (const connection of open) connection.endWhenIdle(replies.closing.stopping)
      if (open.size > 0) await withinTime(limits.drainTimeoutMs, (tell) => waiting.push(tell))
      for (const connection of open) connection.destroy()
    },
    census() {
      const handshakes = [...open].filter((connection) => connection.isInHandshake).length
      return { handshakes, sessions: open.size - handshakes }
    },
  }
}

function turnAway(socket: Socket, { implicitTls, tooMany }: SmtpServerOptions): void {
  if (implicitTls) socket.destroy()
  else socket.end(formatReply(tooMany), () => socket.destroy())
}

/** Resolves when it was told so, or when the time is over. */
async function withinTime(timeoutMs: number, wait: (tell: () => void) => unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs)
    wait(resolve)
  })
  clearTimeout(timer)
}
