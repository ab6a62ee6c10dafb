import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SmtpClient } from '../harness/smtp-client.ts'
import { startSmtpWorld, type SmtpWorld } from '../harness/smtp-world.ts'

let world: SmtpWorld
beforeAll(async () => {
  world = await startSmtpWorld()
})
afterAll(() => world.stop())

const header = 'From: doctor@praxis.example\r\n\r\n'
const smuggled =
  'MAIL FROM:<info@praxis.example>\r\nRCPT TO:<victim@home.example>\r\nDATA\r\nFrom: info@praxis.example\r\n\r\nsmuggled'

async function inData(): Promise<SmtpClient> {
  const client = await world.signedIn()
  await client.command('MAIL FROM:<doctor@praxis.example>')
  await client.command('RCPT TO:<patient@home.example>')
  expect((await client.command('DATA')).code).toBe(354)
  return client
}

const falseEnds = [
  '\n.\n',
  '\n.\r\n',
  '\r\n.\n',
  '\r.\r',
  '\r.\r\n',
  '\r\n.\r',
  '\r\n.\r\r\n',
  '\n.\r',
  '\r.\n',
  '\n\n.\r\n',
  '\r\r.\r\n',
  '\r\n\n.\r\n',
  '\r\n\r.\r\n',
  '\r\r\n.\r\n',
]

describe('smuggling: behind a false end', () => {
  test.each(falseEnds)('%j, the message is refused and nothing that follows is read', async (falseEnd) => {
    const before = world.mails.length
    const client = await inData()
    await client.write(`${header}first${falseEnd}${smuggled}\r\n.\r\n`)
    expect((await client.reply()).text).toMatch(/^550 5\.6\.0 Line \d+ holds a (CR|LF) alone; /)
    expect((await client.reply()).text).toBe('421 4.7.0 Closing: line ends were ambiguous')
    await client.closed()
    expect(client.unread()).toBe('')
    expect(world.mails.length).toBe(before)
  })

  test.each(falseEnds)('%j cut into single bytes nothing changes', async (falseEnd) => {
    const before = world.mails.length
    const client = await inData()
    for (const character of `${header}x${falseEnd}${smuggled}\r\n.\r\n`) await client.write(character)
    expect((await client.reply()).code).toBe(550)
    await client.closed()
    expect(world.mails.length).toBe(before)
  })

  test.each([
    '\0\r\n.\0\r\n',
    '\r\n.\0\r\n',
    '\r\n\0.\r\n',
    '\r\n. \r\n',
    '\r\n .\r\n',
    '\r\n.\t\r\n',
    '\r\n..\r\n',
    '\r\n.a\r\n',
  ])('%j with whole line ends, it is text of the one message', async (odd) => {
    const client = await inData()
    await client.write(`${header}first${odd}${smuggled}\r\n.\r\n`)
    expect((await client.reply()).code).toBe(250)
    const kept = world.mails.at(-1)?.content.toString('latin1') ?? ''
    expect(kept).toBe(`${header}first${odd.replace('\r\n.', '\r\n')}${smuggled}\r\n`)
    expect((await client.command('NOOP')).code).toBe(250)
  })

  test.each(['\r', '\n', '.', '..', '.\r', '\r\n.', '\r\n.\r'])(
    'a message that stops at %j is cut off and leaves nothing',
    async (end) => {
      const before = world.mails.length
      const client = await inData()
      await client.write(`${header}text${end}`)
      client.destroy()
      await expect.poll(() => world.logLines.some((line) => line.includes('submission.cut-off'))).toBe(true)
      expect(world.mails.length).toBe(before)
    },
  )
})

describe('transparency dots', () => {
  test.each([
    ['..\r\n', '.\r\n'],
    ['..text\r\n', '.text\r\n'],
    ['.text\r\n', 'text\r\n'],
    ['...\r\n....\r\n', '..\r\n...\r\n'],
    ['a\r\n..\r\nb\r\n', 'a\r\n.\r\nb\r\n'],
  ])('in the body %j are read as %j, in one piece and byte by byte', async (sent, kept) => {
    for (const pieces of [[`${header}${sent}.\r\n`], `${header}${sent}.\r\n`.split('')]) {
      const client = await inData()
      for (const piece of pieces) await client.write(piece)
      expect((await client.reply()).code).toBe(250)
      expect(world.mails.at(-1)?.content.toString()).toBe(`${header}${kept}`)
    }
  })

  test('an end that comes at once is a message without a header', async () => {
    const client = await inData()
    await client.write('.\r\n')
    expect((await client.reply()).text).toMatch(/^550 5\.6\.0 The message has no From line/)
  })
})

describe('many messages in one packet', () => {
  test('come out one by one', async () => {
    const before = world.mails.length
    const client = await world.signedIn()
    const one = `MAIL FROM:<doctor@praxis.example>\r\nRCPT TO:<a@home.example>\r\nDATA\r\n${header}text\r\n.\r\n`
    await client.write(`${one.repeat(50)}QUIT\r\n`)
    const codes: number[] = []
    for (let index = 0; index < 201; index++) codes.push((await client.reply()).code)
    expect(codes.filter((code) => code === 354)).toHaveLength(50)
    expect(codes.filter((code) => code === 250)).toHaveLength(150)
    expect(world.mails.length - before).toBe(50)
  })
})
