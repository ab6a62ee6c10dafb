import { afterEach, describe, expect, test } from 'vitest'
import { startSmtpWorld, type SmtpWorld, type SmtpWorldOptions } from '../../../../test/harness/smtp-world.ts'
import { joinPhone } from './phone-in-rcpt.ts'

const worlds: SmtpWorld[] = []
const begin = async (options: SmtpWorldOptions = {}) => {
  const world = await startSmtpWorld(options)
  worlds.push(world)
  const smtp = await world.signedIn()
  const client = {
    command: async (line: string) => (await smtp.command(line)).text,
    send: async (message: string) => {
      await smtp.write(message)
      return (await smtp.reply()).text
    },
  }
  await client.command('MAIL FROM:<doctor@praxis.example>')
  return { world, client }
}
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()))
})

const message = 'From: doctor@praxis.example\r\nTo: anna@home.example\r\nSubject: x\r\n\r\nHello\r\n.\r\n'
const phone = '+4915123456789@sms.local'

describe('a phone in the envelope', () => {
  test.each([
    ['<+4915123456789@sms.local>'],
    ['<+4915123456789@SMS.Local>'],
    ['<+49-151-2345-6789@sms.local>'],
    ['<"+49 151 23456789"@sms.local>'],
    ['<+49 (0) 151 / 2345 6789@sms.local>'],
    ['<+4915123456789@sms.local> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;+2B4915123456789@sms.local'],
  ])('is taken as %s and handed on in one form, without the reports that were asked for', async (path) => {
    const { world, client } = await begin()
    expect(await client.command('RCPT TO:<anna@home.example>')).toMatch(/^250/)
    expect(await client.command(`RCPT TO:${path}`)).toMatch(/^250/)
    expect(await client.command('DATA')).toMatch(/^354/)
    expect(await client.send(message)).toMatch(/^250/)
    expect(world.mails[0]?.recipients).toEqual([
      { address: 'anna@home.example', written: 'anna@home.example', notify: [], orcpt: null },
      { address: phone, written: phone, notify: [], orcpt: null },
    ])
  })

  test.each([
    ['<015123456789@sms.local>', phone],
    ['<"0151 23456789"@sms.local>', phone],
    ['<004915123456789@sms.local>', phone],
    ['<4915123456789@sms.local>', phone],
    ['<+4930901820@sms.local>', 'cannot receive text messages'],
    ['<030901820@sms.local>', 'cannot receive text messages'],
    ['<+49151@sms.local>', 'No country has such a number'],
    ['<anna@sms.local>', 'not a mobile number'],
    ['<+4915123456789@mail.sms.local>', 'right behind the number'],
  ])('is refused as %s, and the reply says what helps', async (path, words) => {
    const { world, client } = await begin()
    const reply = await client.command(`RCPT TO:${path}`)
    expect(reply).toMatch(/^550 5\.1\.3 /)
    expect(reply).toContain(words)
    expect(reply).toMatch(/\+\d+@sms\.local/)
    expect(world.logLines.join()).not.toContain('15123456789')
  })

  test('in national form is shown in the form of the organisation’s own country', async () => {
    const { client } = await begin({ homeCountry: 'AT' })
    expect(await client.command('RCPT TO:<06641234567@sms.local>')).toContain('+436641234567@sms.local')
  })

  test('alone is no recipient: the message is refused before it is sent, and a recipient heals that', async () => {
    const { world, client } = await begin()
    expect(await client.command(`RCPT TO:<${phone}>`)).toMatch(/^250/)
    expect(await client.command('DATA')).toMatch(/^554 5\.5\.1 .*add the recipient's mail address beside the phone/)
    expect(await client.command('RCPT TO:<anna@home.example>')).toMatch(/^250/)
    expect(await client.command('DATA')).toMatch(/^354/)
    expect(await client.send(message)).toMatch(/^250/)
    expect(world.mails).toHaveLength(1)
  })

  test('counts as a recipient, and there are at most ten', async () => {
    const { client } = await begin({ maxRecipients: 12 })
    await client.command('RCPT TO:<anna@home.example>')
    for (let number = 0; number < 11; number++)
      expect(await client.command(`RCPT TO:<+49151234567${10 + number}@sms.local>`)).toMatch(/^250/)
    expect(await client.command('RCPT TO:<ben@home.example>')).toMatch(/^452 4\.5\.3/)
    expect(await client.command('DATA')).toMatch(/^550 5\.5\.3 A message may name at most 10 phones/)
  })
})

describe('an address ending in .local', () => {
  test.each(['anna@home.example.portal.local', 'anna@home.example.attachment.local', 'Anna@home.example.DIRECT.local'])(
    'wishes a route as %s and is handed on with it',
    async (address) => {
      const { world, client } = await begin()
      expect(await client.command(`RCPT TO:<${address}>`)).toMatch(/^250/)
      await client.command('DATA')
      expect(await client.send(message)).toMatch(/^250/)
      expect(world.mails[0]?.recipients).toMatchObject([{ address: address.toLowerCase() }])
    },
  )

  test.each(['anna@server.local', 'anna@portal.local', 'anna@home.example.portal.local.direct.local'])(
    'is otherwise undeliverable: %s',
    async (address) => {
      const { client } = await begin()
      expect(await client.command(`RCPT TO:<${address}>`)).toMatch(/^550 5\.1\.2 Addresses that end in \.local/)
    },
  )
})

test.each([
  'anna@home.example',
  '"anna maria"@home.example',
  '+49 151@home.example',
  '+4915123456789@sms.local',
  '@sms.local',
  '',
])('a path that names no phone with spaces stays as it came: %s', (path) => {
  expect(joinPhone(path)).toBe(path)
})
