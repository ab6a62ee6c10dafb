import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { connectSmtp, plainToken, signedInClient, type SmtpClient } from './smtp-client.ts'

/** Opens a connection to a port of this machine and ends it in one particular way; resolves when it is gone. */
export type Ending = (port: number) => Promise<unknown>

/** How often each way of ending is taken: enough to tell what remains from noise. The soak bench takes ten thousand. */
export const endingsEach = Number(process.env['SEALPOST_TEST_ENDINGS'] ?? 200)

/** What the collector may hold back after all of them: three in a hundred of one way. A leak holds all of it. */
export const heldBackAtMost = endingsEach * 0.03

/** Ends connections in this way, `endingsEach` of them, eight at a time. */
export async function endOften(port: number, ending: Ending): Promise<void> {
  let left = endingsEach
  const lane = async () => {
    while (left-- > 0) await ending(port)
  }
  await Promise.all(Array.from({ length: 8 }, lane))
}

export interface Login {
  readonly user: string
  readonly password: string
}

export async function connected(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Rejects when the server says anything but 220, or nothing and closes. */
async function heard220<Wire extends Socket>(socket: Wire): Promise<Wire> {
  const [said] = await Promise.race([once(socket, 'data'), once(socket, 'close')])
  if (!String(said).startsWith('220 ')) throw new Error(`turned away: ${String(said)}`)
  return socket
}

export const greeted = async (port: number) => heard220(await connected(port))

export async function readyForTls(port: number): Promise<Socket> {
  const socket = await greeted(port)
  socket.write('STARTTLS\r\n')
  return heard220(socket)
}

export async function upgraded(port: number): Promise<TLSSocket> {
  const socket = await readyForTls(port)
  const secure = connectTls({ socket, rejectUnauthorized: false })
  secure.on('error', () => undefined)
  await once(secure, 'secureConnect')
  return secure
}

export async function secured(port: number): Promise<TLSSocket> {
  const secure = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
  secure.on('error', () => undefined)
  return heard220(secure)
}

/** Signed in, and in the middle of a message. */
export async function sending(port: number, tls: boolean, { user, password }: Login): Promise<SmtpClient> {
  const client = await signedInClient({ user, password, port, tls })
  await client.command(`MAIL FROM:<${user}>`)
  await client.command('RCPT TO:<patient@home.example>')
  await client.command('DATA')
  await client.write(`From: ${user}\r\n\r\nhalf a li`)
  return client
}

export const gone = async (socket: Socket): Promise<void> => {
  socket.resume()
  if (!socket.closed) await once(socket, 'close')
}

export async function quit(socket: Socket): Promise<void> {
  socket.write('QUIT\r\n')
  await gone(socket)
}

export async function hangUp(socket: Socket): Promise<void> {
  socket.end()
  await gone(socket)
}

export async function reset(socket: Socket): Promise<void> {
  socket.resetAndDestroy()
  await gone(socket)
}

/** TLS below which the wire breaks. */
async function resetBelow(socket: TLSSocket): Promise<void> {
  socket.destroy()
  await gone(socket)
}

async function errors(socket: Socket): Promise<void> {
  socket.write('NONSENSE\r\n'.repeat(30))
  await gone(socket)
}

/** The beginning of a ClientHello: a record of 512 bytes is announced and does not come. */
const begunHandshake = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc])

export async function begin(socket: Socket): Promise<Socket> {
  await new Promise((resolve) => socket.write(begunHandshake, resolve))
  return socket
}

async function garbage(socket: Socket): Promise<void> {
  socket.write('this is not TLS at all\r\n'.repeat(10))
  await gone(socket)
}

const vanish = (client: SmtpClient): void => client.destroy()

async function failedSignIns(port: number, user: string): Promise<void> {
  const client = await connectSmtp({ port, tls: true })
  await client.reply()
  await client.command('EHLO x')
  for (let tries = 0; tries < 3; tries++) await client.command(`AUTH PLAIN ${plainToken(user, 'x')}`)
  await client.closed()
}

/** Every way in which a client of the STARTTLS port may end; some need a login. */
export const startTlsEndings = (login: Login): readonly (readonly [string, Ending])[] => [
  ['a QUIT in the clear', async (port) => quit(await greeted(port))],
  ['hanging up after the greeting', async (port) => hangUp(await greeted(port))],
  ['a reset after the greeting', async (port) => reset(await greeted(port))],
  ['a reset before anything was said', async (port) => reset(await connected(port))],
  ['too many errors in the clear', async (port) => errors(await greeted(port))],
  ['hanging up after STARTTLS', async (port) => hangUp(await readyForTls(port))],
  ['a reset after STARTTLS', async (port) => reset(await readyForTls(port))],
  ['hanging up in the handshake', async (port) => hangUp(await begin(await readyForTls(port)))],
  ['a reset in the handshake', async (port) => reset(await begin(await readyForTls(port)))],
  ['a handshake that fails', async (port) => garbage(await readyForTls(port))],
  ['a QUIT inside TLS', async (port) => quit(await upgraded(port))],
  ['hanging up inside TLS', async (port) => hangUp(await upgraded(port))],
  ['the end of the wire below TLS', async (port) => resetBelow(await upgraded(port))],
  ['too many errors inside TLS', async (port) => errors(await upgraded(port))],
  ['a client that vanishes in the middle of a message', async (port) => vanish(await sending(port, false, login))],
]

/** The same for the port with TLS from the first byte. */
export const implicitTlsEndings = (login: Login): readonly (readonly [string, Ending])[] => [
  ['hanging up before the handshake', async (port) => hangUp(await connected(port))],
  ['a reset before the handshake', async (port) => reset(await connected(port))],
  ['hanging up in the handshake', async (port) => hangUp(await begin(await connected(port)))],
  ['a reset in the handshake', async (port) => reset(await begin(await connected(port)))],
  ['a handshake that fails', async (port) => garbage(await connected(port))],
  ['a QUIT', async (port) => quit(await secured(port))],
  ['hanging up', async (port) => hangUp(await secured(port))],
  ['the end of the wire below TLS', async (port) => resetBelow(await secured(port))],
  ['too many errors', async (port) => errors(await secured(port))],
  ['too many failed sign-ins', (port) => failedSignIns(port, login.user)],
  ['a client that vanishes in the middle of a message', async (port) => vanish(await sending(port, true, login))],
]
