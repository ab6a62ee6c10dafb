import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { describeError } from '../../platform/log/log.ts'
import { createConnectionCount, type ConnectionCount } from './connection-count.ts'
import { refusals } from './errors.ts'
import { defaultLimits, type SubmissionLimits } from './limits.ts'
import type { SubmissionDeps } from './ports.ts'
import { createSignIn } from './sign-in.ts'
import { smtpReplyOf } from './smtp-reply.ts'
import { createSubmissionMetrics, type SubmissionMetrics } from './submission-metrics.ts'
import { SubmissionServer } from './submission-server.ts'
import { createTakeMessage } from './take-message.ts'

export interface SubmissionPorts {
  readonly host: string
  /** STARTTLS; 0 takes any free port, `null` opens none. */
  readonly submission: number | null
  /** TLS from the first byte; 0 takes any free port, `null` opens none. */
  readonly submissions: number | null
}

export interface Submission {
  /** Opens the ports and says which ones they are. Rejects when one is taken; call it once. */
  listen(ports: SubmissionPorts): Promise<{ readonly submission: number | null; readonly submissions: number | null }>
  /** Takes no new connection, lets messages that are on their way in finish for a bounded time, then closes everything. */
  stop(): Promise<void>
}

const stopPollMs = 20

interface Parts {
  readonly deps: SubmissionDeps
  readonly limits: SubmissionLimits
  readonly metrics: SubmissionMetrics
  readonly count: ConnectionCount
  readonly sockets: Set<Socket>
}

/** Builds both ports over one set of limits; nothing listens before `listen`. */
export function createSubmission(deps: SubmissionDeps): Submission {
  const limits = { ...defaultLimits, ...deps.limits }
  const metrics = createSubmissionMetrics(deps.metrics)
  const parts: Parts = { deps, limits, metrics, count: createConnectionCount(limits), sockets: new Set() }
  const startTls = createSmtp(parts, false)
  const implicitTls = createSmtp(parts, true)
  const fronts: Server[] = []
  const open = async (host: string, port: number | null, smtp: SubmissionServer): Promise<number | null> => {
    if (port === null) return null
    const front = createFront(parts, smtp)
    fronts.push(front)
    front.listen(port, host)
    await once(front, 'listening')
    return portOf(front.address())
  }
  return {
    async listen({ host, submission, submissions }) {
      return {
        submission: await open(host, submission, startTls),
        submissions: await open(host, submissions, implicitTls),
      }
    },
    async stop() {
      for (const front of fronts) front.close()
      await drain([startTls, implicitTls], parts)
    },
  }
}

function createSmtp({ deps, limits, metrics }: Parts, implicitTls: boolean): SubmissionServer {
  const smtp = new SubmissionServer({
    implicitTls,
    hostname: deps.hostname,
    tls: deps.tls,
    limits,
    clock: deps.clock,
    signIn: createSignIn(deps, metrics, limits),
    takeMessage: createTakeMessage(deps, limits, metrics),
    countRefusal: metrics.countRefusal,
  })
  smtp.on('error', (error) => deps.log.debug('submission.connection-error', describeError(error)))
  return smtp
}

/** The listening socket. It stands before the library's server so that a connection too many costs no TLS handshake. */
function createFront({ deps, metrics, count, sockets }: Parts, smtp: SubmissionServer): Server {
  const port = smtp.options.secure === true ? 'submissions' : 'submission'
  const front = createServer((socket) => {
    const release = count.admit(socket.remoteAddress ?? '')
    metrics.connections.inc({ port, result: release === null ? 'refused' : 'admitted' })
    if (release === null) {
      turnAway(socket, port === 'submission')
      return
    }
    sockets.add(socket)
    metrics.open.set(count.open())
    socket.once('close', () => {
      release()
      sockets.delete(socket)
      metrics.open.set(count.open())
    })
    smtp.server.emit('connection', socket)
  })
  front.on('error', (error) => deps.log.error('submission.listener-error', { port, ...describeError(error) }))
  return front
}

function turnAway(socket: Socket, isClearText: boolean): void {
  socket.on('error', () => socket.destroy())
  const { code, enhanced, text } = smtpReplyOf(refusals.tooManyConnections())
  if (isClearText) socket.end(`${code} ${enhanced} ${text}\r\n`, () => socket.destroy())
  else socket.destroy()
}

async function drain(servers: readonly SubmissionServer[], { limits, sockets }: Parts): Promise<void> {
  for (const smtp of servers) smtp.dropHandshakes()
  const rounds = Math.ceil(limits.drainTimeoutMs / stopPollMs)
  for (let round = 0; round < rounds; round++) {
    const open = servers.flatMap((smtp) => smtp.openConnections())
    for (const connection of open.filter((candidate) => !candidate.isBusy())) {
      connection.turnAway('4.3.2 The server is being restarted, try again in a minute')
    }
    if (open.length === 0) break
    await new Promise((resolve) => setTimeout(resolve, stopPollMs))
  }
  for (const smtp of servers) for (const connection of smtp.openConnections()) connection.destroy()
  for (const socket of sockets) socket.destroy()
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
