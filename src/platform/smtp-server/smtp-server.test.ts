import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { connectSmtp, playTranscript, type SmtpClient } from '../../../test/harness/smtp-client.ts'
import { createOpenConnections } from '../connections/open-connections.ts'
import {
  createSmtpServer,
  type ClientHello,
  type MessageBody,
  type SmtpLimits,
  type SmtpServer,
  type SmtpSession,
} from './index.ts'

const limits: SmtpLimits = {
  maxMessageBytes: 2_000_000,
  maxSignInFailures: 3,
  maxErrors: 20,
  maxCommandsBeforeSignIn: 20,
  maxIdleCommands: 1000,
  idleTimeoutMs: 60_000,
  signInTimeoutMs: 60_000,
  dataTimeoutMs: 60_000,
  drainTimeoutMs: 200,
}

class Refusal extends Error {
  readonly code: number
  constructor(code: number) {
    super(`refused with ${code}`)
    this.code = code
  }
}

interface Caught {
  readonly hello: ClientHello
  readonly from: string
  readonly to: readonly string[]
  readonly content: string
}

interface World {
  readonly port: number
  readonly caught: readonly Caught[]
  readonly errors: readonly unknown[]
}

interface WorldOptions {
  readonly limits?: Partial<SmtpLimits>
  /** What takes a message; the default reads all of it. */
  readonly receive?: (body: MessageBody) => Promise<string>
  readonly replyTo?: SmtpSession['replyTo']
}

const servers: SmtpServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

async function readText(body: MessageBody): Promise<string> {
  const pieces: Uint8Array[] = []
  for (let piece = await body.next(); piece !== null; piece = await body.next()) pieces.push(piece)
  if (body.problem !== null) throw new Refusal(554)
  return Buffer.concat(pieces).toString('latin1')
}

/** A server like one for mail from other hosts: nobody signs in, and it knows its recipients. */
async function start(options: WorldOptions = {}): Promise<World> {
  const caught: Caught[] = []
  const errors: unknown[] = []
  const newSession = (): SmtpSession => ({
    signIn: null,
    replyTo:
      options.replyTo ??
      ((error) => ({ code: error instanceof Refusal ? error.code : 451, enhanced: '5.1.1', text: 'No' })),
    async begin(mail, hello) {
      await Promise.resolve()
      const to: string[] = []
      return {
        async addRecipient({ path }) {
          await Promise.resolve()
          if (path.text.startsWith('unknown')) throw new Refusal(550)
          if (path.text.startsWith('later')) throw new Refusal(450)
          to.push(path.text)
        },
        beforeMessage: () => undefined,
        async receive(body) {
          if (options.receive !== undefined) return options.receive(body)
          caught.push({ hello, from: mail.path.text, to, content: await readText(body) })
          return 'Kept'
        },
      }
    },
  })
  const server = createSmtpServer({
    hostname: 'mx.example',
    tls: null,
    implicitTls: false,
    newSession,
    limits: { ...limits, ...options.limits },
    connections: createOpenConnections({ maxConnections: 3, maxConnectionsPerNetwork: 3 }, () => undefined),
    tooMany: { code: 421, enhanced: '4.7.0', text: 'Too many' },
    onError: (error) => errors.push(error),
    onListenerError: (error) => errors.push(error),
  })
  servers.push(server)
  return { port: await server.listen('127.0.0.1', 0), caught, errors }
}

async function greeted(world: World): Promise<SmtpClient> {
  const client = await connectSmtp({ port: world.port })
  expect((await client.reply()).text).toBe('220 mx.example ESMTP')
  return client
}

describe('a server where nobody signs in and that has no certificate', () => {
  test('answers each recipient for itself, and keeps the message for those it took', async () => {
    const world = await start()
    await playTranscript(
      await greeted(world),
      `C: EHLO other host
       S: 250-mx.example
       S: 250-PIPELINING
       S: 250-8BITMIME
       S: 250-SMTPUTF8
       S: 250-ENHANCEDSTATUSCODES
       S: 250-DSN
       S: 250 SIZE 2000000
       C: STARTTLS
       S: 500 5.5.2 command not recognized
       C: AUTH PLAIN AHQA
       S: 500 5.5.2 command not recognized
       C: HELP
       S: 214 2.0.0 Commands: EHLO HELO MAIL RCPT DATA RSET NOOP QUIT VRFY HELP
       C: MAIL FROM:<>
       S: 250 2.1.0 Accepted
       C: RCPT TO:<unknown@mx.example>
       S: 550 5.1.1 No
       C: DATA
       S: 503 5.5.1 need RCPT command
       C: RCPT TO:<anna@mx.example>
       S: 250 2.1.5 Accepted
       C: RCPT TO:<later@mx.example>
       S: 450 5.1.1 No
       C: RCPT TO:<ben@mx.example>
       S: 250 2.1.5 Accepted
       C: DATA
       S: 354 End data with <CR><LF>.<CR><LF>
       C: Subject: x
       C: .
       S: 250 2.6.0 Kept
       C: RCPT TO:<anna@mx.example>
       S: 503 5.5.1 need MAIL command
       C: QUIT
       S: 221 2.0.0 Bye
       S: <closed>`,
    )
    const hello = { name: 'other_host', isExtended: true }
    const to = ['anna@mx.example', 'ben@mx.example']
    expect(world.caught).toEqual([{ hello, from: '', to, content: 'Subject: x\r\n' }])
  })

  test.each([
    ['RCPT TO:<a@mx.example>', '503 5.5.1 send HELO/EHLO first'],
    ['DATA', '503 5.5.1 send HELO/EHLO first'],
    ['DATA now', '503 5.5.1 send HELO/EHLO first'],
    ['RSET now', '501 5.5.4 syntax: RSET takes no parameter'],
    ['QUIT now', '501 5.5.4 syntax: QUIT takes no parameter'],
    ['VRFY', '501 5.5.4 syntax: VRFY address'],
    ['VRFY anna', '252 2.5.0 Addresses are not verified; send the message'],
    ['', '500 5.5.2 command not recognized'],
    ['MAIL', '503 5.5.1 send HELO/EHLO first'],
  ])('answers %j before any greeting with %j', async (line, reply) => {
    expect((await (await greeted(await start())).command(line)).text).toBe(reply)
  })

  test.each([
    ['MAIL FROM:<a b@c.example>', '501 5.1.7 Bad sender address syntax'],
    [
      'MAIL FROM:<a@c.example> SIZE=2000001',
      '552 5.3.4 The message is larger than 2000000 bytes; send smaller attachments',
    ],
    ['DATA now', '501 5.5.4 syntax: DATA takes no parameter'],
  ])('answers %j with %j', async (line, reply) => {
    const client = await greeted(await start())
    await client.command('EHLO other')
    expect((await client.command(line)).text).toBe(reply)
  })

  test('refuses a recipient that is no mailbox', async () => {
    const client = await greeted(await start())
    await client.command('HELO other')
    await client.command('MAIL FROM:<a@c.example>')
    expect((await client.command('RCPT TO:<a b@c.example>')).text).toBe('501 5.1.3 Bad recipient address syntax')
  })

  test('forgets the transaction at EHLO and at RSET', async () => {
    const client = await greeted(await start())
    for (const command of ['EHLO again', 'RSET']) {
      await client.command('EHLO other')
      expect((await client.command('MAIL FROM:<a@c.example>')).code).toBe(250)
      expect((await client.command(command)).code).toBe(250)
      expect((await client.command('RCPT TO:<a@c.example>')).text).toBe('503 5.5.1 need MAIL command')
    }
  })

  test('says no to a connection too many', async () => {
    const world = await start()
    const clients = [await greeted(world), await greeted(world), await greeted(world)]
    expect((await (await connectSmtp({ port: world.port })).reply()).text).toBe('421 4.7.0 Too many')
    for (const client of clients) client.destroy()
  })
})

describe('replies', () => {
  test('to commands that came together leave in one packet (RFC 2920)', async () => {
    const socket = connect({ port: (await start()).port, host: '127.0.0.1' })
    await once(socket, 'data')
    socket.write('RSET\r\n'.repeat(50))
    const [replies] = await once(socket, 'data')
    expect(String(replies)).toBe('250 2.0.0 Flushed\r\n'.repeat(50))
    socket.destroy()
  })

  test('wait for the owner in their order', async () => {
    const world = await start()
    const client = await greeted(world)
    await client.write(
      'EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<unknown@b.example>\r\nRCPT TO:<b@b.example>\r\nNOOP\r\nDATA\r\nx\r\n.\r\nQUIT\r\n',
    )
    const codes = []
    for (let index = 0; index < 8; index++) codes.push((await client.reply()).code)
    expect(codes).toEqual([250, 250, 550, 250, 250, 354, 250, 221])
  })

  test('a fault in the owner ends the connection and is told to whoever runs the server', async () => {
    const fault = new Error('broken')
    const world = await start({
      receive: () => Promise.reject(new Error('not kept')),
      replyTo: () => {
        throw fault
      },
    })
    const client = await greeted(world)
    await client.write('EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<b@b.example>\r\nDATA\r\nx\r\n.\r\n')
    await client.closed()
    expect(world.errors).toEqual([fault])
  })
})

describe('limits', () => {
  test('commands that bring no message nearer are counted, and a message wipes them out', async () => {
    const world = await start({ limits: { maxIdleCommands: 5 } })
    const client = await greeted(world)
    await client.command('EHLO x')
    for (let index = 0; index < 3; index++) await client.command('NOOP')
    await client.write('MAIL FROM:<a@b.example>\r\nRCPT TO:<b@b.example>\r\nDATA\r\nx\r\n.\r\n')
    for (const code of [250, 250, 354, 250]) expect((await client.reply()).code).toBe(code)
    for (let index = 0; index < 4; index++) expect((await client.command('NOOP')).code).toBe(250)
    await playTranscript(client, 'C: NOOP\n S: 250 …\n S: 421 4.7.0 Too many commands without a message\n S: <closed>')
  })

  test('a command that trickles in does not put the time limit off', async () => {
    const client = await greeted(await start({ limits: { idleTimeoutMs: 300 } }))
    const trickle = setInterval(() => void client.write('N'), 50)
    expect((await client.reply()).text).toBe('421 4.4.2 Timeout - closing connection')
    await client.closed()
    clearInterval(trickle)
  })

  test('a line of 12,288 octets is read, one octet more is not, with its end or without', async () => {
    const world = await start()
    const client = await greeted(world)
    expect((await client.command(`NOOP ${'x'.repeat(12_288 - 6)}`)).code).toBe(250)
    expect((await client.command(`NOOP ${'x'.repeat(12_288 - 4)}`)).text).toBe('500 5.5.6 Command line too long')
    await client.closed()
    const other = await greeted(world)
    await other.write('x'.repeat(12_289))
    expect((await other.reply()).text).toBe('500 5.5.6 Command line too long')
    await other.closed()
  })

  test('a message is read from the wire no faster than its owner takes it', async () => {
    let taken = (_body: MessageBody) => {}
    const body = new Promise<MessageBody>((resolve) => (taken = resolve))
    let release = () => {}
    const gate = new Promise<void>((resolve) => (release = resolve))
    const world = await start({
      async receive(message) {
        taken(message)
        await gate
        return `Read ${(await readText(message)).length}`
      },
    })
    const client = await greeted(world)
    await client.command('EHLO x')
    await client.command('MAIL FROM:<a@b.example>')
    await client.command('RCPT TO:<b@b.example>')
    await client.command('DATA')
    const line = `${'x'.repeat(98)}\r\n`
    const written = client.write(`${line.repeat(19_000)}.\r\n`)
    const message = await body
    await expect.poll(() => message.isFull).toBe(true)
    expect(message.bytes).toBeLessThan(500_000)
    release()
    await written
    expect((await client.reply()).text).toBe('250 2.6.0 Read 1900000')
  })

  test('an owner that wants no more of a message does not stop it from coming to its end', async () => {
    const world = await start({ receive: () => Promise.reject(new Refusal(554)) })
    const client = await greeted(world)
    await client.command('EHLO x')
    await client.command('MAIL FROM:<a@b.example>')
    await client.command('RCPT TO:<b@b.example>')
    await client.command('DATA')
    await client.write(`${'x'.repeat(98)}\r\n`.repeat(15_000))
    expect(client.unread()).toBe('')
    await client.write('.\r\n')
    expect((await client.reply()).text).toBe('554 5.1.1 No')
    expect((await client.command('NOOP')).code).toBe(250)
  })
})
