import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createOpenConnections, type OpenConnections } from '../../../platform/connections/open-connections.ts'
import { describeError } from '../../../platform/log/log.ts'
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
  census(): SubmissionCensus
}

/** What is held for clients now, both ports together; all zero when nobody is connected. */
export interface SubmissionCensus {
  readonly sockets: number
  readonly networks: number
  /** TLS handshakes on the port with TLS from the first byte. */
  readonly handshakes: number
  readonly sessions: number
}

const stopPollMs = 20

interface Parts {
  readonly deps: SubmissionDeps
  readonly limits: SubmissionLimits
  readonly metrics: SubmissionMetrics
  readonly connections: OpenConnections
}

/** Builds both ports over one set of limits; nothing listens before `listen`. */
export function createSubmission(deps: SubmissionDeps): Submission {
  const limits = { ...defaultLimits, ...deps.limits }
  const metrics = createSubmissionMetrics(deps.metrics)
  const connections = createOpenConnections(limits, (open) => metrics.open.set(open))
  const parts: Parts = { deps, limits, metrics, connections }
  const startTls = createSmtp(parts, false)
  const implicitTls = createSmtp(parts, true)
  const servers = [startTls, implicitTls]
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
      await drain(servers, parts)
    },
    census: () => ({
      sockets: connections.open(),
      networks: connections.networks(),
      handshakes: sum(servers.map((smtp) => smtp.handshakes())),
      sessions: sum(servers.map((smtp) => smtp.openConnections().length)),
    }),
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

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
function createFront({ deps, metrics, connections }: Parts, smtp: SubmissionServer): Server {
  const port = smtp.options.secure === true ? 'submissions' : 'submission'
  const front = createServer((socket) => {
    // The library listens for errors a turn later; a reset that comes before must not end the process.
    socket.on('error', () => socket.destroy())
    const isAdmitted = connections.admit(socket)
    metrics.connections.inc({ port, result: isAdmitted ? 'admitted' : 'refused' })
    if (isAdmitted) smtp.server.emit('connection', socket)
    else turnAway(socket, port === 'submission')
  })
  front.on('error', (error) => deps.log.error('submission.listener-error', { port, ...describeError(error) }))
  return front
}

function turnAway(socket: Socket, isClearText: boolean): void {
  const { code, enhanced, text } = smtpReplyOf(refusals.tooManyConnections())
  if (isClearText) socket.end(`${code} ${enhanced} ${text}\r\n`, () => socket.destroy())
  else socket.destroy()
}

async function drain(servers: readonly SubmissionServer[], { limits, connections }: Parts): Promise<void> {
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
  connections.destroyAll()
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
