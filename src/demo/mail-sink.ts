import { createOpenConnections } from '../platform/connections/open-connections.ts'
import {
  createSmtpServer,
  type MessageBody,
  type SmtpLimits,
  type SmtpSession,
  type SmtpTransaction,
} from '../platform/smtp-server/index.ts'

/** A mail as it arrived. */
export interface CaughtMail {
  readonly to: readonly string[]
  readonly raw: Buffer
}

export interface MailSink {
  readonly port: number
  close(): Promise<void>
}

/** Its only client is the demo's own delivery. */
const limits: SmtpLimits = {
  maxMessageBytes: 60_000_000,
  maxSignInFailures: 1,
  maxErrors: 100,
  maxCommandsBeforeSignIn: 100,
  maxIdleCommands: 1000,
  idleTimeoutMs: 300_000,
  signInTimeoutMs: 300_000,
  dataTimeoutMs: 300_000,
  drainTimeoutMs: 2000,
}
const notKept = { code: 451, enhanced: '4.3.0', text: 'not kept, try again' }

/**
 * An SMTP server on this machine that takes every mail instead of the world outside. 250 is said once `keep` has
 * resolved; when it fails, the sender's queue tries again.
 */
export async function startMailSink(keep: (mail: CaughtMail) => Promise<void>): Promise<MailSink> {
  const connections = createOpenConnections({ maxConnections: 200, maxConnectionsPerNetwork: 200 }, () => undefined)
  const server = createSmtpServer({
    hostname: 'demo-sink',
    tls: null,
    implicitTls: false,
    limits,
    connections,
    newSession: (): SmtpSession => ({
      signIn: null,
      begin: () => createCatch(keep),
      replyTo: () => notKept,
    }),
    tooMany: { code: 421, enhanced: '4.3.2', text: 'Too many connections' },
    // A connection that breaks is the sender's affair: it tries again.
    onError: () => undefined,
    onListenerError: () => undefined,
  })
  const port = await server.listen('127.0.0.1', 0)
  return { port, close: () => server.stop() }
}

function createCatch(keep: (mail: CaughtMail) => Promise<void>): SmtpTransaction {
  const to: string[] = []
  return {
    addRecipient: ({ path }) => void to.push(path.text),
    beforeMessage: () => undefined,
    async receive(body) {
      const raw = await readAll(body)
      await keep({ to, raw })
      return 'Caught'
    },
  }
}

async function readAll(body: MessageBody): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for (let piece = await body.next(); piece !== null; piece = await body.next()) pieces.push(piece)
  if (body.problem !== null) throw new Error(`the mail was ${body.problem.kind}`)
  return Buffer.concat(pieces)
}
