import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runSmtpLoad } from '../harness/smtp-load.ts'
import { doctor, startSmtpWorld, type SmtpWorld } from '../harness/smtp-world.ts'

let world: SmtpWorld
beforeAll(async () => {
  world = await startSmtpWorld()
})
afterAll(() => world.stop())

const lastMail = () => world.mails.at(-1)?.content.toString('utf8') ?? ''

describe.each(['STARTTLS', 'implicit TLS'])('nodemailer over %s', (kind) => {
  const transport = (password = doctor.password, pool = false) =>
    createTransport({
      host: '127.0.0.1',
      port: kind === 'STARTTLS' ? world.port : world.tlsPort,
      secure: kind !== 'STARTTLS',
      requireTLS: true,
      pool,
      auth: { user: doctor.user, pass: password },
      tls: { rejectUnauthorized: false },
    })

  test('sends text, HTML and an attachment with umlauts', async () => {
    const info = await transport().sendMail({
      from: { name: 'Praxis Dr. Müller', address: doctor.user },
      to: 'Jürgen <patient@home.example>',
      bcc: 'hidden@new.example',
      subject: 'Befund für Jürgen 🙂',
      text: 'Guten Tag\n.\n..\n.dot\n',
      html: '<p>Guten Tag</p>',
      attachments: [{ filename: 'Röntgen.bin', content: Buffer.alloc(100_000, 7) }],
      dsn: { id: 'dsn+id=1', return: 'full', notify: ['success', 'failure'], recipient: 'doctor@praxis.example' },
    })
    expect(info.response).toMatch(/^250 2\.6\.0 Accepted as message-\d+; 1 of 2 recipients still needs a check/)
    const mail = world.mails.at(-1)
    expect(mail?.envid).toBe('dsn+id=1')
    expect(mail?.ret).toBe('full')
    expect(mail?.recipients.map(({ address, notify }) => [address, notify])).toEqual([
      ['patient@home.example', ['success', 'failure']],
      ['hidden@new.example', ['success', 'failure']],
    ])
    expect(lastMail()).toContain('\r\n.\r\n..\r\n.dot\r\n')
    expect(lastMail().endsWith('\r\n')).toBe(true)
  })

  test('sends twenty messages over one pool', async () => {
    const before = world.mails.length
    const pool = transport(doctor.password, true)
    const sending = Array.from({ length: 20 }, (_unused, index) =>
      pool.sendMail({ from: doctor.user, to: `p${index}@home.example`, subject: `${index}`, text: 'x' }),
    )
    await Promise.all(sending)
    pool.close()
    expect(world.mails.length - before).toBe(20)
  })

  test('is told what is wrong', async () => {
    const mail = { from: doctor.user, to: 'p@home.example', text: 'x' }
    await expect(transport('wrong').sendMail(mail)).rejects.toMatchObject({ code: 'EAUTH', responseCode: 535 })
    await expect(transport().sendMail({ ...mail, from: 'x@y.example' })).rejects.toMatchObject({
      responseCode: 550,
      response: expect.stringContaining('You may send as doctor@praxis.example') as unknown,
    })
    const foreign = { ...mail, from: 'x@y.example', envelope: { from: doctor.user, to: mail.to } }
    await expect(transport().sendMail(foreign)).rejects.toMatchObject({ responseCode: 550, command: 'DATA' })
  })
})

test('twenty connections at once hand in 400 messages, each kept once', async () => {
  const before = world.mails.length
  const message = Buffer.from(`From: ${doctor.user}\r\n\r\n${'a line of text\r\n'.repeat(1300)}`)
  const load = { ...doctor, port: world.tlsPort, connections: 20, messages: 400, message }
  const { accepted } = await runSmtpLoad({ ...load, recipients: ['patient@home.example'] })
  expect(accepted).toBe(400)
  const kept = world.mails.slice(before)
  expect(kept).toHaveLength(400)
  expect(kept.every((mail) => mail.content.equals(message))).toBe(true)
})
