import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { plainToken } from './smtp-client.ts'

export interface SmtpLoad {
  /** Of the port with TLS from the first byte. */
  readonly port: number
  readonly host?: string
  readonly user: string
  /** Null for a server that asks nobody to sign in. */
  readonly password: string | null
  readonly connections: number
  readonly messages: number
  /** No message is begun after this time; without it only their number ends the load. */
  readonly seconds?: number
  /** A whole message with CRLF line ends, without transparency dots and without the final dot. */
  readonly message: Uint8Array
  readonly recipients: readonly string[]
}

export interface SmtpLoadResult {
  readonly accepted: number
  readonly seconds: number
  readonly perSecond: number
}

/**
 * Sends one message many times over connections that stay open, each with one message on its way at a time and its
 * commands pipelined. Rejects at the first reply that is not the expected one.
 */
export async function runSmtpLoad(load: SmtpLoad): Promise<SmtpLoadResult> {
  const sessions = await Promise.all(
    Array.from({ length: load.connections }, (_, index) =>
      openSession(load, `127.0.${Math.floor(index / perAddress)}.1`),
    ),
  )
  const envelope = [
    `MAIL FROM:<${load.user}>`,
    ...load.recipients.map((address) => `RCPT TO:<${address}>`),
    'DATA',
    '',
  ].join('\r\n')
  const end = Buffer.from('.\r\n')
  let left = load.messages
  let accepted = 0
  const startedMs = performance.now()
  const endMs = startedMs + (load.seconds ?? Number.POSITIVE_INFINITY) * 1000
  const work = async (session: Session) => {
    while (left > 0 && performance.now() < endMs) {
      left -= 1
      session.write(Buffer.from(envelope))
      await session.expect('250', load.recipients.length + 1)
      await session.expect('354', 1)
      session.write(load.message, end)
      await session.expect('250', 1)
      accepted += 1
    }
    session.close()
  }
  await Promise.all(sessions.map(work))
  const seconds = (performance.now() - startedMs) / 1000
  return { accepted, seconds, perSecond: accepted / seconds }
}

interface Session {
  write(...chunks: readonly Uint8Array[]): void
  expect(code: string, replies: number): Promise<void>
  close(): void
}

/** Connections from one address; servers bound them for each network. */
const perAddress = 50

async function openSession(
  { port, host = '127.0.0.1', user, password }: SmtpLoad,
  localAddress: string,
): Promise<Session> {
  const socket = connectTls({ socket: connectTcp({ port, host, localAddress }), rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  socket.setNoDelay(true)
  const session = sessionOver(socket)
  await session.expect('220', 1)
  session.write(Buffer.from('EHLO load.example\r\n'))
  await session.expect('250', 1)
  if (password === null) return session
  session.write(Buffer.from(`AUTH PLAIN ${plainToken(user, password)}\r\n`))
  await session.expect('235', 1)
  return session
}

function sessionOver(socket: TLSSocket): Session {
  const replies: string[] = []
  const state = { ended: false }
  let partial = ''
  let wake = () => {}
  socket.on('data', (chunk: Buffer) => {
    const lines = (partial + chunk.toString('latin1')).split('\r\n')
    partial = lines.pop() ?? ''
    replies.push(...lines.filter((line) => line[3] !== '-'))
    wake()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    state.ended = true
    wake()
  })
  return {
    write: (...chunks) => void socket.write(Buffer.concat(chunks)),
    close: () => socket.end('QUIT\r\n'),
    async expect(code, count) {
      for (let seen = 0; seen < count; seen++) {
        while (replies.length === 0 && !state.ended) await new Promise<void>((resolve) => (wake = resolve))
        const reply = replies.shift() ?? 'the connection was closed'
        if (!reply.startsWith(code)) throw new Error(`expected ${code}, got: ${reply}`)
      }
    },
  }
}
