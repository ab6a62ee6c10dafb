import { afterEach, describe, expect, test } from 'vitest'
import { connectSmtp, plainToken, type SmtpClient } from '../../../../test/harness/smtp-client.ts'
import { doctor, startSmtpWorld, type SmtpWorld } from '../../../../test/harness/smtp-world.ts'

const worlds: SmtpWorld[] = []
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()))
})

const names = [
  'PC (Buero)',
  '',
  ' ',
  'DESKTOP 1 2 3 4',
  'B\u00fcro-PC',
  'a\u0000b\u0007c\u001b[31m',
  '\u00ff\u00fe\u00fd',
  'under_score',
  '-',
  '[IPv6:2001:db8::1]',
  '[not an address',
  '..',
  '%s%s%n',
  '<script>alert(1)</script>',
  'x) by evil.example; Thu, 1 Jan 1970 00:00:00 +0000 (',
  'x'.repeat(300),
  'x'.repeat(301),
  'x'.repeat(12_000),
  'long name '.repeat(1000),
]

async function inTls(world: SmtpWorld, verb: string, name: string): Promise<SmtpClient> {
  const client = await connectSmtp({ port: world.port })
  await client.reply()
  expect((await client.command(`${verb} ${name}`)).code).toBe(250)
  await client.command('STARTTLS')
  await client.upgrade()
  return client
}

describe.each(['EHLO', 'HELO'])('a client that says %s', (verb) => {
  test.each(names)('with the name %j signs in and sends, and its name gets nowhere', async (name) => {
    const world = await startSmtpWorld()
    worlds.push(world)
    const client = await inTls(world, verb, name)
    const hello = await client.command(`${verb} ${name}`)
    expect(hello.code).toBe(250)
    if (verb === 'EHLO') expect(hello.lines).toContain('AUTH PLAIN LOGIN')
    expect((await client.command(`AUTH PLAIN ${plainToken(doctor.user, doctor.password)}`)).code).toBe(235)
    await client.command('MAIL FROM:<doctor@praxis.example>')
    await client.command('RCPT TO:<patient@home.example>')
    await client.command('DATA')
    await client.write('From: doctor@praxis.example\r\n\r\nHello\r\n.\r\n')
    expect((await client.reply()).code).toBe(250)
    expect(world.mails[0]?.receivedLine).toMatch(
      /^Received: from submission by mail\.praxis\.example\r\n\twith ESMTPSA id/,
    )
    const word = name.replaceAll(/\s.*$/g, '')
    if (word.length > 3) expect(world.logLines.join('\n')).not.toContain(word)
    client.destroy()
  })

  test('without even a space is answered, and so is a lower-case one', async () => {
    const world = await startSmtpWorld()
    worlds.push(world)
    const client = await connectSmtp({ port: world.tlsPort, tls: true })
    await client.reply()
    expect((await client.command(verb)).code).toBe(250)
    expect((await client.command(`${verb.toLowerCase()} pc (buero)`)).code).toBe(250)
    client.destroy()
  })
})
