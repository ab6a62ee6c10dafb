import { describe, expect, test } from 'vitest'
import { compose, link, password, secret } from './notification-fixtures.ts'
import { packNotes } from './wording/gateway-wording.ts'

const files = [
  { filename: 'nachricht.zip', contentType: 'application/zip', content: Buffer.from('PK ciphertext') },
  { filename: 'nachricht.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF ciphertext') },
]
const flat = (text: string) => text.replaceAll(/\s+/g, ' ')
/** What a reader sees of the HTML, without its hidden preview. */
const seen = (html: string) =>
  flat(
    html
      .replace(/<style>.*?<\/style>/s, '')
      .replace(/<title>.*?<\/title>/s, '')
      .replace(/<div\s+style="display:none.*?<\/div>/s, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll('&amp;', '&')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&nbsp;', ' '),
  )
const cover = (params: object = {}) => compose('attachment-message', params, { attachments: files })

describe('the mail with encrypted attachments', () => {
  test('tells who wrote, where the password comes from, and until when the link is valid; and carries both files', async () => {
    const { mail, text, html } = await cover()
    expect(mail.subject).toBe('Ihr Befund')
    expect(mail.from).toMatchObject({ name: 'Dr. Anna Berg (über Clinic & Co)', address: 'noreply@clinic.test' })
    expect(mail.attachments).toMatchObject([
      { filename: 'nachricht.zip', mimeType: 'application/zip', disposition: 'attachment' },
      { filename: 'nachricht.pdf', mimeType: 'application/pdf', disposition: 'attachment' },
    ])
    for (const words of ['anna@clinic.test', 'per SMS an +49151****89', '21. Dezember 2026', 'KX4-92M', link]) {
      expect(flat(text)).toContain(words)
      expect(seen(html)).toContain(words)
    }
  })

  test.each(['de', 'en'])(
    'says in %s how to open PDF and ZIP on five kinds of device, below the button',
    async (language) => {
      const { text, html } = await cover({ recipientLanguage: language })
      const page = seen(html)
      for (const device of ['Windows', 'Mac', 'Linux', 'Android', 'iPhone']) {
        expect(text).toMatch(new RegExp(`^${device}\\n  PDF: .+\\n  ZIP: .+$`, 'm'))
        expect(page.indexOf(device)).toBeGreaterThan(page.indexOf(link))
      }
      for (const name of language === 'de' ? ['nachricht.zip', 'nachricht.pdf'] : ['message.zip', 'message.pdf'])
        expect(page).toContain(name)
    },
  )

  test.each(['de', 'en'])('says in %s the same in HTML as in plain text', async (language) => {
    const { text, html } = await cover({ recipientLanguage: language, coverNote: 'One line\r\nanother' })
    const page = seen(html)
    const lines = text.split('\n-- \n')[0]?.split(/\n\n/) ?? []
    const sentences = lines.flatMap((block) => flat(block).match(/[^.:?]{12,}/g) ?? [])
    expect(sentences.length).toBeGreaterThan(20)
    for (const sentence of sentences.filter((part) => !part.includes('---'))) expect(page).toContain(sentence.trim())
  })

  test.each([
    ['sms', '+49151****89', true, 'kommt per SMS an +49151****89'],
    ['sms', '+49151****89', false, 'kommt per SMS auf Ihr Handy'],
    ['sms', null, true, 'kommt per SMS auf Ihr Handy'],
    ['mail', null, true, 'kommt in einer E-Mail an eine andere Adresse'],
    ['sender', null, true, 'bekommen Sie von Dr. Anna Berg'],
  ])('by %s to %s (shown: %s): the password %s', async (passwordBy, maskedPhone, isPhoneShown, words) => {
    const { text, html } = await cover({ passwordBy, maskedPhone, isPhoneShown })
    expect(flat(text)).toContain(`Passwort: ${words}`)
    expect(seen(html)).toContain(words)
    if (maskedPhone !== null && !isPhoneShown) expect(`${text}${html}`).not.toContain('****')
  })

  test('a whole phone number, or any other text in its place, is refused', async () => {
    await expect(cover({ maskedPhone: 'call 0900' })).rejects.toThrow('notifications.bad-params')
  })

  test.each([
    ['sms', false, 'Code per SMS'],
    ['email', false, 'Code in einer zweiten E-Mail'],
    ['access-code', false, 'den Zugangscode ein, den Dr. Anna Berg Ihnen genannt hat'],
    ['access-code', true, 'dasselbe wie für den Anhang'],
  ])(
    'the way through the browser is explained: %s, with the password of the files: %s',
    async (check, portalPassword, words) => {
      const { text } = await cover({ check, portalPassword })
      expect(flat(text)).toContain(words)
    },
  )

  test('has CRLF as its only line end, and no line that a host would cut', async () => {
    const { raw } = await cover({ coverNote: 'One\ntwo\rthree\r\nfour' })
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThan(200)
  })

  test('the secret of the link stands in the bodies only', async () => {
    const { header, raw, mail } = await cover()
    expect(header).not.toContain(secret)
    expect(mail.subject).not.toContain(secret)
    expect(raw.split(/^--[^\n]+$/m).filter((part) => part.includes(secret)).length).toBeLessThanOrEqual(2)
  })

  test('an empty subject is none', async () => {
    expect((await cover({ subject: ' ' })).mail.subject).toBe('Verschlüsselte Nachricht')
    expect((await compose('password-ready', { subject: '' })).mail.subject).toBe('Bitte geben Sie das Passwort weiter')
  })

  test('a hidden subject stands nowhere', async () => {
    const { raw, mail } = await cover({ subject: null })
    expect(mail.subject).toBe('Verschlüsselte Nachricht')
    expect(raw).not.toContain('Befund')
  })

  test.each(['de', 'en'])(
    'what packing noted is told in %s; a note without a text is left out',
    async (recipientLanguage) => {
      const plain = await cover({ recipientLanguage, notes: [] })
      const noted = await cover({ recipientLanguage, notes: [...packNotes, 'something-new'] })
      expect(noted.text.length).toBeGreaterThan(plain.text.length + 200)
      expect(noted.raw).not.toContain('something-new')
    },
  )

  test('when the PDF says all, the mail says so', async () => {
    expect(flat((await cover({ hasAttachments: false })).text)).toContain('im PDF steht dasselbe')
    expect(flat((await cover({ hasAttachments: false, notes: ['text-only'] })).text)).not.toContain(
      'im PDF steht dasselbe',
    )
    expect(flat((await cover()).text)).toContain('mit allen Anhängen')
  })

  test('the note of the organisation is text: bounded, on few lines, escaped', async () => {
    const coverNote = `<b>Hours</b>\r\nMonday\u202e\u0000\n\n${'x'.repeat(5000)}`
    const { html, text } = await cover({ coverNote })
    expect(html).toContain('&lt;b&gt;Hours&lt;/b&gt;')
    expect(html).not.toContain('\u202e')
    expect(html).not.toContain('\0')
    expect(text).toContain('<b>Hours</b>\nMonday\n')
    expect(text).not.toContain('x'.repeat(600))
    const many = await cover({ coverNote: Array.from({ length: 99 }, (_, index) => `line ${index}`).join('\n') })
    expect(many.text).toContain('line 29')
    expect(many.text).not.toContain('line 30')
  })

  test('hostile names and subjects stay text on one line', async () => {
    const hostile = `<img src=x>"\r\nBcc: evil@example.test\r\n\r\nbody\u202e${'x'.repeat(10_000)}`
    const { header, html, mail } = await cover({ senderName: hostile, subject: hostile, answersByMail: true })
    expect(header).not.toMatch(/^Bcc:/im)
    expect(html).not.toContain('<img')
    expect(Array.from(mail.subject ?? '').length).toBeLessThanOrEqual(150)
    expect(mail.replyTo).toMatchObject([{ address: 'anna@clinic.test' }])
  })
})

describe('its place in a conversation', () => {
  const thread = {
    messageId: '<original@clinic.test>',
    inReplyTo: '<asked@example.test>',
    references: '<first@example.test>\r\n <asked@example.test>',
  }

  test('is that of the original, so that answers are sorted to it', async () => {
    const { mail } = await cover({ thread })
    expect(mail.messageId).toBe('<original@clinic.test>')
    expect(mail.inReplyTo).toBe('<asked@example.test>')
    expect(mail.references).toBe('<first@example.test> <asked@example.test>')
  })

  test.each([
    ['two identifiers', '<a@b.test> <c@d.test>'],
    ['a line end', '<a@b\r\nBcc: evil@x.test>'],
    ['no brackets', 'a@b.test'],
    ['characters beyond ASCII', '<ä@b.test>'],
    ['no @', '<ab.test>'],
    ['too much', `<${'a'.repeat(400)}@b.test>`],
    ['nothing', ''],
  ])('an original whose Message-ID holds %s gets a new one', async (_what, messageId) => {
    const { mail, header } = await cover({ thread: { ...thread, messageId } })
    expect(mail.messageId).toBe('<c0ffee@clinic.test>')
    expect(header).not.toMatch(/^Bcc/im)
  })

  test('holds the last fifty references, each on a short line, and nothing else that stood in the field', async () => {
    const many = Array.from({ length: 300 }, (_, index) => `<${index}.${'r'.repeat(40)}@example.test>`)
    const references = `${many.join('\r\n ')}\r\nBcc: evil@example.test\r\n\r\n<script>`
    const { header, mail } = await cover({
      thread: { ...thread, references, inReplyTo: 'x\r\nBcc: evil@example.test' },
    })
    expect(mail.references?.split(/\s+/)).toEqual(many.slice(-50))
    expect(mail.inReplyTo).toBeUndefined()
    expect(header).not.toMatch(/Bcc|script/i)
    expect(header.split('\r\n').every((line) => line.length <= 120)).toBe(true)
  })

  test('fields of a megabyte cost nothing', async () => {
    const { mail } = await cover({
      thread: { messageId: '<'.repeat(1e6), inReplyTo: null, references: '<a@'.repeat(4e5) },
    })
    expect(mail.messageId).toBe('<c0ffee@clinic.test>')
    expect(mail.references).toBeUndefined()
  })

  test('answers by mail go to the sender where the organisation takes them, and nowhere otherwise', async () => {
    const taken = await cover({ answersByMail: true })
    expect(taken.mail.replyTo).toEqual([{ name: 'Dr. Anna Berg', address: 'anna@clinic.test' }])
    expect(flat(taken.text)).toContain('geht an anna@clinic.test und ist nicht verschlüsselt')
    const refused = await cover({ answersByMail: false })
    expect(refused.header).not.toMatch(/^Reply-To/im)
    expect(flat(refused.text)).toContain('Bitte antworten Sie nicht auf diese E-Mail')
  })
})

describe('the password by mail', () => {
  test.each(['de', 'en'])('stands once in each body, never in subject, preview or header (%s)', async (language) => {
    const { header, mail, html, text } = await compose('password', { language })
    expect(text.split(password)).toHaveLength(2)
    expect(html.split(password)).toHaveLength(2)
    expect(`${header}${mail.subject}`).not.toContain('abcd')
    expect(/<div\s+style="display:none[^>]*>([^<]*)/.exec(html)?.[1]).not.toContain('abcd')
  })

  test('names the sender and the reference, and nothing of the message or the mailbox it went to', async () => {
    const { text, mail } = await compose('password', { subject: 'Ihr Befund', recipient: 'hilde@example.test' })
    expect(text).toContain('Dr. Anna Berg (anna@clinic.test)')
    expect(text).toContain('KX4-92M')
    expect(`${text}${mail.subject}`).not.toMatch(/Befund|hilde@example\.test/)
    expect(text).not.toMatch(/https?:\/\/(?!clinic\.test)/)
  })

  test.each(['', 'abcd-efgh-jkmn', 'abcd-efgh-jkmn-234l', 'ABCD-EFGH-JKMN-2345'])(
    '%j is no password',
    async (wrong) => {
      const broken = compose('password', { password: wrong })
      await expect(broken).rejects.toThrow('notifications.bad-params')
      if (wrong !== '') await expect(broken).rejects.not.toThrow(wrong)
    },
  )
})

describe('the notice that a password waits', () => {
  const reasons = ['no-phone', 'plan', 'copy', 'partly', 'text-failed']

  test.each(['de', 'en'])('tells every reason in %s and leads to the message', async (language) => {
    const mails = await Promise.all(reasons.map((reason) => compose('password-ready', { language, reason })))
    expect(new Set(mails.map(({ text }) => text)).size).toBe(reasons.length)
    for (const { html, text } of mails) {
      expect(text).toContain('https://mail.clinic.test/messages/')
      expect(html).toContain('https://mail.clinic.test/messages/')
      expect(text).toContain('hilde@example.test')
    }
  })

  test('never carries the password, even if it is given one', async () => {
    const { raw } = await compose('password-ready', { password })
    expect(raw).not.toContain(password)
  })

  test('a hidden subject stands nowhere, and only ten recipients are listed', async () => {
    const recipients = Array.from({ length: 25 }, (_, index) => `patient${index}@example.test`)
    const { raw, text } = await compose('password-ready', { subject: null, recipients })
    expect(raw).not.toContain('Befund')
    expect(flat(text)).toContain('patient9@example.test, und 15 weitere')
  })
})
