import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import type { Locator } from 'playwright-core'
import { generateIdentity } from '../../src/platform/age/index.ts'
import { browserForFile } from '../harness/browser.ts'
import { mockCode } from '../harness/portal-mock.ts'
import {
  crowdedMail,
  drawing,
  hiddenImagesMail,
  htmlMail,
  imagesMail,
  manyScriptsMail,
  plainMail,
  reportBytes,
} from '../harness/portal-mails.ts'
import { requireProgram } from '../harness/programs.ts'
import { portalVisits, type PortalVisit, type VisitOptions } from '../harness/portal-visit.ts'

const visitPortal = portalVisits(browserForFile())
let visit: PortalVisit

const start = async (options: VisitOptions = {}): Promise<PortalVisit> => {
  visit = await visitPortal(options)
  return visit
}
const button = (name: string | RegExp) => visit.page.getByRole('button', { name, exact: true })
const focused = () => visit.page.evaluate(() => document.activeElement?.textContent ?? '')
const see = (text: string | RegExp) => visit.page.getByText(text).first().waitFor()

async function download(trigger: Locator): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [file] = await Promise.all([visit.page.waitForEvent('download'), trigger.click()])
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

/** What a program that knows nothing of us says of a PDF. */
function inPdf(bytes: Buffer, program: string, ...parameters: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'page-pdf-'))
  try {
    const file = join(folder, 'message.pdf')
    writeFileSync(file, bytes)
    execFileSync(requireProgram('qpdf'), ['--check', file], { stdio: 'pipe' })
    const target = program === 'pdftotext' ? ['-'] : []
    return execFileSync(requireProgram(program), [...parameters, file, ...target], { encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('a plain message', () => {
  test('shows who wrote what, with links that open elsewhere', async () => {
    const { page } = await start()
    await visit.openMessage()
    await page.getByRole('heading', { name: 'Ihr Befund vom 18. November' }).waitFor()
    await see('Die Rechnung über 12,50 € liegt bei.')
    const address = page.getByRole('link', { name: 'https://weber.example/labor?id=12' })
    expect(await address.getAttribute('href')).toBe('https://weber.example/labor?id=12')
    expect(await address.getAttribute('rel')).toContain('noopener')
  })

  test('can be kept: as EML to the byte, as PDF, with its attachments, one by one or as ZIP', async () => {
    await start()
    await visit.openMessage()
    const eml = await download(button('Download as EML'))
    expect(eml.name).toBe('Ihr Befund vom 18. November.eml')
    expect(eml.bytes.toString()).toBe(plainMail)
    const pdf = await download(button('Download as PDF'))
    expect(pdf.name).toBe('Ihr Befund vom 18. November.pdf')
    expect(inPdf(pdf.bytes, 'pdftotext', '-layout')).toContain('Die Rechnung über 12,50 € liegt bei.')
    const report = await download(button('Download Befund Müller.pdf'))
    expect(report.name).toBe('Befund Müller.pdf')
    expect(report.bytes.equals(reportBytes)).toBe(true)
    const zip = await download(button('Download all as ZIP'))
    expect(zip.name).toBe('attachments.zip')
    expect(zip.bytes.includes(reportBytes)).toBe(true)
    expect(zip.bytes.includes('Befund Müller.pdf')).toBe(true)
  })

  test('gives attachments names that hide nothing and lead nowhere', async () => {
    const { page } = await start()
    await visit.openMessage()
    await page.getByText('roentgen gnp.exe').waitFor()
    expect(await page.getByText('..').count()).toBe(0)
  })

  test('becomes a PDF by what makes those of encrypted files: layout, images and every script', async () => {
    const { page } = await start({ message: manyScriptsMail })
    const fonts: string[] = []
    page.on('request', (request) => fonts.push(...(/assets\/fonts\/([\w-]+)$/.exec(request.url()) ?? []).slice(1)))
    await visit.openMessage()
    const { bytes } = await download(button('Download as PDF'))
    const text = inPdf(bytes, 'pdftotext', '-layout')
    for (const words of ['Привет, доктор', 'สวัสดี', '診断書', 'x = 1', 'Hämoglobin', '14,2'])
      expect(text).toContain(words)
    expect(inPdf(bytes, 'pdfinfo')).toMatch(/^Tagged: +yes$[^]*^PDF version: +2\.0$/m)
    expect(inPdf(bytes, 'pdfinfo', '-struct-text')).toMatch(/TH[^]*Ergebnis/)
    expect(inPdf(bytes, 'pdfimages', '-list')).toMatch(/image +32 +16 /)
    // Each font when it is wanted, and no other.
    const wanted = ['chinese-bold', 'hebrew', 'latin', 'latin-bold', 'latin-italic', 'mono', 'thai']
    expect(fonts.toSorted()).toEqual(wanted)
  })

  test('with too many parts is shown in part, and its EML is complete', async () => {
    await start({ message: crowdedMail })
    await visit.openMessage()
    await see('The first part')
    await see('This message is not fully displayed')
    expect((await download(button('Download as EML'))).bytes.toString()).toBe(crowdedMail)
  })

  test('that was cut short on its way is not shown, and can be loaded again', async () => {
    const { page } = await start()
    await page.route('**/api/portal/contents/*', async (route) => {
      const body = await (await route.fetch()).body()
      await route.fulfill({ body: body.subarray(0, body.length - 1_000) })
    })
    await page.goto(visit.mock.link)
    await button('Request code').click()
    await page.getByLabel('Code', { exact: true }).fill(mockCode)
    await button('Open message').click()
    await see('The message cannot be decrypted')
    await page.unroute('**/api/portal/contents/*')
    await button('Try again').click()
    await see('Sehr geehrter Herr Müller')
  })
})

describe('a message that a mail program would have to unwrap', () => {
  const written = (name: string): Promise<string> =>
    readFile(new URL(`../fixtures/mails/${name}.eml`, import.meta.url), 'utf8')

  test('is read out of its signature, and the signature is offered', async () => {
    await start({ message: await written('smime-by-name') })
    await visit.openMessage()
    await see('Diese Zeilen hat Anna unterschrieben.')
    await button('Download smime.p7m').waitFor()
  })

  test('is read out of winmail.dat', async () => {
    const { page } = await start({ message: await written('outlook-winmail-by-name') })
    await visit.openMessage()
    await page.frameLocator('iframe').getByText('Dieser Text steht nur in der winmail.dat.').waitFor()
  })

  test('is said to be encrypted when it is', async () => {
    await start({ message: await written('smime-encrypted-by-name') })
    await visit.openMessage()
    await see('was itself encrypted by its sender')
    await button('Download smime.p7m').waitFor()
  })

  test('shows its invitation, and offers it to a calendar', async () => {
    const { page } = await start({ message: await written('invitation-utc') })
    await visit.openMessage()
    await see('Check-up, nüchtern')
    await see(/10 December 2026 at .*given as .*13:00 – 14:00 \(UTC\)/)
    await button('Download invite.ics').waitFor()
    expect(await page.getByText('This message has no text.').count()).toBe(0)
  })
})

describe('an HTML message', () => {
  test('is shown as it was designed, and nothing in it runs, submits or loads', async () => {
    const { page, foreign } = await start({ message: htmlMail })
    await visit.openMessage()
    const mail = page.frameLocator('iframe')
    await mail.getByRole('heading', { name: 'Guten Tag' }).waitFor()
    const box = mail.locator('.box')
    expect(await box.evaluate((element) => getComputedStyle(element).borderTopWidth)).toBe('7px')
    expect(await box.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(1, 2, 3)')
    expect(await mail.getByAltText('inside').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
    expect(
      await mail.locator('script, iframe, form, input, button, meta[http-equiv], svg, [onerror], [onload]').count(),
    ).toBe(0)
    expect(await mail.getByText('hostile').getAttribute('href')).toBeNull()
    expect(await mail.getByText('Termin').getAttribute('target')).toBe('_blank')
    expect(await page.title()).toContain('Confidential message')
    expect(foreign).toEqual([])
  })

  test('offers every image as a file but those it really shows, and what was sent as an attachment in any case', async () => {
    const { page, complaints } = await start({ message: imagesMail })
    await visit.openMessage()
    const mail = page.frameLocator('iframe')
    await expect.poll(() => mail.getByAltText('shown').evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(1)
    await button('Download shown.png').waitFor({ state: 'detached' })
    const offered = page.getByRole('button', { name: /^Download .*\.png$/ })
    const names = await offered.evaluateAll((all) => all.map((one) => one.ariaLabel ?? ''))
    expect(names.map((name) => /(\w+)\.png/.exec(name)?.[1])).toEqual(['sent', 'comment', 'hidden', 'ground', 'broken'])
    // The policy loads no image that a style names by content id: the reason why that one stays a file.
    expect(complaints.splice(0).filter((one) => !one.includes("Loading the image 'cid:ground@x'"))).toEqual([])
    expect(await mail.getByAltText('sent').evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(1)
  })

  test('sits in a frame that runs no script, even if one got into it', async () => {
    const { page, complaints } = await start({ message: htmlMail })
    await visit.openMessage()
    const frame = page.locator('iframe')
    expect(await frame.getAttribute('sandbox')).not.toContain('allow-scripts')
    await page.frameLocator('iframe').getByText('Guten Tag').waitFor()
    await frame.evaluate((element: HTMLIFrameElement) => {
      const document = element.contentDocument
      if (document === null) throw new Error('the frame is empty')
      const script = document.createElement('script')
      script.textContent = 'parent.document.title = "taken over"'
      document.body.append(script)
    })
    expect(await page.title()).not.toBe('taken over')
    expect(complaints.splice(0)).toEqual([expect.stringContaining('Blocked script execution')])
  })

  test('loads images from other hosts only after a click', async () => {
    const { page, foreign } = await start({ message: htmlMail })
    const asked: string[] = []
    await page.route('https://tracker.example/**', (route) => {
      asked.push(route.request().url())
      return route.fulfill({
        contentType: 'image/gif',
        body: Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64'),
      })
    })
    await visit.openMessage()
    await page.frameLocator('iframe').getByText('Guten Tag').waitFor()
    expect(asked).toEqual([])
    await button('Show images').click()
    await expect.poll(() => asked).toEqual(['https://tracker.example/p.gif'])
    const mail = page.frameLocator('iframe')
    await mail.getByText('Neue Zeiten').waitFor()
    expect(await mail.getByAltText('inside').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
    expect(new Set(foreign)).toEqual(new Set(['tracker.example']))
  })

  test('asks for no image that a style sheet hides, and offers none of a few pixels unless it was sent as a file', async () => {
    const { page } = await start({ message: hiddenImagesMail })
    const asked: string[] = []
    await page.route('https://tracker.example/**', (route) => {
      asked.push(new URL(route.request().url()).pathname)
      return route.fulfill({ contentType: 'image/png', body: Buffer.from(drawing, 'base64') })
    })
    await visit.openMessage()
    const mail = page.frameLocator('iframe')
    await mail.getByText('Pictures').waitFor()
    await button('Download natural.png').waitFor({ state: 'detached' })
    const offered = page.getByRole('button', { name: /^Download .*\.png$/ })
    expect(await offered.evaluateAll((all) => all.map((one) => one.ariaLabel ?? one.textContent))).toEqual([
      expect.stringContaining('sent.png'),
    ])
    expect(await mail.getByText('instead').count()).toBe(0)
    await button('Show images').click()
    const seen = mail.getByAltText('seen')
    await expect.poll(() => seen.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(8)
    expect(asked).toEqual(['/seen.gif'])
  })
})

describe('an answer', () => {
  const write = async (text: string) => {
    await button('Reply').click()
    await visit.page.getByRole('textbox', { name: 'Your message' }).fill(text)
  }

  test('reaches the sender encrypted, with its files, and can be read again', async () => {
    const { page, mock } = await start()
    await visit.openMessage()
    await button('Reply').click()
    await button('Cancel').click()
    expect(await focused()).toBe('Reply')
    await write('Vielen Dank für den Befund. Grüße\nJürgen')
    await page.setInputFiles('input[type=file]', [
      { name: 'Überweisung.pdf', mimeType: 'application/pdf', buffer: reportBytes },
      { name: 'falsch.txt', mimeType: 'text/plain', buffer: Buffer.from('x') },
    ])
    await button('Remove falsch.txt').click()
    expect(await focused()).toContain('Attach files')
    await button('Send reply').click()
    await see('Your reply has been sent to Dr. Anna Weber, encrypted.')
    expect(await focused()).toBe('Your reply has been sent to Dr. Anna Weber, encrypted.')
    const email = await PostalMime.parse(mock.answers()[0] ?? '')
    expect(email).toMatchObject({
      subject: 'Re: Ihr Befund vom 18. November',
      inReplyTo: '<m1@weber.example>',
      from: { address: 'juergen.mueller@example.net' },
    })
    expect(email.text?.trim()).toBe('Vielen Dank für den Befund. Grüße\nJürgen')
    expect(email.attachments.map(({ filename }) => filename)).toEqual(['Überweisung.pdf'])
    await page.locator('details[open]').getByText('Vielen Dank für den Befund').waitFor()
    await write('Noch eine Frage')
    await button('Send reply').click()
    await page.locator('details[open]').first().getByText('Noch eine Frage').waitFor()
    expect(await page.locator('details').count()).toBe(2)
  })

  test.each([
    ['is another one than the wrap names', generateIdentity().recipient],
    ['is not vouched for by the server', null],
  ])('is not encrypted to a mailbox that %s: the page says to call', async (_how, announced) => {
    const { mock } = await start()
    mock.state.announcedMailbox = announced
    await visit.openMessage()
    await button('Reply').click()
    await see('the key of the sender’s mailbox could not be verified')
    expect(await focused()).toContain('the key of the sender')
    expect(await button('Send reply').count()).toBe(0)
    expect(await button('Lock page').isEnabled()).toBe(true)
    expect(mock.calls).not.toContain('POST /api/portal/answers')
  })

  test('survives a broken connection, and is stored once when it is sent again', async () => {
    const { page, mock } = await start()
    await visit.openMessage()
    await write('Zweimal versucht')
    await page.route('**/api/portal/answers', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    })
    await button('Send reply').click()
    await see('Your reply has not been sent. Nothing is lost')
    expect(mock.answers()).toHaveLength(1)
    await page.unroute('**/api/portal/answers')
    await button('Send reply').click()
    await see('Your reply has been sent')
    expect(mock.answers()).toHaveLength(1)
  })

  test('survives a session that ended meanwhile', async () => {
    const { page, mock } = await start()
    await visit.openMessage()
    await write('Nach der Pause')
    mock.state.signsOut = true
    await button('Send reply').click()
    await see('Please confirm again that it is you')
    mock.state.signsOut = false
    await page.getByLabel('Code', { exact: true }).fill(mockCode)
    await button('Open message').click()
    expect(await page.getByRole('textbox', { name: 'Your message' }).inputValue()).toBe('Nach der Pause')
    await button('Send reply').click()
    await see('Your reply has been sent')
  })

  test('takes files that are dropped, and refuses more than the server accepts', async () => {
    const { page, mock } = await start()
    mock.state.maxAnswerBytes = 200_000
    await visit.openMessage()
    await button('Reply').click()
    const files = await page.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(300_000)], 'gross.bin'))
      return transfer
    })
    await page.getByText('You can also drag files here.').dispatchEvent('drop', { dataTransfer: files })
    await see('These files are too large')
    await button('Send reply').click()
    await button('Remove gross.bin').click()
    await button('Send reply').click()
    await see('Please write something or attach a file.')
    expect(mock.answers()).toHaveLength(0)
  })
})
