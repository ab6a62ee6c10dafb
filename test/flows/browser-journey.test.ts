import { createTransport } from 'nodemailer'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBarriers } from '../harness/axe.ts'
import { launchBrowser } from '../harness/browser.ts'
import { codeIn, linkInMail } from '../harness/guest-client.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { until } from '../harness/until.ts'

/** What the buttons are called; the German names are those of the pages. */
const words = {
  en: {
    locale: 'en-GB',
    requestCode: 'Request code',
    openMessage: 'Open message',
    reply: 'Reply',
    yourMessage: 'Your message',
    sendReply: 'Send reply',
    address: 'E-mail address',
    password: 'Password',
    signIn: 'Sign in',
  },
  de: {
    locale: 'de-DE',
    requestCode: 'Code anfordern',
    openMessage: 'Nachricht öffnen',
    reply: 'Antworten',
    yourMessage: 'Ihre Nachricht',
    sendReply: 'Antwort senden',
    address: 'E-Mail-Adresse',
    password: 'Passwort',
    signIn: 'Anmelden',
  },
} as const

let server: RunningServer
let practice: Practice
let browser: Browser
beforeAll(async () => {
  server = await startServer()
  practice = await seedPractice(server.parts)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

interface Watched {
  readonly context: BrowserContext
  readonly page: Page
  readonly complaints: string[]
}

async function open(language: 'de' | 'en', width: number): Promise<Watched> {
  const context = await browser.newContext({
    locale: words[language].locale,
    viewport: { width, height: 800 },
    colorScheme: width < 500 ? 'dark' : 'light',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  return { context, page, complaints }
}

async function expectNoBarriers(page: Page): Promise<void> {
  // At its end the page lies free of the bar that stays at the lower edge while there is more below.
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
  expect(await findBarriers(page)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, 'the page scrolls sideways').toBeLessThanOrEqual(0)
}

async function sendAsDoctor(to: string, subject: string): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: server.running.addresses.submission ?? 0,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: practice.doctor.address, pass: practice.doctor.appPassword },
  })
  await transport.sendMail({
    from: `Dr. Ada Beispiel <${practice.doctor.address}>`,
    to,
    subject,
    html: '<p>Ihr Befund ist <b>unauffällig</b>.</p>',
    attachments: [{ filename: 'Befund.txt', content: 'Laborwerte' }],
  })
  transport.close()
}

describe.each([
  { language: 'de', width: 320 },
  { language: 'en', width: 1280 },
] as const)('in $language at $width px', ({ language, width }) => {
  const name = words[language]
  const patient = `patient-${language}@mail.example`
  const subject = `Ihr Befund ${language}`
  const answer = `Vielen Dank aus ${language}`

  test('the patient opens the message after an SMS code and answers', async () => {
    await setSmsCheck(server.parts, practice.organisationId, {
      address: patient,
      number: language === 'de' ? '+4915112345678' : '+4915112345679',
    })
    await sendAsDoctor(patient, subject)
    const notification = await until('notification', () => server.sink.mails.find((mail) => mail.to.includes(patient)))
    const { token, secret } = linkInMail(notification.raw)
    const { context, page, complaints } = await open(language, width)
    await page.goto(`${server.baseUrl}/o/${token}#${secret}`)
    await page.getByRole('button', { name: name.requestCode }).waitFor()
    await expectNoBarriers(page)
    await page.getByRole('button', { name: name.requestCode }).click()
    const text = await until('SMS', async () =>
      (await server.parts.sms.readOutbox()).find(({ to }) => to.endsWith(language === 'de' ? '78' : '79')),
    )
    await page.getByLabel('Code', { exact: true }).fill(codeIn(text.text))
    await expectNoBarriers(page)
    await page.getByRole('button', { name: name.openMessage }).click()
    await page.getByRole('heading', { name: subject }).waitFor()
    // The frame is there before its text is.
    await page.frameLocator('iframe').first().getByText('unauffällig').first().waitFor()
    await page.getByText('Befund.txt').first().waitFor()
    await expectNoBarriers(page)
    await page.getByRole('button', { name: name.reply, exact: true }).first().click()
    await page.getByRole('textbox', { name: name.yourMessage }).fill(answer)
    await expectNoBarriers(page)
    await page.getByRole('button', { name: name.sendReply }).click()
    await until('mail to the doctor', () =>
      server.sink.mails.filter((mail) => mail.to.includes(practice.doctor.address)).at(language === 'de' ? 0 : 1),
    )
    expect(complaints).toEqual([])
    await context.close()
  })

  test('the doctor signs in and reads the answer in the browser', async () => {
    const { context, page, complaints } = await open(language, width)
    await page.goto(`${server.baseUrl}/sent`)
    await page.getByLabel(name.address).fill(practice.doctor.address)
    await page.getByLabel(name.password, { exact: true }).fill(practice.doctor.password)
    await expectNoBarriers(page)
    await page.getByRole('button', { name: name.signIn, exact: true }).click()
    await page.waitForURL((url) => !url.pathname.includes('sign-in') && url.pathname !== '/')
    await page.goto(`${server.baseUrl}/sent`)
    await page
      .getByRole('link', { name: new RegExp(subject) })
      .first()
      .click()
    await page.getByRole('heading', { name: subject }).first().waitFor()
    // What is above has its height by then, so that the button stays where it is while it is pressed.
    await page.getByText('Befund.txt').first().waitFor()
    await page.getByText(answer).first().waitFor()
    await expectNoBarriers(page)
    expect(complaints).toEqual([])
    await context.close()
  })
})
