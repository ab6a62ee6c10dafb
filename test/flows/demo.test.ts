import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findBarriers } from '../harness/axe.ts'
import { browserForFile } from '../harness/browser.ts'
import { freshSettings } from '../harness/fresh-settings.ts'
import { requireProgram } from '../harness/programs.ts'
import { signedInClient } from '../harness/smtp-client.ts'
import { runCommand, runProcess, startUntil, type RunningCommand } from './cli-runner.ts'

interface Announced {
  readonly page: string
  readonly notes: readonly string[]
  readonly publicUrl: string
  readonly accounts: readonly { readonly address: string; readonly password: string; readonly appPassword: string }[]
  readonly submission: { readonly startTlsPort: number }
}

const run = promisify(execFile)
const ready = /^\{"page":.*\}\n/m

const announced = (demo: RunningCommand): Announced =>
  JSON.parse(ready.exec(demo.output.stdout)?.[0] ?? '') as Announced

let dataDir = ''
let environment: Record<string, string> = {}
let demo: RunningCommand
let facts: Announced
const browser = browserForFile()
let context: BrowserContext
/** The demo's page, in one tab for all tests. */
let page: Page

async function portsOfTheirOwn(): Promise<Record<string, string>> {
  const { SEALPOST_SMARTHOST: _smarthost, SEALPOST_PUBLIC_URL: _publicUrl, ...ports } = await freshSettings(dataDir, '')
  return ports
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sealpost-demo-'))
  environment = await portsOfTheirOwn()
  demo = await startUntil(['demo', '--json'], { dataDir, environment }, ready)
  facts = announced(demo)
  context = await browser().newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  page = await context.newPage()
})

afterAll(async () => {
  await demo.stop()
  await rm(dataDir, { recursive: true, force: true })
})

beforeEach(async () => {
  await page.goto(facts.page)
  await page.getByRole('heading', { name: 'Send a message as the doctor' }).waitFor()
})

afterEach(async () => {
  for (const other of context.pages()) if (other !== page) await other.close()
})

const mailFrame = () => page.frameLocator('iframe[title^="Mail: "]')

async function send(patient: string, subject: string): Promise<void> {
  await page.getByRole('radio', { name: patient }).check()
  await page.getByLabel('Subject').fill(subject)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('The mail has arrived.').waitFor()
}

/** One beside each code and password on the phone. */
const copyButtons = () => page.getByRole('button', { name: /^Copy what was sent to/ })
const caughtMails = () => page.getByRole('list', { name: 'Caught mails' })

async function sendAsFiles(patient: string, subject: string): Promise<void> {
  await page.getByRole('radio', { name: 'As encrypted files' }).check()
  await page.getByRole('radio', { name: patient }).check()
  await page.getByLabel('Subject').fill(subject)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText(/RCPT TO:<.+\.attachment\.local>/).waitFor({ state: 'attached' })
  await page.getByText('The mail has arrived.').waitFor()
}

/** Saves a file of the mail that is shown. */
async function saveFile(name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('list', { name: 'Attached files' }).getByRole('link', { name }).click(),
  ])
  const path = join(dataDir, name)
  await download.saveAs(path)
  return path
}

/** Follows the button of the doctor's mail that is shown, signs in and reads the password from the page. */
async function readPasswordAsDoctor(): Promise<string> {
  const [account] = facts.accounts
  await page.bringToFront()
  const [web] = await Promise.all([
    context.waitForEvent('page'),
    mailFrame().locator('a[href*="/messages/"]').first().click(),
  ])
  await web.getByLabel(/address/i).fill(account?.address ?? '')
  await web.getByLabel('Password', { exact: true }).fill(account?.password ?? '')
  await web.getByRole('button', { name: 'Sign in' }).click()
  return (await web.getByText(/^[a-z2-9]{4}(?:-[a-z2-9]{4}){3}$/).textContent()) ?? ''
}

async function followLink(): Promise<Page> {
  const [portal] = await Promise.all([
    context.waitForEvent('page'),
    mailFrame().locator('a[href*="/o/"]').first().click(),
  ])
  return portal
}

describe('the demo', () => {
  test('a message that is sent with the form can be opened with the mail and the text message that appear', async () => {
    await send('Erika Muster', 'Results of Monday')
    await expect(page.getByText(/250 2\.\d\.\d Accepted/).textContent()).resolves.toBeTruthy()
    const portal = await followLink()
    await portal.getByRole('button', { name: 'Request code' }).click()
    const text = await page
      .getByText(/\b\d{6}\b/)
      .first()
      .textContent()
    const code = /\b\d{6}\b/.exec(text ?? '')?.[0] ?? ''
    await portal.getByLabel('Code').fill(code)
    await portal.getByRole('button', { name: 'Open message' }).click()
    await portal.getByText('Results of Monday').first().waitFor()
  })

  test('a patient with an access code opens without a text message', async () => {
    await send('Kurt Kirsch', 'Appointment')
    const portal = await followLink()
    await portal.getByLabel(/access code/i).fill('Kirschbaum 17')
    await portal.getByRole('button', { name: 'Open message' }).click()
    await portal.getByText('Appointment').first().waitFor()
  })

  test('a message to somebody without a check waits, and the mail that appears goes to the doctor', async () => {
    await page.getByRole('radio', { name: 'Nora Neu' }).check()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('The mail has arrived.').waitFor()
    await page.getByRole('list', { name: 'Caught mails' }).getByText('to doctor@praxis.example').first().waitFor()
    expect(await mailFrame().locator('a[href*="/o/"]').count()).toBe(0)
  })

  test('a message that is sent as encrypted files opens with the password on the phone, in programs of others', async () => {
    await sendAsFiles('Erika Muster', 'Results in two files')
    await caughtMails()
      .getByRole('button', { name: /erika\.muster@/ })
      .first()
      .click()
    await mailFrame().getByText('per SMS an +49171****12').waitFor()
    const text = await page
      .getByText(/^Passwort für die Nachricht/)
      .first()
      .textContent()
    const password = /[a-z2-9]{4}(?:-[a-z2-9]{4}){3}/.exec(text ?? '')?.[0] ?? ''
    expect(password).not.toBe('')
    const [zip, pdf] = [await saveFile('nachricht.zip'), await saveFile('nachricht.pdf')]
    const [sevenZip, pdfToText] = [requireProgram('7z'), requireProgram('pdftotext')]
    const original = await run(sevenZip, ['x', '-so', `-p${password}`, zip, 'message.eml'])
    expect(original.stdout).toContain('Subject: Results in two files')
    const values = await run(sevenZip, ['x', '-so', `-p${password}`, zip, 'attachment-1.csv'])
    expect(values.stdout).toContain('Leukozyten')
    const printed = await run(pdfToText, ['-upw', password, pdf, '-'])
    expect(printed.stdout).toContain('your results are in and everything is fine')
    await expect(run(sevenZip, ['x', '-so', '-paaaa-aaaa-aaaa-aaaa', zip])).rejects.toThrow()
    await expect(run(pdfToText, ['-upw', 'aaaa-aaaa-aaaa-aaaa', pdf, '-'])).rejects.toThrow()
  })

  test('the button of the same mail opens the message without any program', async () => {
    await sendAsFiles('Erika Muster', 'Files or page')
    await caughtMails()
      .getByRole('button', { name: /erika\.muster@/ })
      .first()
      .click()
    const portal = await followLink()
    const before = await copyButtons().count()
    await portal.getByRole('button', { name: 'Request code' }).click()
    await copyButtons().nth(before).waitFor()
    const text = await page
      .getByText(/\b\d{6}\b/)
      .first()
      .textContent()
    await portal.getByLabel('Code').fill(/\b\d{6}\b/.exec(text ?? '')?.[0] ?? '')
    await portal.getByRole('button', { name: 'Open message' }).click()
    await portal.getByText('Files or page').first().waitFor()
  })

  test('for a patient without a phone the password waits for the doctor, who reads it in the web app', async () => {
    const texts = await copyButtons().count()
    await sendAsFiles('Nora Neu', 'No phone known')
    await caughtMails()
      .getByRole('button', { name: /nora\.neu@/ })
      .first()
      .click()
    await mailFrame().getByText('bekommen Sie von Dr. Ada Beispiel').waitFor()
    const pdf = await saveFile('nachricht.pdf')
    const portal = await followLink()
    await caughtMails()
      .getByRole('button', { name: /doctor@/ })
      .first()
      .click()
    await mailFrame().getByRole('heading', { name: 'Das Passwort liegt für Sie bereit' }).waitFor()
    expect(await copyButtons().count()).toBe(texts)
    const password = await readPasswordAsDoctor()
    const printed = await run(requireProgram('pdftotext'), ['-upw', password, pdf, '-'])
    expect(printed.stdout).toContain('your results are in and everything is fine')
    await portal.getByLabel('Password').fill(password)
    await portal.getByRole('button', { name: 'Open message' }).click()
    await portal.getByText('No phone known').first().waitFor()
  })

  test('a file that no mail has is not found', async () => {
    const base = new URL(facts.page).origin
    for (const path of [
      '/demo/mails/0198c0de-0000-7000-8000-00000000abcd/files/0',
      '/demo/mails/..%2fdemo.json/files/0',
    ])
      expect((await page.request.get(`${base}${path}`)).status()).toBe(404)
    const id = /[0-9a-f-]{36}/.exec((await page.locator('iframe').getAttribute('src')) ?? '')?.[0] ?? ''
    for (const index of ['99', '-1', '1.5', 'x', '__proto__'])
      expect((await page.request.get(`${base}/demo/mails/${id}/files/${index}`)).status()).toBe(404)
  })

  test('both people of the practice can sign in to the web app with what the page shows', async () => {
    for (const { address, password } of facts.accounts) {
      expect(await page.getByText(password, { exact: true }).count()).toBe(1)
      const fresh = await browser().newContext({ locale: 'en-GB' })
      const web = await fresh.newPage()
      await web.goto(`${facts.publicUrl}/sign-in`)
      await web.getByLabel(/address/i).fill(address)
      await web.getByLabel('Password', { exact: true }).fill(password)
      await web.getByRole('button', { name: 'Sign in' }).click()
      await web.waitForURL(/\/sent|\/$/)
      await fresh.close()
    }
  })

  test('a mail program signs in with the app password', async () => {
    const [account] = facts.accounts
    const client = await signedInClient({
      port: facts.submission.startTlsPort,
      user: account?.address ?? '',
      password: account?.appPassword ?? '',
    })
    client.destroy()
  })

  test('an empty subject is refused on the page', async () => {
    await page.getByLabel('Subject').fill(' ')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Write a subject.').waitFor()
  })

  test.each(['en-GB', 'de-DE'])(
    'doctor and patient stand side by side, without scrolling, at 1280 x 800: %s',
    async (locale) => {
      await send('Erika Muster', 'Side by side')
      const other = await browser().newContext({ locale, viewport: { width: 1280, height: 800 } })
      const shown = await other.newPage()
      await shown.goto(facts.page)
      const isGerman = locale === 'de-DE'
      const parts = [
        shown.getByRole('radio').first(),
        shown.getByRole('button', { name: isGerman ? 'Senden' : 'Send' }),
        shown.getByRole('list', { name: isGerman ? 'Aufgefangene E-Mails' : 'Caught mails' }),
        shown.locator('iframe'),
        shown.getByRole('heading', { name: isGerman ? 'SMS' : 'Text messages' }),
      ]
      for (const part of parts) {
        const box = await part.boundingBox()
        expect(box?.y).toBeGreaterThan(0)
        expect((box?.y ?? 800) + (box?.height ?? 0)).toBeLessThanOrEqual(800)
      }
      const [form, frame] = await Promise.all([parts[1]?.boundingBox(), parts[3]?.boundingBox()])
      expect((form?.x ?? 1280) + (form?.width ?? 0)).toBeLessThan(frame?.x ?? 0)
      // The notification's own button, without scrolling in its pane.
      const open = shown.frameLocator('iframe').locator('a[href*="/o/"]').first()
      expect(await open.evaluate((link) => link.getBoundingClientRect().bottom <= innerHeight)).toBe(true)
      await other.close()
    },
  )

  test('the practice has the settings of the doctors’ preset', async () => {
    const settings = await runCommand(['organisation', 'settings', '--organisation', 'praxis.example', '--json'], {
      dataDir,
      environment,
    })
    expect(JSON.parse(settings.stdout)).toMatchObject({ preset: 'doctors', expiryDays: 30, hideSubject: true })
  })

  test.each([
    ['en-GB', 1280, 'light'],
    ['de-DE', 320, 'dark'],
  ] as const)('the page is accessible and fits: %s, %i px, %s', async (locale, width, colorScheme) => {
    await send('Erika Muster', 'For the look of it')
    await page.emulateMedia({ colorScheme })
    expect(await findBarriers(page)).toEqual([])
    await page.emulateMedia({ colorScheme: null })
    const other = await browser().newContext({ locale, colorScheme, viewport: { width, height: 800 } })
    const shown = await other.newPage()
    await shown.goto(facts.page)
    await shown.getByRole('button', { name: locale === 'de-DE' ? 'Senden' : 'Send' }).waitFor()
    await shown.locator('iframe').waitFor()
    expect(await findBarriers(shown)).toEqual([])
    const overflow = await shown.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBeLessThanOrEqual(0)
    await other.close()
  })

  test.each([
    [760, 'light'],
    [320, 'dark'],
  ] as const)('the mails themselves are accessible and fit: %i px, %s', async (width, colorScheme) => {
    await sendAsFiles('Nora Neu', `Looked at ${width}`)
    await caughtMails()
      .getByRole('button', { name: /doctor@/ })
      .first()
      .waitFor()
    const other = await browser().newContext({ colorScheme, viewport: { width, height: 800 } })
    const shown = await other.newPage()
    for (const reader of ['nora.neu@', 'doctor@']) {
      await caughtMails()
        .getByRole('button', { name: new RegExp(reader) })
        .first()
        .click()
      const address = (await page.locator('iframe').getAttribute('src')) ?? ''
      // Put into a page of its own: where the mail comes from no script may run, and axe is one.
      await shown.setContent(await (await page.request.get(new URL(address, facts.page).href)).text())
      const barriers = await findBarriers(shown)
      // Landmarks are the affair of the program around a mail.
      expect(barriers.filter((barrier) => !/^(landmark-one-main|region):/.test(barrier))).toEqual([])
      expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
    await other.close()
  })

  test('caught mails are kept as ciphertext, because their links open messages', async () => {
    await send('Erika Muster', 'Kept-for-later')
    const folder = join(dataDir, 'caught-mails')
    const names = await readdir(folder)
    const files = await Promise.all(names.map((name) => readFile(join(folder, name))))
    expect(files.length).toBeGreaterThan(0)
    expect(files.some((file) => file.includes('/o/') || file.includes('Kept-for-later'))).toBe(false)
  })
})

describe('a second start', () => {
  test('on other ports finds people, mails and text messages again, and old links lead to the new port', async () => {
    await send('Erika Muster', 'From the first start')
    expect(await demo.stop('SIGINT')).toBe(0)
    const blocker = createServer().listen(Number(environment['SEALPOST_HTTP_PORT']), '127.0.0.1')
    await new Promise((resolve) => blocker.once('listening', resolve))
    demo = await startUntil(['demo', '--json'], { dataDir, environment }, ready)
    blocker.close()
    const before = facts
    facts = announced(demo)
    expect(facts.notes).toEqual([
      expect.stringContaining(`port ${environment['SEALPOST_HTTP_PORT']} is in use by another program; the demo uses`),
    ])
    expect(facts.publicUrl).not.toBe(before.publicUrl)
    expect(facts.accounts).toEqual(before.accounts)
    await page.goto(facts.page)
    await caughtMails().getByText('to erika.muster@').first().click()
    const link = mailFrame().locator('a[href*="/o/"]').first()
    expect(await link.getAttribute('href')).toContain(`${facts.publicUrl}/o/`)
    const portal = await followLink()
    await portal.getByRole('button', { name: 'Request code' }).waitFor()
  })

  test('is refused on a folder that holds a real installation, and on an address that others can reach', async () => {
    const foreign = await mkdtemp(join(tmpdir(), 'sealpost-real-'))
    await runCommand(['organisation', 'create', '--name', 'X', '--domain', 'x.example'], { dataDir: foreign })
    const refused = await runProcess(['demo'], { dataDir: foreign })
    expect(refused.stderr).toMatch(/^sealpost: [^\n]+ is not a demo: [^\n]+\n$/)
    await writeFile(join(foreign, 'demo.json'), '{"appPasswords":{}}')
    const open = await runProcess(['demo'], { dataDir: foreign, environment: { SEALPOST_HOST: '0.0.0.0' } })
    expect(open.stderr).toMatch(/^sealpost: the demo shows passwords [^\n]+\n$/)
    expect([refused.code, open.code]).toEqual([1, 1])
    await rm(foreign, { recursive: true, force: true })
  })
})
