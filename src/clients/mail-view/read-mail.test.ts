import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mimeLimits } from '../../lib/mime/index.ts'
import { blobContent, type MailContent } from './mail-content.ts'
import { openAttachment, type ParsedMail } from './parsed-mail.ts'
import { readForView } from './read-for-view.ts'
import { readMail } from './read-mail.ts'
import { sentLine } from './sent-line.ts'

const readContent = (content: MailContent): Promise<ParsedMail> => readMail(content, readForView)

const read = (lines: readonly string[] | string): Promise<ParsedMail> =>
  readContent(blobContent(new Blob([typeof lines === 'string' ? lines : lines.join('\r\n')])))

const contentOf = async (mail: ParsedMail, index = 0): Promise<Uint8Array> => {
  const attachment = mail.attachments[index]
  if (attachment === undefined) throw new Error(`the message has no attachment ${index}`)
  return new Uint8Array(await new Response(await openAttachment(attachment)).arrayBuffer())
}

const mixed = (...parts: readonly (readonly string[])[]): readonly string[] => [
  'From: "Praxis Dr. Weber" <praxis@example.org>',
  'To: =?utf-8?q?J=C3=BCrgen?= <j@example.net>',
  'Subject: =?utf-8?B?QmVmdW5kIGbDvHIgSmFudWFy?=',
  'Date: Sat, 21 Nov 2026 10:00:00 +0100',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="outer"',
  '',
  'preamble',
  ...parts.flatMap((part) => ['--outer', ...part]),
  '--outer--',
  'epilogue',
]

const textPart = ['Content-Type: text/plain; charset=utf-8', '', 'Guten Tag,', 'Ihr Befund ist da.']

describe('a message is read', () => {
  test('with its headers decoded', async () => {
    const mail = await read(mixed(textPart))
    expect(mail).toMatchObject({
      from: [{ name: 'Praxis Dr. Weber', address: 'praxis@example.org' }],
      to: [{ name: 'Jürgen', address: 'j@example.net' }],
      subject: 'Befund für Januar',
      sentAt: '2026-11-21T09:00:00.000Z',
      notes: [],
    })
    expect(mail.text?.trim()).toBe('Guten Tag,\r\nIhr Befund ist da.')
  })

  test('when it has neither MIME headers nor line ends as the standard wants them', async () => {
    const mail = await read('Subject: plain\n\nHello\nthere')
    expect(mail).toMatchObject({ subject: 'plain', attachments: [], notes: [] })
    expect(mail.text?.trim()).toBe('Hello\nthere')
  })

  test.each(['4.12.2026 16:30', '12/4/2026', '2026-12-04 16:30', 'Fri Dec  4 16:30:00 2026'])(
    'with a date that is none as it is written, never as another day: %j',
    async (date) => {
      const mail = await read(`Subject: x\r\nDate: ${date}\r\n\r\nText`)
      expect({ sentAt: mail.sentAt, writtenDate: mail.writtenDate }).toEqual({ sentAt: null, writtenDate: date })
      for (const language of ['de', 'en'] as const)
        expect(sentLine(mail, { language, timeZone: 'Europe/Berlin' })).toBe(date)
    },
  )

  test('when it is empty', async () => {
    expect(await read('')).toMatchObject({ subject: '', html: null, attachments: [], notes: [] })
  })

  test('with an attachment whose bytes come out as they went in', async () => {
    const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => (index * 31) % 256)
    const encoded = Buffer.from(bytes).toString('base64').replaceAll(/.{76}/g, '$&\r\n')
    const mail = await read(
      mixed(textPart, [
        'Content-Type: application/pdf; name="befund.pdf"',
        'Content-Disposition: attachment; filename="befund.pdf"',
        'Content-Transfer-Encoding: base64',
        '',
        encoded,
      ]),
    )
    expect(mail.attachments).toMatchObject([{ name: 'befund.pdf', mediaType: 'application/pdf', sizeBytes: 10_000 }])
    expect(await contentOf(mail)).toEqual(bytes)
  })

  test('with attachments in other encodings', async () => {
    const mail = await read(
      mixed(
        ['Content-Type: text/csv', 'Content-Disposition: attachment; filename=a.csv', '', 'a;b', '1;2'],
        [
          'Content-Type: application/xml; name=b.xml',
          'Content-Transfer-Encoding: quoted-printable',
          '',
          '<a>=C3=BC=',
          '</a>',
        ],
      ),
    )
    const texts = await Promise.all([contentOf(mail, 0), contentOf(mail, 1)])
    expect(texts.map((bytes) => new TextDecoder().decode(bytes))).toEqual(['a;b\r\n1;2', '<a>ü</a>'])
  })

  test('with a forwarded message as a file of its own, its parts untouched', async () => {
    const inner = ['Subject: inner', 'Content-Type: multipart/mixed; boundary=in', '', '--in', '', 'x', '--in--']
    const mail = await read(mixed(textPart, ['Content-Type: message/rfc822', '', ...inner]))
    expect(mail.attachments).toMatchObject([{ name: 'inner.eml', mediaType: 'message/rfc822' }])
    expect(new TextDecoder().decode(await contentOf(mail))).toBe(inner.join('\r\n'))
  })

  test('with an inline image that the HTML refers to', async () => {
    const mail = await read(
      mixed(
        ['Content-Type: text/html', '', '<p>Logo: <img src="cid:logo@x"></p>'],
        ['Content-Type: image/png', 'Content-ID: <logo@x>', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo='],
      ),
    )
    expect(mail.html).toContain('cid:logo@x')
    expect(mail.attachments).toMatchObject([{ contentId: 'logo@x', name: 'attachment.png', sizeBytes: 8 }])
  })

  test('when the last boundary is missing, as in a message that was cut off', async () => {
    const mail = await read(mixed(textPart, ['Content-Type: image/png', '', 'abc']).slice(0, -2))
    expect(new TextDecoder().decode(await contentOf(mail))).toBe('abc')
  })

  test('the same however its bytes are cut into chunks', async () => {
    const lines = mixed(textPart, ['Content-Type: image/png', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo='])
    const bytes = new TextEncoder().encode(lines.join('\r\n'))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), async (chunkBytes) => {
        const message = new Blob([bytes])
        message.stream = () =>
          new ReadableStream({
            start(controller) {
              for (let at = 0; at < bytes.length; at += chunkBytes) controller.enqueue(bytes.slice(at, at + chunkBytes))
              controller.close()
            },
          })
        const mail = await readContent(blobContent(message))
        expect(mail.attachments).toMatchObject([{ sizeBytes: 8 }])
        expect(mail.text?.trim()).toBe('Guten Tag,\r\nIhr Befund ist da.')
        expect(await contentOf(mail)).toHaveLength(8)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a hostile message is shown as far as the limits allow', () => {
  test('when it has too many parts', async () => {
    const mail = await read(mixed(...Array.from({ length: 3_000 }, () => ['Content-Type: image/png', '', 'x'])))
    expect(mail.notes).toEqual(['parts-left-out'])
    expect(mail.attachments).toHaveLength(mimeLimits.maxFiles)
  })

  test('when it is nested too deeply', async () => {
    const opening = Array.from({ length: 300 }, (_, depth) => [
      `Content-Type: multipart/mixed; boundary=b${depth}`,
      '',
      `--b${depth}`,
    ])
    expect(await read(opening.flat())).toMatchObject({ notes: ['parts-left-out'] })
  })

  test('when its header or its text is too long', async () => {
    const header = await read(`Subject: ok\r\nX-Long: ${'x'.repeat(200_000)}\r\n\r\nHello`)
    expect(header).toMatchObject({ subject: 'ok', notes: ['parts-left-out'] })
    const text = await read(`Subject: ok\r\n\r\n${`${'word '.repeat(1_000)}\r\n`.repeat(400)}`)
    expect(text.notes).toEqual(['text-shortened'])
    expect(text.text).toContain('word')
  })

  test('when it pretends to know the marker of a part', async () => {
    const mail = await read(mixed(['Content-Type: image/png', '', 'part-00000000-0000-0000-0000-000000000000-1']))
    expect(mail.attachments).toHaveLength(1)
    expect(new TextDecoder().decode(await contentOf(mail))).toContain('part-0000')
  })

  test('when its headers carry line ends, control characters or turned writing', async () => {
    const mail = await read('From: =?utf-8?q?Bank=0D=0A=E2=80=AEevil?= <a@example.org>\r\nSubject: a\tb\r\n\r\nx')
    expect(mail.from[0]?.name).toBe('Bank evil')
    expect(mail.subject).toBe('a b')
  })

  test('whatever bytes it is made of', async () => {
    const piece = fc.constantFrom(
      '--b',
      '--b--',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      'Content-Type: text/html',
      'x',
      ':',
      '\0',
      'Content-Transfer-Encoding: base64',
      '=',
      '--',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (lines) => {
        const mail = await read(['Content-Type: multipart/mixed; boundary=b', '', ...lines])
        await Promise.all(mail.attachments.map((_, index) => contentOf(mail, index)))
      }),
      { numRuns: 300 },
    )
  })
})
