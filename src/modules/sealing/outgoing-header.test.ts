import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readOutgoingHeader, type OutgoingHeader } from './outgoing-header.ts'

const received = 'Received: by mail.praxis.example\r\n'

async function read(message: string): Promise<{ readonly header: OutgoingHeader; readonly message: string }> {
  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(message, 'latin1')
  }
  const { header, rest } = await readOutgoingHeader(content(), { receivedLine: received, homeCountry: 'DE' })
  const whole = Buffer.concat([header.bytes, ...(await Array.fromAsync(rest))]).toString('latin1')
  return { header, message: whole }
}

/** What becomes of one or more fields; UTF-8 text in and out. */
async function editedFields(fields: string): Promise<string> {
  const { message } = await read(Buffer.from(`${fields}\r\n\r\nBody\r\n`).toString('latin1'))
  return Buffer.from(message, 'latin1')
    .toString()
    .slice(received.length)
    .replace(/(?:\r\n|^)\r\nBody\r\n$/, '')
}

const headerOf = async (fields: string) => (await read(Buffer.from(`${fields}\r\n\r\n`).toString('latin1'))).header
const phone = '+4915123456789@sms.local'

describe('the header that recipients see', () => {
  test.each(['Bcc: hidden@mail.example', 'BCC : hidden@mail.example', 'Resent-Bcc: hidden@mail.example'])(
    'names no blind copy: %s',
    async (field) => {
      const message = (fields: string) => `Subject: Befund\r\n${fields}To: a@mail.example\r\n\r\nBcc: body\r\n`
      const edited = await read(message(`${field}\r\n\tother@mail.example\r\n`))
      expect(edited.message).toBe(`${received}${message('')}`)
    },
  )

  test.each([
    [`To: a@x.example, ${phone}`, 'To: a@x.example'],
    [`To: ${phone}, a@x.example`, 'To: a@x.example'],
    [`to:${phone},a@x.example,b@x.example`, 'to:a@x.example,b@x.example'],
    [`To: a@x.example, ${phone},\r\n b@x.example`, 'To: a@x.example,\r\n b@x.example'],
    [`To: ${phone},\r\n\tA <a@x.example>`, 'To: A <a@x.example>'],
    [`To: a@x.example, "+49 151 23456789"@SMS.local`, 'To: a@x.example'],
    [`To: a@x.example, "Anna's phone, private" <${phone}> (call, her)`, 'To: a@x.example'],
    [`To: =?utf-8?q?M=C3=BCller=2C?= <${phone}>, "B, c\\"" <b@x.example> (x, y)`, 'To: "B, c\\"" <b@x.example> (x, y)'],
    [`Cc: Müller <a@x.example>, Handy <${phone}>`, 'Cc: Müller <a@x.example>'],
    [`To: a@x.example, +49 151 23456789@sms.local, b@x.example`, 'To: a@x.example, b@x.example'],
    [`To: a@x.example, x@(c)sms . local`, 'To: a@x.example'],
    [`To: a@x.example, anna@home.sms.local`, 'To: a@x.example'],
    [`Reply-To: <a@x.example>, <${phone}>`, 'Reply-To: <a@x.example>'],
    [
      `To: Family: a@x.example, ${phone}, b@x.example;, c@x.example`,
      'To: Family: a@x.example, b@x.example;, c@x.example',
    ],
    [`To: Phones: ${phone};`, 'To: Phones:;'],
    [`To: a@x.example, "${phone}, <unclosed`, 'To: a@x.example'],
    [`To: a@x.example; ${phone}`, 'To: a@x.example;'],
  ])('names no phone: %j', async (written, left) => {
    expect(await editedFields(written)).toBe(left)
  })

  test('loses a field that named only phones, but a To says that it names nobody', async () => {
    const other = '+4915123456780@sms.local'
    expect(await editedFields(`To: ${phone},\r\n ${other}\r\nCc: a@x.example`)).toBe(
      'To: undisclosed-recipients:;\r\nCc: a@x.example',
    )
    expect(await editedFields(`To: a@x.example\r\nCc: ${phone}\r\nReply-To: ${phone}`)).toBe('To: a@x.example')
  })

  test.each([
    ['To: anna@x.example.portal.local', 'To: anna@x.example'],
    ['To: "anna@x.example.Portal.local" <anna@x.example.PORTAL.LOCAL>', 'To: "anna@x.example" <anna@x.example>'],
    ['Cc: Anna <anna@x.example.attachment.local> (x), b@y.example', 'Cc: Anna <anna@x.example> (x), b@y.example'],
    ['Reply-To: G: a@x.example.direct.local;', 'Reply-To: G: a@x.example;'],
    ['To: jörg@münchen.example.direct.local', 'To: jörg@münchen.example'],
    ['To: Jörg <jörg@münchen.example . direct . local>', 'To: jörg@münchen.example'],
    ['To: anna@portal.local.example, "x.portal.local" <b@y.example>', null],
    ['To: Dr. Weber anna@x.example.portal.local', 'To: Dr. Weber anna@x.example'],
  ])('names no route: %j', async (written, left) => {
    expect(await editedFields(written)).toBe(left ?? written)
  })

  test.each([
    'To:  "Weber, (Dr.)"\r\n\t<a@x.example> ,, =?iso-8859-1?q?J=F6rg?= <b@y.example> (c (d), e);',
    'To: g: ;, local@x.example, sms@local.example, "@sms.local" <a@x.example>',
    'Subject: call +4915123456789@sms.local',
    'To:',
    'To: ,',
    'no field at all, x@sms.local',
  ])('is otherwise byte for byte what was written: %j', async (written) => {
    expect(await editedFields(written)).toBe(written)
  })

  test('keeps all other mailboxes, in order, whatever stands between them', async () => {
    const mailbox = fc
      .tuple(fc.constantFrom('', '"A, b" ', 'Jörg ', '=?utf-8?b?w7Y=?= '), fc.integer({ min: 0, max: 9999 }))
      .map(([name, number]) => ({ text: `${name}<p${number}@x.example>`, isPhone: false }))
    const named = fc
      .constantFrom(`"P; q" <${phone}>`, phone, `${phone} (a, b)`)
      .map((text) => ({ text, isPhone: true }))
    const separator = fc.constantFrom(',', ', ', ',\r\n ', ',\r\n\t')
    const list = fc.array(fc.tuple(fc.oneof(mailbox, named), separator), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(list, async (entries) => {
        const left = await editedFields(
          `Cc: ${entries.map(([{ text }, end], at) => text + (at + 1 < entries.length ? end : '')).join('')}`,
        )
        const people = entries.filter(([{ isPhone }]) => !isPhone).map(([{ text }]) => text)
        expect(left).not.toContain('sms.local')
        expect(left.split(/,\s*(?=["J=<])/).map((text) => text.replace(/^Cc:\s*/, ''))).toEqual(
          people.length === 0 ? [''] : people,
        )
      }),
    )
  })

  test('is made in time that grows with its length alone', async () => {
    for (const unit of [`${phone},`, '"', '(', '<', 'a@x.example.portal.local,', '.sms.local', '@ sms . ', ':;'])
      expect((await headerOf(`To: ${unit.repeat(250_000 / unit.length)}`)).bytes.length).toBeLessThan(260_000)
  })
})

describe('what the sender asks for', () => {
  test('is read from X-Sealpost fields, which stay here', async () => {
    const { header, message } = await read(
      `Subject: x\r\nX-SEALPOST-Route: Anhang\r\nX-Sealpost-Password-To: +49 151 23456789,\r\n Other <other@y.example>\r\nX-Sealpost-Test: 1\r\n\r\n`,
    )
    expect(header.wishes).toEqual({ header: 'attachment', subject: null })
    expect(header.password).toEqual({ phones: ['+4915123456789'], addresses: ['other@y.example'] })
    expect(message).toBe(`${received}Subject: x\r\n\r\n`)
  })

  test.each([
    ['X-Sealpost-Route: pigeon', 'policy.route-unknown'],
    ['X-Sealpost-Route: portal\r\nX-Sealpost-Route: direct', 'policy.route-unknown'],
    ['X-Sealpost-Password-To: 0151 23456789', 'policy.phone-invalid'],
    ['X-Sealpost-Password-To: somebody', 'policy.password-to-invalid'],
  ])('is refused rather than passed over when it cannot be followed: %j', async (fields, code) => {
    await expect(headerOf(fields)).rejects.toMatchObject({ code })
  })

  test.each([
    ['Subject: [Portal] Befund', 'Befund', '[Portal] Befund', 'portal'],
    ['Subject: =?utf-8?q?[direkt]_R=C3=B6ntgen?=', 'Röntgen', '[direkt] Röntgen', 'direct'],
    ['Subject: Röntgen\r\n [Anhang]', 'Röntgen', 'Röntgen [Anhang]', 'attachment'],
    ['Subject: [list] Befund', '[list] Befund', '[list] Befund', null],
    ['To: a@x.example', '', '', null],
  ])('is read from the subject, and the tag stays in the original: %j', async (fields, subject, written, wish) => {
    const header = await headerOf(fields)
    expect(header).toMatchObject({ subject, writtenSubject: written, wishes: { header: null, subject: wish } })
    expect(Buffer.from(header.bytes).toString()).toBe(`${received}${fields}\r\n`)
  })
})

describe('the thread of a message', () => {
  test('is read for the mails that stand for it', async () => {
    const { thread } = await headerOf(
      'Message-ID: <1.a@x.example>\r\nIn-Reply-To: <0@x.example> (yesterday)\r\nReferences: <a@x>\r\n\t<0@x.example>',
    )
    expect(thread).toEqual({
      messageId: '<1.a@x.example>',
      inReplyTo: '<0@x.example>',
      references: '<a@x> <0@x.example>',
    })
  })

  test.each([
    'Message-ID: <a b@x.example>',
    'Message-ID: <ä@x.example>',
    'Message-ID: x <1@x.example>',
    'Message-ID: <1@x.example>\r\nMessage-ID: <2@x.example>',
    `Message-ID: <${'1'.repeat(200)}@x.example>`,
    'Message-ID: <1@x.example',
    'X-Other: 1',
  ])('has no identifier that could not be written again: %j', async (fields) => {
    expect((await headerOf(fields)).thread.messageId).toBeNull()
  })

  test('of many messages keeps the first and the latest', async () => {
    const all = Array.from({ length: 5000 }, (_, number) => `<${number}@x.example>`)
    const { references } = (await headerOf(`References: ${all.join('\r\n ')}`)).thread
    expect(references?.split(' ')).toEqual([all[0], ...all.slice(-39)])
  })
})
