import { expect, test } from 'vitest'
import { compose, face, link, page, password, secret, templates, type Template } from './notification-fixtures.ts'
import { senderNotices } from './wording/wording.ts'

test('the recipient reads in German who wrote, to whom, until when, and how to open it', async () => {
  const { mail, text, html } = await compose('new-message')
  expect(mail.subject).toBe('Neue sichere Nachricht: Ihr Befund')
  expect(mail.from).toMatchObject({ name: 'Dr. Anna Berg (über Clinic & Co)', address: 'noreply@clinic.test' })
  for (const words of [
    'anna@clinic.test',
    'hilde@example.test',
    '21. Dezember 2026',
    'KX4-92M',
    'Nachricht öffnen',
    link,
  ]) {
    expect(text).toContain(words)
    expect(html).toContain(words)
  }
  expect(text).toContain('https://clinic.test/terms')
  expect(html).toContain('https://clinic.test/privacy')
})

test('the same notification in English has the same parts', async () => {
  const { mail, text } = await compose('new-message', { recipientLanguage: 'en', check: 'access-code' })
  expect(mail.subject).toBe('New secure message: Ihr Befund')
  expect(text).toContain('21 December 2026')
  expect(text).toMatch(/access code that Dr\. Anna Berg\s+has\s+given\s+you/)
})

test('a mail that 0.1.0 left in the queue, with an instant, names the day of that instant', async () => {
  const queued = { expiresOn: undefined, expiresAt: '2026-12-21T23:30:00.000Z' }
  const { text } = await compose('new-message', queued)
  expect(text).toContain('22. Dezember 2026')
  await expect(compose('new-message', { expiresOn: '2026-02-30' })).rejects.toMatchObject({
    code: 'notifications.bad-params',
  })
})

test('a link that takes the place of encrypted files asks for their password', async () => {
  const { text } = await compose('new-message', { check: 'access-code', portalPassword: true })
  expect(text.replaceAll(/\s+/g, ' ')).toContain('geben Sie das Passwort ein, das Sie per SMS oder von Dr. Anna Berg')
  expect(text).not.toContain('Zugangscode')
})

test('a hidden subject stands nowhere', async () => {
  const { mail, raw } = await compose('new-message', { subject: null, recipientLanguage: 'en' })
  expect(mail.subject).toBe('New secure message')
  expect(raw).not.toContain('Befund')
})

test.each(templates)(
  '%s is an automatic mail that leads no answer astray and carries no identifier in its header',
  async (template) => {
    const { header, mail } = await compose(template)
    expect(header).toMatch(/^Auto-Submitted: auto-generated\r$/m)
    expect(header).not.toMatch(/^(Reply-To|List-|X-Mailer|Return-Path)/im)
    expect(header).not.toContain('0198c0de')
    expect(header).not.toContain(secret)
    expect(mail.messageId).toMatch(/^<c0ffee@(main|clinic)\.test>$/)
    expect(new Date(mail.date ?? 0).toISOString()).toBe('2026-11-21T09:00:00.000Z')
  },
)

test.each(templates)('%s says everything in plain text as well, and loads nothing from outside', async (template) => {
  const { html, text, mail } = await compose(template)
  const wanted =
    { code: '480217', password, 'new-message': link, 'attachment-message': link }[template as string] ?? page
  expect(html).toContain(wanted)
  expect(text).toContain(wanted)
  expect(html).not.toMatch(/\ssrc="(?!cid:)|url\(|@import|<script|<link/i)
  expect(html).toMatch(/^<!DOCTYPE html>\s*<html lang="(de|en)"/)
  expect(mail.attachments).toEqual([])
})

test('a code stands in the body only', async () => {
  const { header, mail, html } = await compose('code')
  expect(header).not.toContain('480217')
  expect(mail.subject).toBe('Your code for opening a message')
  const preview = /<div\s+style="display:none[^>]*>([^<]*)/.exec(html)?.[1]
  expect(preview).toBeTruthy()
  expect(preview).not.toContain('480217')
})

test.each(['image/png', 'image/jpeg'])('a logo (%s) travels along and is shown from there', async (mediaType) => {
  const { mail, html } = await compose(
    'new-message',
    {},
    { face: { logo: { mediaType, content: Buffer.from('picture') } } },
  )
  expect(mail.attachments).toMatchObject([{ mimeType: mediaType, disposition: 'inline', contentId: '<logo>' }])
  expect(html).toContain('src="cid:logo"')
  expect(html).toContain('alt="Clinic &amp; Co"')
})

test('a logo of a kind that mail programs cannot show is replaced by the name', async () => {
  const { mail, html } = await compose(
    'new-message',
    {},
    { face: { logo: { mediaType: 'image/webp', content: Buffer.from('x') } } },
  )
  expect(mail.attachments).toEqual([])
  expect(html).not.toContain('cid:')
})

test('hostile names and subjects stay text on one line, without direction tricks, and of bearable length', async () => {
  const hostile = `<img src=x onerror=alert(1)>"'\r\nBcc: evil@example.test\u202egnp.exe\u2066\u0000${'x'.repeat(10_000)}`
  const { header, html, text, mail } = await compose('new-message', { senderName: hostile, subject: hostile })
  expect(header).not.toMatch(/^Bcc:/im)
  expect(html).not.toContain('<img')
  expect(html).toContain('&lt;img')
  expect(`${html}${text}${mail.subject ?? ''}`).not.toMatch(/[\u202e\u2066]|\p{Cs}/u)
  expect(html).not.toContain('\0')
  expect(html).not.toContain('x'.repeat(200))
  expect(Array.from(mail.subject ?? '').length).toBeLessThan(200)
  expect(header.split('\r\n').every((line) => line.length <= 120)).toBe(true)
})

test('an organisation with a hostile name is escaped as well', async () => {
  const branding = { ...face.branding, displayName: '</title><script>alert(1)</script>' }
  const { html } = await compose('code', {}, { face: { branding } })
  expect(html).not.toContain('<script')
})

test('an address that is no web address is refused without being repeated', async () => {
  const broken = compose('new-message', { link: `javascript:alert("${secret}")` })
  await expect(broken).rejects.toThrow('notifications.bad-params')
  await expect(broken).rejects.not.toThrow(secret)
})

test('an unknown template is refused', async () => {
  await expect(compose('constructor' as Template)).rejects.toThrow('notifications.unknown-template')
})

test('a mail to a sender lists at most ten waiting recipients', async () => {
  const recipients = Array.from({ length: 25 }, (_, index) => `patient${index}@example.test`)
  const { text } = await compose('message-parked', { recipients })
  expect(text).toContain('patient9@example.test')
  expect(text).not.toContain('patient10@example.test')
  expect(text).toContain('and 15 more')
  expect(text).toMatch(/25\s+recipients/)
})

test.each(senderNotices)('the notice "%s" names the recipient in both languages', async (what) => {
  const german = await compose('sender-notice', { what })
  const english = await compose('sender-notice', { what, language: 'en' })
  expect(german.text).toContain('hilde@example.test')
  expect(english.text).toContain('hilde@example.test')
  expect(german.mail.subject).not.toBe(english.mail.subject)
})

test('without a verified domain the mail comes from this server', async () => {
  const { mail } = await compose('code', {}, { face: { mailDomains: [] } })
  expect(mail.from?.address).toBe('noreply@mail.clinic.test')
})
