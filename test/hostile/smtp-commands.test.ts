import { connect as connectTcp } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectSmtp, plainToken, playTranscript } from '../harness/smtp-client.ts'
import { doctor, startSmtpWorld, type SmtpWorld } from '../harness/smtp-world.ts'
import { until } from '../harness/until.ts'

let world: SmtpWorld
beforeAll(async () => {
  world = await startSmtpWorld({ limits: { maxConnectionsPerNetwork: 300 } })
})
afterAll(() => world.stop())

describe('STARTTLS', () => {
  const injected = [
    `EHLO evil.example\r\nAUTH PLAIN ${plainToken(doctor.user, doctor.password)}\r\n`,
    'NOOP\r\n'.repeat(500),
    'MAIL FROM:<doctor@praxis.example>\r\n',
    'EHLO evil',
  ]

  test.each(injected)('throws away what was pipelined in the clear behind it: %#', async (commands) => {
    const client = await connectSmtp({ port: world.port })
    await client.reply()
    await client.command('EHLO client.example')
    await client.write(`STARTTLS\r\n${commands}`)
    const reply = await client.reply()
    expect(reply.code).toBe(220)
    const outcome = await client.upgrade().then(
      () => 'upgraded',
      () => 'refused',
    )
    if (outcome === 'refused') return
    await playTranscript(client, 'C: MAIL FROM:<doctor@praxis.example>\n S: 503 5.5.1 …\n C: NOOP\n S: 250 2.0.0 OK')
    expect(client.unread()).toBe('')
  })

  test('is not offered and not taken a second time inside TLS', async () => {
    const client = await world.signedIn()
    const reply = await client.command('EHLO client.example')
    expect(reply.lines).not.toContain('STARTTLS')
    expect((await client.command('STARTTLS')).code).toBe(503)
  })

  test('takes no parameter', async () => {
    const client = await connectSmtp({ port: world.port })
    await playTranscript(client, 'S: 220 …\n C: STARTTLS now\n S: 501 5.5.4 …')
  })

  test('followed by rubbish instead of a handshake ends the connection and hurts nobody else', async () => {
    const client = await connectSmtp({ port: world.port })
    await client.reply()
    await client.command('STARTTLS')
    await client.write(Buffer.alloc(4096, 0x41))
    await client.closed()
    expect((await (await world.signedIn()).command('NOOP')).code).toBe(250)
  })
})

describe('the port with TLS from the first byte', () => {
  test('closes on a client that speaks SMTP in the clear', async () => {
    const client = await connectSmtp({ port: world.tlsPort })
    await client.write('EHLO client.example\r\n')
    await client.closed()
  })

  test('survives connections that vanish in the handshake', async () => {
    for (let index = 0; index < 50; index++) {
      const socket = connectTcp({ port: world.tlsPort, host: '127.0.0.1' })
      await once(socket, 'connect')
      socket.write(Buffer.from([0x16, 0x03, 0x01]))
      socket.resetAndDestroy()
    }
    expect((await (await world.signedIn()).command('NOOP')).code).toBe(250)
  })
})

describe('commands', () => {
  test.each([
    ['MAIL FROM:doctor@praxis.example', 501],
    ['MAIL FROM:<doctor@praxis.example', 501],
    ['MAIL FROM:<doctor@praxis.example>> ', 501],
    ['MAIL FROM:<doctor@praxis.example> SIZE=-1', 501],
    ['MAIL FROM:<doctor@praxis.example> SIZE=99999999999999999999', 552],
    ['MAIL FROM:<doctor@praxis.example> BODY=BINARYMIME', 501],
    ['MAIL FROM:<doctor@praxis.example> RET=SOME', 501],
    ['MAIL FROM:<doctor@praxis.example> RET=FULL RET=HDRS', 501],
    [`MAIL FROM:<doctor@praxis.example> ENVID=${'a'.repeat(101)}`, 501],
    ['MAIL FROM:<doctor@praxis.example> ENVID=a+0D+0Ab', 501],
    ['MAIL FROM:<doctor@praxis.example> ENVID', 501],
    ['MAIL FROM:<doctor@praxis.example> HOLDFOR=10', 555],
    ['MAIL FROM:<doctor@praxis.example> SMTPUTF8=yes', 501],
    ['MAIL FROM:<doctor\xc3\xa4@praxis.example>', 553],
    ['MAIL FROM:<doctor\0@praxis.example>', 501],
    ['mail from: <doctor@praxis.example> auth=<>', 250],
  ])('%j is answered %i', async (command, code) => {
    const reply = await (await world.signedIn()).command(command)
    expect(reply.code).toBe(code)
    expect(reply.lines[0]).toMatch(/^[245]\.\d\.\d+ [\x20-\x7e]+$/)
  })

  test.each([
    ['RCPT TO:<>', 501],
    ['RCPT TO:<postmaster>', 553],
    ['RCPT TO:<a@b@c.example>', 501],
    ['RCPT TO:<a@localhost>', 553],
    ['RCPT TO:<a@[192.0.2.1]>', 553],
    ['RCPT TO:<a@b.example> NOTIFY=NEVER,SUCCESS', 501],
    ['RCPT TO:<a@b.example> NOTIFY=ALWAYS', 501],
    ['RCPT TO:<a@b.example> NOTIFY=', 501],
    ['RCPT TO:<a@b.example> ORCPT=nothing', 501],
    ['RCPT TO:<a@b.example> ORCPT=rfc822;a+0Ab', 501],
    ['RCPT TO:<a@b.example> RRVS=now', 555],
    ['RCPT TO:<\xc3\xa4@b.example>', 553],
    ['RCPT TO:<@relay.example:a@b.example>', 250],
    ['RCPT TO:<a@m\xc3\xbcnchen.example>', 250],
    ['RCPT TO:<+491701234567@sms.local>', 250],
  ])('%j is answered %i', async (command, code) => {
    const client = await world.signedIn()
    await client.command('MAIL FROM:<doctor@praxis.example>')
    expect((await client.command(command)).code).toBe(code)
  })

  test('an address beyond ASCII is taken with SMTPUTF8 and stored in one form', async () => {
    const client = await world.signedIn()
    await playTranscript(
      client,
      `C: MAIL FROM:<doctor@praxis.example> SMTPUTF8
       S: 250 2.1.0 Accepted
       C: RCPT TO:<M\xc3\x9cLLER@B\xc3\xbccher.example>
       S: 250 2.1.5 Accepted
       C: DATA
       S: 354 …`,
    )
    await client.write('From: doctor@praxis.example\r\n\r\n.\r\n')
    await client.reply()
    expect(world.mails.at(-1)?.recipients[0]?.address).toBe('müller@xn--bcher-kva.example')
    expect(world.mails.at(-1)?.receivedLine).toContain('with UTF8SMTPSA id')
  })

  test('a line without end is refused and closed', async () => {
    const client = await world.signedIn()
    await client.write('A'.repeat(40_000))
    expect((await client.reply()).text).toMatch(/^500 5\.5\.6 /)
    await client.closed()
  })

  test('a client that never reads its replies is not buffered without end', async () => {
    const roomy = await startSmtpWorld({ limits: { maxIdleCommands: Number.POSITIVE_INFINITY } })
    const client = await roomy.signedIn()
    client.stopReading()
    // More than the kernel holds on both sides; its replies, ten times as long, are what the server would have to hold.
    void client.write('HELP\r\n'.repeat(4_000_000))
    const other = await roomy.signedIn()
    let before = Number.POSITIVE_INFINITY
    await until('the server takes no more', async () => {
      for (let turn = 0; turn < 20; turn++) expect((await other.command('NOOP')).code).toBe(250)
      const isStill = client.waitingBytes() === before
      before = client.waitingBytes()
      return isStill ? true : undefined
    })
    expect(client.waitingBytes()).toBeGreaterThan(1_000_000)
    client.destroy()
    expect((await other.command('NOOP')).code).toBe(250)
    await roomy.stop()
  })

  test('HTTP, binary rubbish and an early talker get one answer at most', async () => {
    for (const rubbish of ['GET / HTTP/1.1\r\n\r\n', '\x16\x03\x01\x02\0\x01\0\r\n', '\xff\xfe\r\n'.repeat(30)]) {
      const client = await connectSmtp({ port: world.port })
      await client.write(rubbish)
      await client.closed()
    }
    expect((await (await world.signedIn()).command('NOOP')).code).toBe(250)
  })

  test('a hundred connections that do nothing do not keep others out', async () => {
    const idle = await Promise.all(Array.from({ length: 100 }, () => connectSmtp({ port: world.port })))
    expect((await (await world.signedIn()).command('NOOP')).code).toBe(250)
    for (const client of idle) client.destroy()
  })
})
