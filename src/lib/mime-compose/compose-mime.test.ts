import fc from 'fast-check'
import PostalMime, { type Email } from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { concatBytes } from '../bytes/index.ts'
import { Base64Lines, composeMime, type OutgoingMail } from './index.ts'

const plain: OutgoingMail = {
  from: { name: 'Jürgen Müller', address: 'j.mueller@example.net' },
  to: { name: 'Praxis Dr. Weber', address: 'praxis@example.org' },
  subject: 'Re: Befund für Januar',
  date: new Date('2026-11-21T09:00:00.000Z'),
  messageId: '<1@example.net>',
  inReplyTo: '<0@example.org>',
  text: 'Guten Tag,\n\nvielen Dank für den Befund. 12,50 €\n.\nFrom here',
  attachments: [],
  boundary: 'b0123456789',
}

function write(mail: OutgoingMail, contents: readonly Uint8Array[] = []): string {
  const pieces = composeMime(mail).map((piece) => {
    if ('bytes' in piece) return piece.bytes
    const lines = new Base64Lines()
    return concatBytes(lines.push(contents[piece.attachment] ?? new Uint8Array(0)), lines.end())
  })
  return new TextDecoder('latin1').decode(concatBytes(...pieces))
}

const read = (mail: OutgoingMail, contents: readonly Uint8Array[] = []): Promise<Email> =>
  PostalMime.parse(write(mail, contents))

describe('a composed mail', () => {
  test('is read by another program as it was written', async () => {
    const email = await read(plain)
    expect(email).toMatchObject({
      from: plain.from,
      to: [plain.to],
      subject: plain.subject,
      date: '2026-11-21T09:00:00.000Z',
      messageId: '<1@example.net>',
      inReplyTo: '<0@example.org>',
    })
    expect(email.text?.trimEnd()).toBe(plain.text)
  })

  test('carries attachments of any bytes under any name', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ name: fc.string({ unit: 'grapheme', minLength: 1 }), bytes: fc.uint8Array({ maxLength: 300 }) }),
          { minLength: 1, maxLength: 3 },
        ),
        async (files) => {
          const attachments = files.map(({ name }) => ({ name: `x${name}.pdf`, mediaType: 'application/pdf' }))
          const email = await read(
            { ...plain, attachments },
            files.map(({ bytes }) => bytes),
          )
          expect(email.attachments.map(({ content }) => new Uint8Array(content as ArrayBuffer))).toEqual(
            files.map(({ bytes }) => new Uint8Array(bytes)),
          )
          expect(email.attachments.map(({ filename }) => filename?.replaceAll(/\s+/g, ' '))).toEqual(
            attachments.map(({ name }) => name.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()),
          )
          expect(email.text?.trimEnd()).toBe(plain.text)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('keeps any text and any subject', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 400 }).filter((value) => !/\p{Cc}/u.test(value))
    await fc.assert(
      fc.asyncProperty(text, text, async (subject, body) => {
        const email = await read({ ...plain, subject: `x ${subject} x`, text: `x${body}x` })
        expect(email.subject).toBe(`x ${subject} x`)
        expect(email.text?.trimEnd()).toBe(`x${body}x`)
      }),
      { numRuns: 200 },
    )
  })

  test('has short seven-bit lines only', () => {
    const long = 'ü '.repeat(500)
    const mail = { ...plain, subject: long, text: long, from: { name: long, address: 'a@example.org' } }
    const attachments = [{ name: `${long}.pdf`, mediaType: 'application/pdf' }]
    const message = write({ ...mail, attachments }, [new Uint8Array(1_000)])
    expect(message).toMatch(/^[\r\n\t -~]*$/)
    for (const line of message.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78)
  })

  test('never lets a value become a header of its own', async () => {
    const evil = 'x\r\nBcc: evil@example.org\r\n\r\nbody'
    const email = await read({
      ...plain,
      subject: evil,
      messageId: `<${evil}>`,
      inReplyTo: evil,
      from: { name: evil, address: `a@example.org>\r\nBcc: evil@example.org` },
      attachments: [{ name: evil, mediaType: 'text/html\r\nX-Evil: 1' }],
    })
    expect(email.bcc).toBeUndefined()
    expect(email.attachments).toMatchObject([{ mimeType: 'application/octet-stream' }])
  })
})
