import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readContent } from './index.ts'

const options = { language: 'en', isTextOnly: false, timeZone: 'Europe/Berlin' } as const
const read = (mail: string, more: { isTextOnly?: boolean; language?: 'de' | 'en' } = {}) =>
  readContent(Buffer.from(mail.replaceAll('\n', '\r\n')), { ...options, ...more })
const textOf = (mail: string) => {
  const { body } = read(mail).document
  return body.kind === 'text' ? body.text : body.html
}
const mixed = (...parts: readonly string[]): string =>
  `Content-Type: multipart/mixed; boundary=m\n\n${parts.map((part) => `--m\n${part}\n`).join('')}--m--\n`

describe('what is printed of a message', () => {
  test('headers come with their labels, the time of the sender and only if they are there', () => {
    const head = 'From: Anna <a@example.org>\nDate: Fri, 6 Nov 2026 23:30:00 -0330\nSubject: Hi\n\nx'
    expect(read(head).document.headers).toEqual([
      { label: 'From', value: 'Anna <a@example.org>' },
      { label: 'Date', value: 'Friday, 6 November 2026 at 23:30 (UTC-3:30)' },
      { label: 'Subject', value: 'Hi' },
    ])
    expect(read('\nx', { language: 'de' })).toMatchObject({ title: '(ohne Betreff)', document: { headers: [] } })
  })

  test.each([
    ['6 Nov 26 09:00 CET', '2026-11-06T08:00:00.000Z', 'Friday, 6 November 2026 at 09:00 (UTC+1)'],
    ['Fri, 06 Nov 2026 09:00 +0000 (GMT)', '2026-11-06T09:00:00.000Z', 'Friday, 6 November 2026 at 09:00 (UTC)'],
  ])('the date %j is %j', (date, expected, shown) => {
    const { sentAt, document } = read(`Date: ${date}\n\nx`)
    expect(sentAt?.toISOString()).toBe(expected)
    expect(document.headers).toEqual([{ label: 'Date', value: shown }])
  })

  test.each([
    '4.12.2026 16:30',
    '12/4/2026 16:30:00',
    '2026-11-06T09:00:00Z',
    'Friday, 6 November 2026 9:05:01 EST',
    'Fr, 6. Nov. 2026 23:30:00 JST',
    'yesterday',
    'Fri, 06 Foo 2026 09:00:00 +0000',
  ])('a date that is none is printed as it is written, never as another day: %j', (date) => {
    const { sentAt, document } = read(`Date: ${date}\n\nx`)
    expect(sentAt).toBeNull()
    expect(document.headers).toEqual([{ label: 'Date', value: date }])
  })

  const encoded = (text: string): string =>
    Buffer.from(text.replaceAll('\n', '\r\n')).toString('base64').replaceAll(/.{60}/g, '$&\n')
  const parts =
    '--m\nContent-Type: text/plain\n\none\n--m\nContent-Disposition: attachment; filename=a.txt\n\ntwo\n--m--\n'
  const head = 'Content-Type: multipart/mixed; boundary=m\n'

  test.each([
    ['encoded as a whole', `${head}Content-Transfer-Encoding: base64\n\n${encoded(parts)}`],
    ['that says so and is not', `${head}Content-Transfer-Encoding: base64\n\n${parts}`],
    [
      'inside another',
      mixed(
        `${head.replace('=m', '=i')}Content-Transfer-Encoding: base64\n\n${encoded(parts.replaceAll('--m', '--i'))}`,
      ),
    ],
    ['with carriage returns alone below its header', `${head}\n${parts.replaceAll('\n', '\r')}`],
  ])('a container %s has its parts', (_what, mail) => {
    const { document, files } = read(mail)
    expect(document.body).toMatchObject({ kind: 'text', text: 'one' })
    expect(files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([['a.txt', 'two']])
  })

  test('a message inside that says base64 and is not is kept as it is', () => {
    const mail = mixed('Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nSubject: Inner\n\nhello')
    const [file] = read(mail).files
    expect([file?.name, Buffer.from(file?.bytes ?? '').toString()]).toEqual([
      'Inner.eml',
      'Subject: Inner\r\n\r\nhello',
    ])
  })

  const invitation =
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Visit\nDESCRIPTION:Bring\\n your\\, card\nEND:VEVENT\nBEGIN:VTODO\nSUMMARY:Call\nEND:VTODO\nEND:VCALENDAR\n'

  test('the words of an invitation are the text of a mail without another', () => {
    expect(textOf(`Content-Type: text/calendar\n\n${invitation}`)).toBe('Bring\n your, card\n\nCall')
    expect(textOf(mixed('\nsee below', `Content-Type: text/calendar\n\n${invitation}`))).toBe('see below')
  })

  test('an invitation is one by its name too', () => {
    const mail = mixed('\nx', `Content-Type: application/octet-stream; name=a.ICS\n\n${invitation}`)
    expect(read(mail).document.headers).toContainEqual({ label: 'Event', value: 'Visit' })
    expect(read(mail).files.map(({ name }) => name)).toEqual(['a.ICS'])
  })

  test.each([
    '<?xml version="1.0" encoding="koi8-r"?>',
    `${'<!-- -->'.repeat(400)}<meta http-equiv=x content="text/html; charset=koi8-r">`,
  ])('HTML may say its charset itself', (beginning) => {
    const bytes = Buffer.from(`Content-Type: text/html\r\n\r\n${beginning}\xd0\xd2\xc9\xd7\xc5\xd4`, 'latin1')
    expect(readContent(bytes, options).document.body).toMatchObject({ html: expect.stringContaining('привет') })
  })

  test('HTML is preferred, plain text when only text is wanted', () => {
    const mail =
      'Content-Type: multipart/alternative; boundary=a\n\n--a\n\nplain\n--a\nContent-Type: text/html\n\n<b>rich</b>\n--a--\n'
    expect(read(mail).document.body).toMatchObject({ kind: 'html', html: '<b>rich</b>' })
    expect(read(mail, { isTextOnly: true })).toMatchObject({
      document: { body: { kind: 'text', text: 'plain' } },
      notes: ['text-only'],
    })
  })

  test('HTML without another text is reduced to its words when only text is wanted', () => {
    const markup =
      '<style>p{}</style><p>One &amp; two<br>three</p><ul><li>four</ul><table><td>a</td><td>b</td></table><!-- no --><script>no</script>5 < 6'
    const { body } = read(`Content-Type: text/html\n\n${markup}`, { isTextOnly: true }).document
    expect(body).toEqual({ kind: 'text', text: 'One & two\nthree\n\n• four\na\tb\n5 < 6' })
  })

  test('text that is longer than people read is cut, which is said', () => {
    const long = read(`\n${'word '.repeat(400_000)}`)
    expect(long.notes).toEqual(['text-shortened'])
    expect(long.document.notices).toHaveLength(1)
  })

  test.each([
    ['format=flowed', 'soft \nbreak\n-- \nname', 'soft break\n-- \nname'],
    ['format=flowed; delsp=yes', 'one \ntwo', 'onetwo'],
    ['format=flowed', '> a \n> b\n>> c', '> a b\n>> c'],
    ['format=fixed', 'kept \nas is', 'kept \r\nas is'],
  ])('a text with %s is put together again', (parameters, text, expected) => {
    expect(textOf(`Content-Type: text/plain; ${parameters}\n\n${text}`)).toBe(expected)
  })
})

describe('what stands beside message.eml', () => {
  test('more attachments than a folder should hold are left out, which is said', () => {
    const parts = Array.from({ length: 2_502 }, () => 'Content-Disposition: attachment\n\nx')
    const many = read(mixed(...parts))
    expect(many.files).toHaveLength(2_500)
    expect(many.notes).toEqual(['parts-left-out'])
  })

  test('containers inside containers are followed to a depth, and what lies deeper is one file', () => {
    const deep = (level: number): string =>
      level === 0
        ? '\nbottom'
        : `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n${deep(level - 1)}\n--b${level}--`
    expect(read(deep(20)).document.body).toEqual({ kind: 'text', text: 'bottom' })
    expect(read(deep(60))).toMatchObject({
      files: [{ mediaType: 'application/octet-stream' }],
      notes: ['parts-left-out'],
    })
  })

  test('every file is found, and HTML may call it by its content id, its location, or the end of that', () => {
    const image =
      'Content-Type: image/png; name=i.png\nContent-ID: <I@x>\nContent-Location: https://a.example/b/i.png\n\nPNG'
    const { files, document } = read(mixed('Content-Type: text/html\n\n<img src="cid:I@x">', image))
    expect(files).toHaveLength(1)
    const images = document.body.kind === 'html' ? document.body.inlineImages : new Map()
    expect([...images.keys()]).toEqual(['i@x', 'https://a.example/b/i.png', 'i.png'])
    expect(new Set(images.values())).toEqual(new Set(files))
  })

  test('a message inside is called as it was sent, or by its subject', () => {
    const inner = 'Content-Type: message/rfc822\n\nSubject: =?utf-8?q?=C3=9Cber?=\n\ntext'
    expect(read(mixed(inner)).files[0]?.name).toBe('Über.eml')
    expect(read(mixed(inner.replace('822', '822; name=old.eml'))).files[0]?.name).toBe('old.eml')
  })
})

describe('hostile input', () => {
  test('any bytes are a message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => {
        expect(readContent(bytes, options).document.headers).toBeInstanceOf(Array)
      }),
    )
  })

  test('any mixture of what mails are made of is a message', () => {
    const piece = fc.constantFrom(
      'Content-Type: multipart/mixed; boundary=b',
      'Content-Type: text/html',
      'Content-Type: message/rfc822',
      'Content-Type: text/calendar',
      'Content-Type: application/ms-tnef',
      'Content-Type: application/pkcs7-mime',

      'Content-Transfer-Encoding: base64',
      'Content-Transfer-Encoding: quoted-printable',
      '\r\n',
      '\n',
      '--b',
      '--b--',

      '=?utf-8?b?4?=',
      "filename*0*=utf-8''%",
      'BEGIN:VEVENT',
      'DTSTART:2026',
      '-----BEGIN PGP MESSAGE-----',
      '=',
      '<td>',
      'Content-Disposition: attachment; filename="',
      'From: "',
      'Date: 99 Foo',
      'x'.repeat(300),
      '\0',
      '\u{1f600}',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.constantFrom('\r\n', '\n', ''), (pieces, end) => {
        const mail = Buffer.from(pieces.join(end))
        for (const isTextOnly of [true, false])
          readContent(mail, { language: 'de', isTextOnly, timeZone: 'Europe/Berlin' })
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['comments that never end', '<!--'.repeat(300_000)],
    ['tags that never end', '<a '.repeat(400_000)],
    ['scripts that never end', '<script>'.repeat(150_000)],
    ['entities', '&#'.repeat(600_000)],
  ])('%s cost no more than their length', (_what, markup) => {
    expect(read(`Content-Type: text/html\n\n${markup}`, { isTextOnly: true }).document.body.kind).toBe('text')
  })

  test.each([
    ['parameters', `Content-Type: text/plain${'; a="'.repeat(20_000)}\n\nx`],
    ['pieces of a name', `Content-Disposition: attachment${'; filename*0=a'.repeat(9_000)}\n\nx`],
    ['addresses', `To: ${'"'.repeat(50_000)}${'(<,'.repeat(20_000)}\n\nx`],
    ['lines that look like boundaries', `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n'.repeat(200_000)}`],
    ['beginnings of PGP', `\n${' -----BEGIN PGP MESSAGE-----'.repeat(40_000)}`],
    ['calendar lines', `Content-Type: text/calendar\n\n${'BEGIN:VEVENT\nDTSTART;'.repeat(10_000)}`],
  ])('very many %s end soon', (_what, mail) => {
    expect(read(mail).document.headers).toBeInstanceOf(Array)
  })
})
