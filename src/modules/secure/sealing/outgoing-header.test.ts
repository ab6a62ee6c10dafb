import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withMissingFields } from './missing-fields.ts'
import { readOutgoingHeader, type OutgoingHeader } from './outgoing-header.ts'

const received = 'Received: by mail.praxis.example\r\n'

async function read(message: string): Promise<{ readonly header: OutgoingHeader; readonly message: string }> {
  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(message, 'latin1')
  }
  const reading = { receivedLine: received, homeCountry: 'DE', phones: ['+4915123456789'] }
  const { header, rest } = await readOutgoingHeader(content(), reading)
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
    'Subject: @sms.local and other.local',
    'Received: from a.local (sms.local [10.0.0.1]) by b.local',
    'To:',
    'To: ,',
    'no field at all',
  ])('is otherwise byte for byte what was written: %j', async (written) => {
    expect(await editedFields(written)).toBe(written)
  })

  const gone = ''
  test.each([
    [`X-Original-To: ${phone}`, gone],
    [`Delivered-To: <${phone}>`, gone],
    [`Apparently-To:\r\n ${phone}`, gone],
    [`X-Envelope-To: "+49 151 23456789"@SMS.Local`, gone],
    [`X-Rcpt: anna@x.example,${phone}`, 'X-Rcpt: anna@x.example,'],
    ['X-Phone: +49 151 2345-6789', gone],
    ['X-Phone: 4915123456789; name=Anna', 'X-Phone: ; name=Anna'],
    ['X-Encoded: =?utf-8?q?=2B4915123456789=40sms=2Elocal?=', gone],
    ['X-Encoded: =?utf-8?b?KzQ5MTUxMjM0?=\r\n =?utf-8?b?NTY3ODlAc21zLmxvY2Fs?=', gone],
    ['X-Comment: (call +4915123456789@(x)sms . local)', 'X-Comment: (call @(x)sms . local)'],
    ['X-Wide: +4915123450000\uff20\uff53ms.local', gone],
    ['X-Verp: bounce+4915123456789=sms.local@x.example', 'X-Verp:@x.example'],
    ['List-Unsubscribe: <mailto:x?to=%2B4915123456789%40sms.local>', gone],
    [`Resent-To: ${phone}`, gone],
    [`Resent-Cc: Anna <a@x.example>, ${phone}`, 'Resent-Cc: Anna <a@x.example>'],
    [`Subject: call ${phone} today`, 'Subject: call today'],
    ['Subject: call +49 (151) 2345 6789', 'Subject: call '],
    ['Subject: =?utf-8?q?R=C3=B6ntgen_+4915123456789=40sms.local?=', 'Subject: =?utf-8?B?UsO2bnRnZW4?='],
    [`To: "Anna ${phone}" <a@x.example>, b@x.example`, 'To: <a@x.example>, b@x.example'],
    ['To: =?utf-8?q?Anna_=2B49_151_23456789?= <Anna@x.example>', 'To: <Anna@x.example>'],
    [`Reply-To: a@x.example (phone: ${phone})`, 'Reply-To: <a@x.example>'],
    [`From: "Ada ${phone}" <ada@x.example>`, 'From: <ada@x.example>'],
    [
      `Content-Type: text/plain; name="${phone}.txt"; charset=utf-8`,
      'Content-Type: text/plain; name=".txt"; charset=utf-8',
    ],
    [
      `Received: from a (10.0.0.5) by b (Postfix) with ESMTPS id ABC\r\n\tfor <${phone}>; Sun, 29 Nov 2026 03:00:00 +0100`,
      'Received: from a (10.0.0.5) by b (Postfix) with ESMTPS id ABC; Sun, 29 Nov 2026 03:00:00 +0100',
    ],
    [`Received: by b (for ${phone} only); Sun, 29 Nov 2026`, 'Received: by b (for only); Sun, 29 Nov 2026'],
    [`garbage without a name ${phone}`, 'garbage without a name'],
  ])('names no phone in any field, however it is written: %j', async (written, left) => {
    const edited = await editedFields(`X-First: 1\r\n${written}\r\nX-Last: 2`)
    expect(edited).toBe(`X-First: 1\r\n${left === gone ? '' : `${left}\r\n`}X-Last: 2`)
  })

  test('names no phone in a subject that leaves, nor where answers go', async () => {
    const header = await headerOf(`Subject: [portal] Befund ${phone}\r\nReply-To: "${phone}" <a@x.example>, ${phone}`)
    expect(header).toMatchObject({ subject: 'Befund', replyTo: [{ name: '', address: 'a@x.example' }] })
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
    for (const unit of [
      `${phone},`,
      '"',
      '(',
      '<',
      'a@x.example.portal.local,',
      '.sms.local',
      '@ sms . ',
      ':;',
      ' ',
      '1',
    ])
      for (const name of ['To', 'X-Other'])
        expect((await headerOf(`${name}: ${unit.repeat(250_000 / unit.length)}x@sms.local`)).bytes.length).toBeLessThan(
          260_000,
        )
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

describe('where answers go', () => {
  test.each([
    [
      'Reply-To: Sekretariat <Sekretariat@praxis.example>',
      [{ name: 'Sekretariat', address: 'Sekretariat@praxis.example' }],
    ],
    [
      'Reply-To: a@x.example, =?utf-8?q?J=C3=B6rg?= <jörg@münchen.example>',
      [
        { name: '', address: 'a@x.example' },
        { name: 'Jörg', address: 'jörg@münchen.example' },
      ],
    ],
    [
      'Reply-To: Team: a@x.example, b@y.example;',
      ['a@x.example', 'b@y.example'].map((address) => ({ name: '', address })),
    ],
    [
      'Reply-To: a@x.example\r\nReply-To: b@y.example',
      ['a@x.example', 'b@y.example'].map((address) => ({ name: '', address })),
    ],
    ['Reply-To: a@x.example.portal.local', [{ name: '', address: 'a@x.example' }]],
    ['Reply-To: "x\\"\r\n Bcc: c" <a@x.example>', [{ name: 'x" Bcc: c', address: 'a@x.example' }]],
    ['Reply-To: a@x.example, <<b@y.example', []],
    ['Reply-To: a@localhost, "a b"@x.example', []],
    ['Reply-To:', []],
    ['Subject: x', []],
  ])('is read from the message: %j', async (fields, replyTo) => {
    expect((await headerOf(fields)).replyTo).toEqual(replyTo)
  })

  test('is at most ten addresses', async () => {
    const many = Array.from({ length: 5000 }, (_, number) => `a${number}@x.example`)
    expect((await headerOf(`Reply-To: ${many.join(',\r\n ')}`)).replyTo).toHaveLength(10)
  })
})

describe('a message that a program wrote', () => {
  test.each([
    ['Auto-Submitted: auto-replied', true],
    ['X-Sealpost-Route: portal\r\nPRECEDENCE : bulk', true],
    ['List-Id:\r\n\tNews <news.x.example>', true],
    ['Content-Type: multipart/report;\r\n report-type=disposition-notification; boundary=b', true],
    ['Auto-Submitted: no', false],
    ['Subject: Auto-Submitted: yes', false],
  ])('is known by its header: %j', async (fields, isAutomatic) => {
    expect((await headerOf(fields)).isAutomatic).toBe(isAutomatic)
  })
})

describe('Date and Message-ID', () => {
  const at = new Date('2026-12-04T15:30:00Z')
  const completed = async (fields: string) => {
    const header = withMissingFields(await headerOf(fields), { at, domain: 'praxis.example', receivedLine: received })
    return { header, text: Buffer.from(header.bytes).toString() }
  }

  test.each(['Subject: Scan', 'Subject: Scan\r\nDate:\r\nMessage-ID:  ', `Subject: Scan\r\nMessage-ID: <${phone}>`])(
    'are added when they are missing, empty or name a phone: %j',
    async (fields) => {
      const { header, text } = await completed(fields)
      const id = /^Message-ID: (<[0-9a-f-]{36}@praxis\.example>)$/m.exec(text.replaceAll('\r', ''))?.[1]
      expect(text.match(/^(date|message-id):/gim)).toHaveLength(2)
      expect(text.startsWith(`${received}Date: Fri, 04 Dec 2026 15:30:00 +0000\r\nMessage-ID: <`)).toBe(true)
      expect(header.thread.messageId).toBe(id)
      expect(text.endsWith('Subject: Scan\r\n')).toBe(true)
    },
  )

  test('stay as they are written, a Date that is none too', async () => {
    const fields = 'Date: 4.12.2026 16:30\r\nMessage-ID: <1@x.example>'
    const { header, text } = await completed(fields)
    expect(text).toBe(`${received}${fields}\r\n`)
    expect(header.thread.messageId).toBe('<1@x.example>')
  })
})
