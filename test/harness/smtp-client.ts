import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect } from 'vitest'

export interface SmtpReply {
  readonly code: number
  /** The lines without their codes. */
  readonly lines: readonly string[]
  /** As it came, lines joined by a line feed. */
  readonly text: string
}

/** A client that sends what it is told, byte for byte, and reads one reply at a time. */
export interface SmtpClient {
  /** Bytes or Latin-1 text, as they are; resolves when the socket takes more. */
  write(data: Uint8Array | string): Promise<void>
  /** One line with its CRLF. */
  send(line: string): Promise<void>
  /** The next reply; rejects when the server closed without one, or within the limit. */
  reply(limitMs?: number): Promise<SmtpReply>
  /** `send`, then `reply`. */
  command(line: string): Promise<SmtpReply>
  /** Switches to TLS; call it when the 220 to STARTTLS was read. */
  upgrade(): Promise<void>
  /** Resolves when the server has closed the connection. */
  closed(limitMs?: number): Promise<void>
  /** Whatever came and was not read as a reply. */
  unread(): string
  /** Takes nothing more from the wire, so that what the server says piles up on its side. */
  stopReading(): void
  /** Bytes that were written and that the wire has not taken. */
  waitingBytes(): number
  destroy(): void
}

export interface SmtpClientOptions {
  readonly port: number
  readonly host?: string
  /** TLS from the first byte. */
  readonly tls?: boolean
}

const defaultLimitMs = 10_000
const wholeReply = /^(?:(\d{3})-[^\r\n]*\r\n)*(\d{3})(?: [^\r\n]*)?\r\n/

/** Connects; the greeting is left to be read. Certificates are not checked. */
export async function connectSmtp({ port, host = '127.0.0.1', tls = false }: SmtpClientOptions): Promise<SmtpClient> {
  const wire = { socket: await openSocket(port, host, tls), received: '', ended: false, wake: () => {} }
  const listen = () => {
    wire.socket.setNoDelay(true)
    wire.socket.on('data', (chunk: Buffer) => {
      wire.received += chunk.toString('latin1')
      wire.wake()
    })
    wire.socket.on('error', () => {})
    wire.socket.on('close', () => {
      wire.ended = true
      wire.wake()
    })
  }
  listen()
  const until = async <Value>(look: () => Value | undefined, what: string, limitMs: number): Promise<Value> => {
    const endMs = Date.now() + limitMs
    for (let value = look(); ; value = look()) {
      if (value !== undefined) return value
      const leftMs = endMs - Date.now()
      if (leftMs <= 0)
        throw new Error(`${what} did not come within ${limitMs} ms; unread: ${JSON.stringify(wire.received)}`)
      await changed(wire, leftMs)
    }
  }
  const client: SmtpClient = {
    write: (data) =>
      new Promise((resolve) => {
        const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : data
        if (wire.socket.destroyed) resolve()
        else wire.socket.write(bytes, () => resolve())
      }),
    send: (line) => client.write(`${line}\r\n`),
    reply: (limitMs = defaultLimitMs) =>
      until(
        () => {
          const match = wholeReply.exec(wire.received)
          if (match === null && wire.ended)
            throw new Error(`closed without a reply; unread: ${JSON.stringify(wire.received)}`)
          if (match === null) return undefined
          wire.received = wire.received.slice(match[0].length)
          return readReply(match[0])
        },
        'a reply',
        limitMs,
      ),
    async command(line) {
      await client.send(line)
      return client.reply()
    },
    async upgrade() {
      wire.socket.removeAllListeners()
      wire.socket.on('error', () => {})
      wire.socket = connectTls({ socket: wire.socket, rejectUnauthorized: false })
      await once(wire.socket, 'secureConnect')
      listen()
    },
    async closed(limitMs = defaultLimitMs) {
      await until(() => wire.ended || undefined, 'the end', limitMs)
    },
    unread: () => wire.received,
    stopReading: () => void wire.socket.pause(),
    waitingBytes: () => wire.socket.writableLength,
    destroy: () => wire.socket.destroy(),
  }
  return client
}

async function openSocket(port: number, host: string, tls: boolean): Promise<Socket> {
  const socket = tls ? connectTls({ port, host, rejectUnauthorized: false }) : connectTcp({ port, host })
  await once(socket, tls ? 'secureConnect' : 'connect')
  return socket
}

function changed(wire: { wake: () => void }, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, limitMs)
    wire.wake = () => {
      clearTimeout(timer)
      resolve()
    }
  })
}

function readReply(text: string): SmtpReply {
  const lines = text.trimEnd().split('\r\n')
  return { code: Number(text.slice(0, 3)), lines: lines.map((line) => line.slice(4)), text: lines.join('\n') }
}

/** The token of AUTH PLAIN (RFC 4616). */
export const plainToken = (user: string, password: string): string =>
  Buffer.from(`\0${user}\0${password}`).toString('base64')

/** Greeting, EHLO, STARTTLS where needed, AUTH PLAIN: ready for MAIL. */
export async function signedInClient(
  options: SmtpClientOptions & { readonly user: string; readonly password: string },
): Promise<SmtpClient> {
  const client = await connectSmtp(options)
  await client.reply()
  await client.command('EHLO client.example')
  if (options.tls !== true) {
    await client.command('STARTTLS')
    await client.upgrade()
    await client.command('EHLO client.example')
  }
  const reply = await client.command(`AUTH PLAIN ${plainToken(options.user, options.password)}`)
  if (reply.code !== 235) throw new Error(`sign-in failed: ${reply.text}`)
  return client
}

/**
 * Plays a conversation: `C: ` lines are sent, `S: ` lines must be the next reply, where `…` stands for anything. Several
 * `S: ` lines in a row are one multi-line reply if they carry hyphens. `C: <TLS>` upgrades, `S: <closed>` waits for the end.
 */
export async function playTranscript(client: SmtpClient, transcript: string): Promise<void> {
  const script = transcript
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  for (let at = 0; at < script.length; at++) {
    const line = script[at] ?? ''
    if (line === 'C: <TLS>') await client.upgrade()
    else if (line === 'S: <closed>') await client.closed()
    else if (line.startsWith('C: ')) await client.send(line.slice(3))
    else {
      const expected = [line.slice(3)]
      while (/^S: \d{3}-/.test(script[at] ?? '')) expected.push((script[++at] ?? '').slice(3))
      const { text } = await client.reply()
      expect(text, `after ${script[at - 1] ?? 'the start'}`).toMatch(patternOf(expected.join('\n')))
    }
  }
}

function patternOf(expected: string): RegExp {
  const literal = expected.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${literal.join('.*')}$`)
}
