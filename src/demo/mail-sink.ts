import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'

/** A mail as it arrived. */
export interface CaughtMail {
  readonly to: readonly string[]
  readonly raw: Buffer
}

export interface MailSink {
  readonly port: number
  close(): Promise<void>
}

const maxBytes = 60_000_000

/**
 * An SMTP server on this machine that takes every mail instead of the world outside. 250 is said once `keep` has
 * resolved; when it fails, the sender's queue tries again.
 */
export async function startMailSink(keep: (mail: CaughtMail) => Promise<void>): Promise<MailSink> {
  const server = new SMTPServer({
    name: 'demo-sink',
    banner: 'catches every mail of the demo',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: maxBytes,
    hideENHANCEDSTATUSCODES: false,
    onData(stream, session, answer) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        keep({ to, raw: Buffer.concat(pieces) }).then(
          () => answer(),
          () => answer(new Error('not kept, try again')),
        )
      })
    },
  })
  // A connection that breaks is the sender's affair: it tries again.
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
