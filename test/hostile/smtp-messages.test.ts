import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SmtpClient } from '../harness/smtp-client.ts'
import { startSmtpWorld, type SmtpWorld } from '../harness/smtp-world.ts'

let world: SmtpWorld
beforeAll(async () => {
  world = await startSmtpWorld()
})
afterAll(() => world.stop())

const from = 'From: doctor@praxis.example\r\n'
const latin = (text: string) => Buffer.from(text, 'latin1')

async function inData(recipients: readonly string[] = ['patient@home.example']): Promise<SmtpClient> {
  const client = await world.signedIn()
  await client.command('MAIL FROM:<doctor@praxis.example>')
  await client.write(recipients.map((address) => `RCPT TO:<${address}>\r\n`).join(''))
  for (const _address of recipients) await client.reply()
  expect((await client.command('DATA')).code).toBe(354)
  return client
}

describe('odd messages that are sealed as they are', () => {
  const parts = Array.from({ length: 10_000 }, (_unused, index) => `--b\r\n\r\n${index}\r\n`).join('')
  test.each([
    ['no body', from],
    ['an empty body', `${from}\r\n`],
    ['10,000 MIME parts', `${from}Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`],
    ['NUL bytes in the body', `${from}\r\na\0b\0\0\r\n`],
    ['8-bit header without SMTPUTF8', `${from}Subject: \xc3\x84rger\r\nX: \xff\xfe\r\n\r\n\xe4\r\n`],
    ['raw GB18030 header', `${from}Subject: \xc4\xe3\xba\xc3\r\n\r\n\xc4\xe3\r\n`],
    ['GB18030 encoded words', 'From: =?gb18030?B?xOO6ww==?= <doctor@praxis.example>\r\n\r\nx\r\n'],
    ['a line of a megabyte in the body', `${from}\r\n${'x'.repeat(1_000_000)}\r\n`],
    ['a header line of 200 kB', `${from}X: ${'y'.repeat(200_000)}\r\n\r\nx\r\n`],
    ['20,000 empty lines', `${from}\r\n${'\r\n'.repeat(20_000)}`],
    ['nothing but dots', `${from}\r\n${'..\r\n'.repeat(20_000)}`],
    ['lines that are no fields in the header', `rubbish\r\n${from}: x\r\n folded\r\n\r\nx\r\n`],
    ['a bad Content-Length and Bcc', `${from}Content-Length: -1\r\nBcc: hidden@home.example\r\n\r\nx\r\n`],
  ])('%s', async (_what, message) => {
    const client = await inData()
    await client.write(latin(`${message}.\r\n`))
    expect((await client.reply(30_000)).code).toBe(250)
    expect(world.mails.at(-1)?.content.equals(latin(message.replace(/^\.\./gm, '.')))).toBe(true)
  })

  test('500 recipients are taken, the 501st gets 452 and the message goes to the others', async () => {
    const client = await world.signedIn()
    await client.command('MAIL FROM:<doctor@praxis.example>')
    await client.write(Array.from({ length: 501 }, (_unused, index) => `RCPT TO:<r${index}@home.example>\r\n`).join(''))
    for (let index = 0; index < 500; index++) expect((await client.reply()).code).toBe(250)
    expect((await client.reply()).text).toMatch(/^452 4\.5\.3 Only 500 recipients/)
    await client.command('DATA')
    await client.write(`${from}\r\nx\r\n.\r\n`)
    expect((await client.reply()).code).toBe(250)
    expect(world.mails.at(-1)?.recipients).toHaveLength(500)
  })
})

describe('messages that are refused with a reason and leave nothing', () => {
  test('a header line of a megabyte', async () => {
    const before = world.mails.length
    const client = await inData()
    await client.write(`${from}X: ${'y'.repeat(1_000_000)}\r\n\r\nx\r\n.\r\n`)
    expect((await client.reply()).text).toMatch(/^552 5\.3\.4 The header is larger than 262144 bytes/)
    expect((await client.command('NOOP')).code).toBe(250)
    expect(world.mails.length).toBe(before)
  })

  test('a mail of 60 MB, declared or not', async () => {
    const before = world.mails.length
    const client = await world.signedIn()
    expect((await client.command('MAIL FROM:<doctor@praxis.example> SIZE=62914560')).code).toBe(552)
    const silent = await inData()
    await silent.write(`${from}\r\n`)
    const megabyte = `${'z'.repeat(1022)}\r\n`.repeat(1024)
    for (let index = 0; index < 60; index++) await silent.write(megabyte)
    await silent.write('.\r\n')
    expect((await silent.reply(30_000)).text).toMatch(/^552 5\.3\.4 The message is larger than 52428800 bytes/)
    expect((await silent.command('NOOP')).code).toBe(250)
    expect(world.mails.length).toBe(before)
  })

  test('a message that goes on without end is answered and closed', async () => {
    const small = await startSmtpWorld({ limits: { maxMessageBytes: 100_000 } })
    const client = await small.signedIn()
    await client.command('MAIL FROM:<doctor@praxis.example>')
    await client.command('RCPT TO:<patient@home.example>')
    await client.command('DATA')
    await client.write(`${from}\r\n`)
    for (let index = 0; index < 30; index++) await client.write(`${'z'.repeat(9998)}\r\n`)
    expect((await client.reply()).text).toMatch(/^552 5\.3\.4 /)
    await client.closed()
    expect(small.mails).toHaveLength(0)
    await small.stop()
  })

  test('a body cut off in the middle', async () => {
    const before = world.mails.length
    const seen = world.logLines.length
    const client = await inData()
    await client.write(`${from}\r\n${'half\r\n'.repeat(30_000)}`)
    client.destroy()
    await expect.poll(() => world.logLines.slice(seen).some((line) => line.includes('submission.cut-off'))).toBe(true)
    expect(world.mails.length).toBe(before)
  })

  test('a From of many addresses, comments without end, and quotes that do not close', async () => {
    for (const value of [
      'a@b.example,'.repeat(10_000),
      '('.repeat(100_000),
      `"${'x'.repeat(100_000)}`,
      '<'.repeat(100_000),
    ]) {
      const client = await inData()
      await client.write(`From: ${value}\r\n\r\nx\r\n.\r\n`)
      expect((await client.reply()).text).toMatch(/^550 5\.6\.0 The From line must name exactly one sender/)
    }
  })
})

test('no word of a message, password or address of a recipient is logged', async () => {
  const client = await inData(['secret-recipient@home.example'])
  await client.write(`${from}Subject: canarysubject\r\n\r\ncanarybody\r\n.\r\n`)
  expect((await client.reply()).code).toBe(250)
  const bad = await inData()
  await bad.write(`From: canaryfrom@y.example\r\n\r\ncanarybody\n.\r\n.\r\n`)
  expect((await bad.reply()).code).toBe(550)
  const foreign = await inData()
  await foreign.write('From: "canaryname" <canaryfrom@y.example>\r\n\r\ncanarybody\r\n.\r\n')
  expect((await foreign.reply()).text).toContain('not as canaryfrom@y.example')
  expect(world.logLines.length).toBeGreaterThan(5)
  expect(world.logLines.join('\n')).not.toMatch(/canary|secret-recipient|app-password/)
})
