import { createOpenConnections } from '../../../platform/connections/open-connections.ts'
import { describeError } from '../../../platform/log/log.ts'
import { createSmtpServer, type SmtpServer } from '../../../platform/smtp-server/index.ts'
import { refusals } from './errors.ts'
import { defaultLimits } from './limits.ts'
import type { SubmissionDeps } from './ports.ts'
import { createSignIn } from './sign-in.ts'
import { smtpReplyOf } from './smtp-reply.ts'
import { createSubmissionMetrics } from './submission-metrics.ts'
import { createSubmissionSession } from './submission-session.ts'
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
  /** TLS handshakes on their way. */
  readonly handshakes: number
  readonly sessions: number
}

/** Builds both ports over one set of limits; nothing listens before `listen`. */
export function createSubmission(deps: SubmissionDeps): Submission {
  const limits = { ...defaultLimits, ...deps.limits }
  const metrics = createSubmissionMetrics(deps.metrics)
  const connections = createOpenConnections(limits, (open) => metrics.open.set(open))
  const { countRefusal } = metrics
  const signIn = createSignIn(deps, metrics, limits)
  const takeMessage = createTakeMessage(deps, limits, metrics)
  const sessionDeps = { clock: deps.clock, signIn, takeMessage, countRefusal }
  const createPort = (port: 'submission' | 'submissions'): SmtpServer =>
    createSmtpServer({
      hostname: deps.hostname,
      tls: deps.tls,
      implicitTls: port === 'submissions',
      limits,
      connections,
      newSession: (client) => createSubmissionSession(sessionDeps, client),
      tooMany: smtpReplyOf(refusals.tooManyConnections()),
      onAdmission: (isAdmitted) => metrics.connections.inc({ port, result: isAdmitted ? 'admitted' : 'refused' }),
      onError: (error) => deps.log.debug('submission.connection-error', describeError(error)),
      onListenerError: (error) => deps.log.error('submission.listener-error', { port, ...describeError(error) }),
    })
  const startTls = createPort('submission')
  const implicitTls = createPort('submissions')
  const listenOn = async (server: SmtpServer, host: string, port: number | null) =>
    port === null ? null : await server.listen(host, port)
  return {
    async listen({ host, submission, submissions }) {
      return {
        submission: await listenOn(startTls, host, submission),
        submissions: await listenOn(implicitTls, host, submissions),
      }
    },
    async stop() {
      await Promise.all([startTls.stop(), implicitTls.stop()])
      connections.destroyAll()
    },
    census() {
      const [one, other] = [startTls.census(), implicitTls.census()]
      return {
        sockets: connections.open(),
        networks: connections.networks(),
        handshakes: one.handshakes + other.handshakes,
        sessions: one.sessions + other.sessions,
      }
    },
  }
}
