import { afterEach, describe, expect, test } from 'vitest'
import { idOf } from '../../../../test/harness/identifiers.ts'
import { AppError } from '../../../lib/errors/app-error.ts'
import { connectSmtp, playTranscript, plainToken, type SmtpClient } from '../../../../test/harness/smtp-client.ts'
import {
  doctor,
  relay,
  startSmtpWorld,
  type SmtpWorld,
  type SmtpWorldOptions,
} from '../../../../test/harness/smtp-world.ts'
import type { MessageId, OrganisationId } from '../../../lib/id/identifiers.ts'

const worlds: SmtpWorld[] = []
const start = async (options: SmtpWorldOptions = {}): Promise<SmtpWorld> => {
  const world = await startSmtpWorld(options)
  worlds.push(world)
  return world
}
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()))
})

const token = plainToken(doctor.user, doctor.password)
const base64 = (text: string) => Buffer.from(text).toString('base64')

/** MAIL, RCPT and DATA with a whole message, its end included; answers the reply to the message. */
async function submit(client: SmtpClient, message: string, recipients = ['patient@home.example']) {
  await client.command('MAIL FROM:<doctor@praxis.example>')
  for (const address of recipients) await client.command(`RCPT TO:<${address}>`)
  await client.command('DATA')
  await client.write(message)
  return client.reply()
}

const plain = 'From: Dr. Weber <doctor@praxis.example>\r\nTo: patient@home.example\r\nSubject: x\r\n\r\nHello\r\n'

describe('a conversation', () => {
  test('on the STARTTLS port offers AUTH only inside TLS', async () => {
    const world = await start()
    const client = await connectSmtp({ port: world.port })
    await playTranscript(
      client,
      `S: 220 mail.praxis.example ESMTP
       C: EHLO client.example
       S: 250-mail.praxis.example
       S: 250-PIPELINING
       S: 250-8BITMIME
       S: 250-SMTPUTF8
       S: 250-ENHANCEDSTATUSCODES
       S: 250-DSN
       S: 250-STARTTLS
       S: 250 SIZE 52428800
       C: AUTH PLAIN ${token}
       S: 530 5.7.0 Must issue a STARTTLS command first…
       C: MAIL FROM:<doctor@praxis.example>
       S: 530 5.7.0 Sign in with an app password over TLS first
       C: STARTTLS
       S: 220 2.0.0 Ready to start TLS
       C: <TLS>
       C: MAIL FROM:<doctor@praxis.example>
       S: 503 5.5.1 …
       C: EHLO client.example
       S: 250-mail.praxis.example
       S: 250-PIPELINING
       S: 250-8BITMIME
       S: 250-SMTPUTF8
       S: 250-ENHANCEDSTATUSCODES
       S: 250-DSN
       S: 250-AUTH PLAIN LOGIN
       S: 250 SIZE 52428800
       C: MAIL FROM:<doctor@praxis.example>
       S: 530 5.7.0 …
       C: AUTH PLAIN ${token}
       S: 235 2.7.0 Authentication successful
       C: QUIT
       S: 221 2.0.0 Bye
       S: <closed>`,
    )
  })

  test('hands a message over byte for byte and names what happened to it', async () => {
    const world = await start()
    const client = await world.signedIn()
    await playTranscript(
      client,
      `C: MAIL FROM:<Doctor@Praxis.example> SIZE=100 BODY=8BITMIME RET=HDRS ENVID=QQ+2B314
       S: 250 2.1.0 Accepted
       C: RCPT TO:<Patient@home.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;pat+2Bx@home.example
       S: 250 2.1.5 Accepted
       C: RCPT TO:<a@new.example> NOTIFY=NEVER
       S: 250 2.1.5 Accepted
       C: RCPT TO:<b@new.example>
       S: 250 2.1.5 Accepted
       C: DATA
       S: 354 End data with <CR><LF>.<CR><LF>`,
    )
    await client.write(`${plain}..dot\r\n.text\r\n.\r\n`)
    expect((await client.reply()).text).toBe(
      '250 2.6.0 Accepted as message-1; 2 of 3 recipients still need a check, see the mail in your inbox',
    )
    expect(world.mails).toHaveLength(1)
    const [mail] = world.mails
    expect(mail?.content.toString()).toBe(`${plain}.dot\r\ntext\r\n`)
    expect(mail).toMatchObject({
      sender: {
        kind: 'account',
        organisationId: idOf<OrganisationId>('organisation-1'),
        accountId: 'account-1',
        mailboxId: 'mailbox-1',
        address: 'doctor@praxis.example',
        writtenAddress: 'doctor@praxis.example',
        displayName: 'Dr. Weber',
      },
      envelopeFrom: 'Doctor@praxis.example',
      envid: 'QQ+314',
      ret: 'hdrs',
      recipients: [
        {
          address: 'patient@home.example',
          written: 'Patient@home.example',
          notify: ['success', 'delay'],
          orcpt: 'rfc822;pat+x@home.example',
        },
        { address: 'a@new.example', written: 'a@new.example', notify: ['never'], orcpt: null },
        { address: 'b@new.example', written: 'b@new.example', notify: [], orcpt: null },
      ],
    })
    expect(mail?.receivedLine).toMatch(
      /^Received: from submission by mail\.praxis\.example\r\n\twith ESMTPSA id [\w.]+;\r\n\tSat, 21 Nov 2026 09:00:00 \+0000\r\n$/,
    )
    const [, transaction = 'none'] = / id ([\w.]+);/.exec(mail?.receivedLine ?? '') ?? []
    const traced = world.logLines.filter((line) => line.includes(transaction))
    expect(traced.join()).toContain('"remoteAddress":"127.0.0.1"')
  })

  test('takes several messages, and forgets a transaction at RSET', async () => {
    const world = await start()
    const client = await world.signedIn()
    expect((await submit(client, `${plain}.\r\n`)).text).toBe('250 2.6.0 Accepted as message-1')
    await playTranscript(
      client,
      `C: MAIL FROM:<doctor@praxis.example>
       S: 250 2.1.0 Accepted
       C: RCPT TO:<wrong@home.example>
       S: 250 2.1.5 Accepted
       C: RSET
       S: 250 2.0.0 Flushed
       C: DATA
       S: 503 5.5.1 need RCPT command`,
    )
    expect((await submit(client, `${plain}.\r\n`)).code).toBe(250)
    expect(world.mails.map((mail) => mail.recipients.map(({ address }) => address))).toEqual([
      ['patient@home.example'],
      ['patient@home.example'],
    ])
  })

  test('answers pipelined commands in order, data and next transaction included (RFC 2920)', async () => {
    const world = await start()
    const client = await world.signedIn()
    const group = 'MAIL FROM:<doctor@praxis.example>\r\nRCPT TO:<a@home.example>\r\nDATA\r\n'
    await client.write(`${group}${plain}.\r\n${group}${plain}.\r\nQUIT\r\n`)
    const codes = []
    for (let index = 0; index < 9; index++) codes.push((await client.reply()).code)
    expect(codes).toEqual([250, 250, 354, 250, 250, 250, 354, 250, 221])
    expect(world.mails).toHaveLength(2)
  })

  test('answers VRFY, HELP and unknown commands without telling anything', async () => {
    const world = await start()
    await playTranscript(
      await world.signedIn(),
      `C: VRFY doctor
       S: 252 2.5.0 Addresses are not verified; send the message
       C: EXPN all
       S: 500 5.5.2 command not recognized
       C: HELP
       S: 214 2.0.0 …
       C: NOOP
       S: 250 2.0.0 OK
       C: XCLIENT ADDR=10.0.0.1
       S: 500 5.5.2 command not recognized`,
    )
  })
})

describe('sign-in', () => {
  test('is asked for again after half an hour, so that an app password that was taken away ends', async () => {
    const world = await start()
    const client = await world.signedIn()
    world.clock.advance(29 * 60_000)
    expect((await submit(client, `${plain}.\r\n`)).code).toBe(250)
    world.clock.advance(60_000)
    expect((await client.command('MAIL FROM:<doctor@praxis.example>')).text).toMatch(/^421 4\.7\.0 /)
    expect((await submit(await world.signedIn(), `${plain}.\r\n`)).code).toBe(250)
  })

  const greeted = async (world: SmtpWorld) => {
    const client = await connectSmtp({ port: world.tlsPort, tls: true })
    await client.reply()
    await client.command('EHLO client.example')
    return client
  }

  test('works with PLAIN and LOGIN in all their forms', async () => {
    const world = await start()
    const plainLater = await greeted(world)
    await playTranscript(plainLater, `C: AUTH PLAIN\n S: 334…\n C: ${token}\n S: 235 2.7.0 …`)
    const login = await greeted(world)
    await playTranscript(
      login,
      `C: AUTH LOGIN
       S: 334 VXNlcm5hbWU6
       C: ${base64(doctor.user)}
       S: 334 UGFzc3dvcmQ6
       C: ${base64(doctor.password)}
       S: 235 2.7.0 …
       C: AUTH PLAIN ${token}
       S: 503 5.5.1 …`,
    )
    const loginWithName = await greeted(world)
    await playTranscript(
      loginWithName,
      `C: AUTH LOGIN ${base64(doctor.user)}\n S: 334 UGFzc3dvcmQ6\n C: *\n S: 501 5.5.4 …\n C: AUTH CRAM-MD5\n S: 504 5.5.4 …`,
    )
  })

  test('refuses a wrong password, an unknown user and somebody else in the same words, and ends after three', async () => {
    const world = await start()
    const client = await greeted(world)
    const refusal =
      'S: 535 5.7.8 User name or app password is wrong; make a new app password in Sealpost and enter it in your mail program'
    await playTranscript(
      client,
      `C: AUTH PLAIN ${plainToken(doctor.user, 'wrong')}
       ${refusal}
       C: AUTH PLAIN ${plainToken('nobody@praxis.example', doctor.password)}
       ${refusal}
       C: AUTH PLAIN ${base64(`boss@praxis.example\0${doctor.user}\0${doctor.password}`)}
       ${refusal}
       S: 421 4.7.0 Too many failed sign-ins; check user name and app password
       S: <closed>`,
    )
    expect(await world.metrics.text()).toContain(
      'sealpost_submission_refused_total{reason="submission.sign-in-refused"} 3',
    )
    expect(world.logLines.join('\n')).not.toMatch(/wrong"|app-password|nobody@/)
  })

  test('answers 454 when identity cannot tell, so that nobody is asked for a new password; it counts all the same', async () => {
    const world = await start()
    const attempt = `C: AUTH PLAIN ${plainToken('down@praxis.example', 'x')}\n S: 454 4.7.0 Try again later\n`
    await playTranscript(await greeted(world), `${attempt.repeat(3)} S: 421 4.7.0 …\n S: <closed>`)
  })

  test('never shows an overlong user name or password to identity', async () => {
    let asked = 0
    const world = await start({ authenticate: () => Promise.resolve(void asked++).then(() => null) })
    const client = await greeted(world)
    expect((await client.command(`AUTH PLAIN ${plainToken('a'.repeat(400), 'x')}`)).code).toBe(535)
    expect((await client.command(`AUTH PLAIN ${plainToken('a', 'x'.repeat(400))}`)).code).toBe(535)
    expect(asked).toBe(0)
  })

  test('must come in time', async () => {
    const world = await start({ limits: { signInTimeoutMs: 300 } })
    const client = await connectSmtp({ port: world.port })
    await playTranscript(client, `S: 220 …\n S: 421 4.7.0 Not signed in in time\n S: <closed>`)
  })
})

describe('the sender', () => {
  const deliver = async (from: string, who = doctor) => {
    const world = await start()
    const client = await world.signedIn(who)
    await client.command('MAIL FROM:<>')
    await client.command('RCPT TO:<patient@home.example>')
    await client.command('DATA')
    await client.write(`${from}Subject: x\r\n\r\nFrom: in@the.body\r\n.\r\n`)
    return { reply: await client.reply(), world }
  }

  test('of the envelope must be an own address, and the refusal names them', async () => {
    const world = await start()
    await playTranscript(
      await world.signedIn(),
      `C: MAIL FROM:<x@y.example>
       S: 550 5.7.1 You may send as doctor@praxis.example or info@praxis.example, not as x@y.example; change the sender in your mail program
       C: MAIL FROM:<"a b"@praxis.example>
       S: 501 5.1.7 …
       C: MAIL FROM:<info@praxis.example>
       S: 250 2.1.0 Accepted
       C: MAIL FROM:<info@praxis.example>
       S: 503 5.5.1 …`,
    )
  })

  test.each([
    ['From: doctor@praxis.example\r\n', 'doctor@praxis.example', 'mailbox-1'],
    ['From: =?utf-8?q?Praxis_J=C3=BCrgen?= <INFO@praxis.example>\r\n', 'info@praxis.example', null],
    ['from :\r\n\t"Dr. (Weber)" (x@y.example)\r\n <doctor@praxis.example>\r\n', 'doctor@praxis.example', 'mailbox-1'],
    ['From: doctor@praxis.example\r\nSender: info@praxis.example\r\n', 'doctor@praxis.example', 'mailbox-1'],
    ['From: "doctor"@praxis.example\r\n', 'doctor@praxis.example', 'mailbox-1'],
  ])('in %j is the account', async (from, address, mailboxId) => {
    const { reply, world } = await deliver(from)
    expect(reply.text).toBe('250 2.6.0 Accepted as message-1')
    expect(world.mails[0]?.sender).toMatchObject({ kind: 'account', address, mailboxId, displayName: 'Dr. Weber' })
    expect(world.mails[0]?.envelopeFrom).toBe('')
  })

  test.each([
    ['', 'has no From line'],
    ['From: x@y.example\r\n', 'You may send as doctor@praxis.example or info@praxis.example, not as x@y.example'],
    ['From: "doctor@praxis.example" <x@y.example>\r\n', 'not as x@y.example'],
    ['From: doctor@praxis.example <x@y.example>\r\n', 'exactly one sender'],
    ['From: doctor@praxis.example, x@y.example\r\n', 'exactly one sender'],
    ['From: doctor@praxis.example\r\nFrom: x@y.example\r\n', 'exactly one sender'],
    ['From: doctor@praxis.example\r\nno field\r\nFROM : x@y.example\r\n', 'exactly one sender'],
    ['From: Praxis:doctor@praxis.example;\r\n', 'exactly one sender'],
    ['From: doctor@praxis.example\r\nSender: x@y.example\r\n', 'not as x@y.example'],
    ['From: doctor@praxis.example\r\nSender:\r\n', 'exactly one sender'],
    ['From: <>\r\n', 'exactly one sender'],
    ['From: doctor@praxis.example\0\r\n', 'NUL'],
    ['\r\nFrom: doctor@praxis.example\r\n', 'has no From line'],
    ['Resent-From: doctor@praxis.example\r\n', 'has no From line'],
  ])('in %j is refused', async (from, words) => {
    const { reply, world } = await deliver(from)
    expect(reply.code).toBe(550)
    expect(reply.lines[0]).toMatch(/^5\.[67]\.[01] /)
    expect(reply.text).toContain(words)
    expect(world.mails).toHaveLength(0)
  })

  test('of a relay keeps a name of bounded length', async () => {
    const { world } = await deliver(`From: ${'x'.repeat(5000)} <empfang@praxis.example>\r\n`, relay)
    expect(world.mails[0]?.sender.displayName).toBe('x'.repeat(120))
  })

  test('of a relay may be anybody in its verified domains', async () => {
    const { reply, world } = await deliver('From: Klinik <Empfang@M\xc3\xbcnchen.example>\r\n', relay)
    expect(reply.code).toBe(250)
    expect(world.mails[0]?.sender).toEqual({
      kind: 'relay',
      organisationId: idOf<OrganisationId>('organisation-1'),
      accountId: null,
      mailboxId: null,
      address: 'empfang@xn--mnchen-3ya.example',
      writtenAddress: 'Empfang@münchen.example',
      displayName: 'Klinik',
    })
    const foreign = await deliver('From: a@sub.praxis.example\r\n', relay)
    expect(foreign.reply.text).toContain('You may send as any address at praxis.example or ')
  })
})

describe('limits', () => {
  test('the organisation says how many recipients a message may have; the others get 452', async () => {
    const world = await start({ maxRecipients: 2 })
    const client = await world.signedIn()
    await playTranscript(
      client,
      `C: MAIL FROM:<doctor@praxis.example>
       S: 250 2.1.0 Accepted
       C: RCPT TO:<a@home.example>
       S: 250 2.1.5 Accepted
       C: RCPT TO:<b@home.example>
       S: 250 2.1.5 Accepted
       C: RCPT TO:<A@HOME.example>
       S: 250 2.1.5 Accepted
       C: RCPT TO:<c@home.example>
       S: 452 4.5.3 Only 2 recipients per message; send it again to the others
       C: DATA
       S: 354 …`,
    )
    await client.write(`${plain}.\r\n`)
    expect((await client.reply()).code).toBe(250)
    expect(world.mails[0]?.recipients.map(({ address }) => address)).toEqual(['a@home.example', 'b@home.example'])
  })

  test('the size is checked when it is declared and again while it arrives', async () => {
    const world = await start({ limits: { maxMessageBytes: 1000 } })
    const client = await world.signedIn()
    expect((await client.command('MAIL FROM:<doctor@praxis.example> SIZE=1001')).text).toMatch(/^552 5\.3\.4 .*1000/)
    expect((await submit(client, `${plain}${'x'.repeat(1000 - plain.length - 2)}\r\n.\r\n`)).code).toBe(250)
    expect((await submit(client, `${plain}${'x'.repeat(1000 - plain.length - 1)}\r\n.\r\n`)).text).toBe(
      '552 5.3.4 The message is larger than 1000 bytes; send smaller attachments',
    )
    expect((await client.command('NOOP')).code).toBe(250)
    expect(world.mails).toHaveLength(1)
  })

  test('twenty errors end the connection, and an accepted message wipes them out', async () => {
    const world = await start()
    const client = await world.signedIn()
    for (let index = 0; index < 9; index++) expect((await client.command('FOO')).code).toBe(500)
    for (let index = 0; index < 5; index++) expect((await client.command('RCPT TO:<>')).code).toBe(501)
    await submit(client, `${plain}.\r\n`)
    for (let index = 0; index < 19; index++) expect((await client.command('MAIL FROM:<x@y.example>')).code).toBe(550)
    await playTranscript(
      client,
      `C: MAIL FROM:<x@y.example>\n S: 550 …\n S: 421 4.7.0 Too many errors; correct the settings of your mail program\n S: <closed>`,
    )
  })

  test('connections are counted per network on both ports together', async () => {
    const world = await start({ limits: { maxConnectionsPerNetwork: 2 } })
    const first = await world.signedIn()
    const second = await connectSmtp({ port: world.port })
    const third = await connectSmtp({ port: world.port })
    expect((await third.reply()).text).toMatch(/^421 4\.7\.0 Too many connections from your network/)
    await expect(connectSmtp({ port: world.tlsPort, tls: true })).rejects.toThrow()
    first.destroy()
    second.destroy()
    await expect.poll(() => world.metrics.text()).toContain('sealpost_submission_connections_open 0')
    await world.signedIn()
  })

  test('a client that falls silent is told and closed, also in the middle of a message', async () => {
    const world = await start({ limits: { idleTimeoutMs: 300 } })
    const client = await world.signedIn()
    await client.command('MAIL FROM:<doctor@praxis.example>')
    await client.command('RCPT TO:<a@home.example>')
    await client.command('DATA')
    await client.write('From: doctor@praxis.example\r\n\r\nhalf')
    expect((await client.reply()).text).toMatch(/^421 4\.4\.2 Timeout/)
    await client.closed()
    expect(world.mails).toHaveLength(0)
  })

  test('a message that trickles in for too long is given up', async () => {
    const world = await start({ limits: { dataTimeoutMs: 300 } })
    const client = await world.signedIn()
    await client.command('MAIL FROM:<doctor@praxis.example>')
    await client.command('RCPT TO:<a@home.example>')
    await client.command('DATA')
    await client.write('From: doctor@praxis.example\r\n\r\n')
    expect((await client.reply()).text).toBe('421 4.4.2 The message took too long')
    await client.closed()
  })
})

describe('what acceptMail says', () => {
  test.each([
    [
      new AppError('unavailable', 'sealing.busy', 'Sealing is not possible now'),
      '451 4.3.0 Sealing is not possible now',
    ],
    [new AppError('refused', 'sealing.closed', 'Your organisation is closed'), '550 5.7.1 Your organisation is closed'],
    [new AppError('conflict', 'sealing.clash', 'Try again'), '451 4.3.0 Try again'],
    [new AppError('refused', 'sealing.quota', 'Daily limit', { reason: 'too-many' }), '451 4.7.1 Daily limit'],
    [Object.assign(new Error('no space'), { code: 'ENOSPC' }), '452 4.3.1 The server has no space left…'],
    [
      new AppError('broken', 'blobs.write', 'x', { cause: Object.assign(new Error(), { code: 'ENOSPC' }) }),
      '452 4.3.1 …',
    ],
    [new Error('secret detail'), '451 4.3.0 The message could not be stored; your mail program will try again'],
  ])('%s becomes the reply %s', async (error, reply) => {
    const refuse = async () => {
      throw error
    }
    const world = await start({ acceptMail: refuse })
    const client = await world.signedIn()
    await client.command('MAIL FROM:<doctor@praxis.example>')
    await client.command('RCPT TO:<a@home.example>')
    await client.command('DATA')
    await client.write(`${plain}${'a line\r\n'.repeat(20_000)}.\r\n`)
    await playTranscript(client, `S: ${reply}\n C: NOOP\n S: 250 2.0.0 OK`)
  })

  test('is not believed unless the whole message was read', async () => {
    const accepted = { messageId: idOf<MessageId>('m'), parked: [], queued: [], phone: null }
    const world = await start({ acceptMail: () => Promise.resolve(accepted) })
    expect((await submit(await world.signedIn(), `${plain}.\r\n`)).text).toMatch(/^451 4\.3\.0 /)
    const swallowing = await start({
      limits: { maxMessageBytes: 2000 },
      acceptMail: (_mail, keep) => keep().catch(() => accepted),
    })
    const reply = await submit(await swallowing.signedIn(), `${plain}${'x'.repeat(3000)}\r\n.\r\n`)
    expect(reply.text).toMatch(/^552 5\.3\.4 /)
  })

  test('is waited for: the 250 does not come before', async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => (release = resolve))
    const world = await start({ limits: { idleTimeoutMs: 200 }, acceptMail: (_mail, keep) => gate.then(keep) })
    const client = await world.signedIn()
    await client.command('MAIL FROM:<doctor@praxis.example>')
    await client.command('RCPT TO:<a@home.example>')
    await client.command('DATA')
    await client.write(`${plain}.\r\n`)
    await expect(client.reply(600)).rejects.toThrow('did not come')
    release()
    expect((await client.reply()).code).toBe(250)
  })
})

describe('stopping', () => {
  test('lets a message finish, turns idle clients away and then listens no more', async () => {
    const world = await start()
    const idle = await connectSmtp({ port: world.port })
    await idle.reply()
    const sending = await world.signedIn()
    await sending.command('MAIL FROM:<doctor@praxis.example>')
    await sending.command('RCPT TO:<a@home.example>')
    await sending.command('DATA')
    await sending.write(plain)
    const stopped = world.stop()
    expect((await idle.reply()).text).toMatch(/^421 4\.3\.2 /)
    await sending.write('.\r\n')
    expect((await sending.reply()).text).toBe('250 2.6.0 Accepted as message-1')
    expect((await sending.reply()).text).toMatch(/^421 4\.3\.2 /)
    await stopped
    await expect(connectSmtp({ port: world.port })).rejects.toThrow('ECONNREFUSED')
    expect(world.mails).toHaveLength(1)
  })

  test('gives up a message that does not end', async () => {
    const world = await start({ limits: { drainTimeoutMs: 200 } })
    const client = await world.signedIn()
    await client.command('MAIL FROM:<doctor@praxis.example>')
    await client.command('RCPT TO:<a@home.example>')
    await client.command('DATA')
    await world.stop()
    await client.closed()
    expect(world.mails).toHaveLength(0)
  })
})
