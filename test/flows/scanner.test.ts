import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../harness/browser.ts'
import { codeIn, GuestClient, linkInMail } from '../harness/guest-client.ts'
import { submit } from '../harness/mail-program.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { until } from '../harness/until.ts'
import { mailTo } from '../harness/whole-journey.ts'

/**
 * Link scanners in front of mailboxes follow what is in a mail, and some run the page in a browser and press what they
 * find. They have the mail, even the link's secret, but not the phone.
 */
const patient = 'patient@mail.example'
const clickable = 'a, button, summary, input[type=submit], input[type=checkbox], [role=button], [role=link], label'
const mostTextsInAQuarterOfAnHour = 3

let browser: Browser
let server: RunningServer
let practice: Practice
let mail: Buffer

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  server = await startServer({ settings: { SEALPOST_LOG_LEVEL: 'error' } })
  practice = await seedPractice(server.parts)
  await setSmsCheck(server.parts, practice.organisationId, { address: patient, number: '+4915112345678' })
  await submit(server, practice, { to: patient, subject: 'Befund', text: 'Zwerchfellbefund' })
  mail = (await mailTo(server.sink, patient)).raw
})
afterEach(() => server.close())

/** Every address in the mail, in whichever part it stands. */
function addressesInMail(): string[] {
  const text = mail
    .toString('latin1')
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return [...new Set(text.match(/https?:\/\/[^\s"'<>)]+/g))].filter((address) => address.startsWith(server.baseUrl))
}

/** What a visit could have used up or given away. */
async function traces() {
  const { rows } = await server.parts.database.ownerPool.query<Record<string, number>>(`
    select (select count(*) from sealpost.copies where opened_at is not null)::int as opened,
      (select count(*) from sealpost.guest_sessions where verified_by is not null)::int as verified,
      (select sum(failures) from sealpost.recipients)::int as failures,
      (select count(*) from sealpost.recipients where locked_at is not null)::int as locked,
      (select count(*) from sealpost.copies where state in ('revoked', 'expired'))::int as closed,
      (select count(*) from sealpost.answers)::int as answers,
      (select count(*) from sealpost.sms_messages)::int as texts,
      (select count(*) from sealpost.portal_codes)::int as codes`)
  return rows[0] ?? {}
}

const untouched = { opened: 0, verified: 0, failures: 0, locked: 0, closed: 0, answers: 0 }

async function expectRecipientGetsIn(): Promise<void> {
  const guest = new GuestClient(server.baseUrl, linkInMail(mail))
  await guest.prove()
  if ((await traces())['texts'] === 0) await guest.requestCode()
  const texts = await until('every text is on the phone', async () => {
    const caught = await server.parts.sms.readOutbox()
    return caught.length === (await traces())['texts'] ? caught : undefined
  })
  // The code asked for last is the one that counts; the recipient has it on the phone, whoever asked for it.
  const newest = texts.toSorted((one, other) => (one.reference < other.reference ? 1 : -1))[0]
  const opened = await guest.openWithCode(codeIn(newest?.text ?? ''))
  expect(await guest.read(opened)).toContain('Zwerchfellbefund')
}

/** Presses everything on the page, again and again, as long as something is left to press. */
async function pressEverything(page: Page, address: string, rounds: number): Promise<number> {
  let pressed = 0
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined))
  for (let round = 0; round < rounds; round++) {
    await page.goto(address)
    await page.getByRole('heading').first().waitFor()
    const all = page.locator(clickable)
    for (let index = 0; index < (await all.count()); index++) {
      const target = all.nth(index)
      if (!(await target.isVisible().catch(() => false))) continue
      await target.click({ timeout: 2000, noWaitAfter: true }).then(
        () => (pressed += 1),
        () => undefined,
      )
      if (!page.url().startsWith(server.baseUrl)) await page.goBack().catch(() => undefined)
    }
    await page.waitForLoadState('networkidle').catch(() => undefined)
  }
  return pressed
}

describe('a scanner in front of the mailbox', () => {
  test('that fetches every address of the mail, in every way, uses nothing up', async () => {
    const addresses = addressesInMail()
    expect(addresses.some((address) => address.includes('/o/'))).toBe(true)
    for (const address of addresses)
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST'])
        await fetch(address, { method, ...(method === 'POST' ? { body: 'a=b' } : {}) })
    expect(await traces()).toEqual({ ...untouched, texts: 0, codes: 0 })
    await expectRecipientGetsIn()
  })

  test('that runs the page without the secret and presses everything opens nothing and sends no text', async () => {
    const page = await browser.newPage()
    const { token } = linkInMail(mail)
    expect(await pressEverything(page, `${server.baseUrl}/o/${token}`, 2)).toBeGreaterThan(0)
    await page.close()
    expect(await traces()).toEqual({ ...untouched, texts: 0, codes: 0 })
    await expectRecipientGetsIn()
  })

  test('that runs the page with the secret and only looks uses nothing up', async () => {
    const { token, secret } = linkInMail(mail)
    for (let visit = 0; visit < 3; visit++) {
      const page = await browser.newPage()
      await page.goto(`${server.baseUrl}/o/${token}#${secret}`)
      await page.getByRole('button', { name: /Request code|Code anfordern/ }).waitFor()
      await page.close()
    }
    expect(await traces()).toEqual({ ...untouched, texts: 0, codes: 0 })
    await expectRecipientGetsIn()
  })

  test(
    'that presses every button with the secret costs at most the texts of the cap; it locks and opens nothing',
    { timeout: 120_000 },
    async () => {
      const { token, secret } = linkInMail(mail)
      for (let visit = 0; visit < 3; visit++) {
        const page = await browser.newPage()
        expect(await pressEverything(page, `${server.baseUrl}/o/${token}#${secret}`, 2)).toBeGreaterThan(3)
        await page.close()
      }
      const { texts = 0, ...others } = await traces()
      expect(texts).toBeGreaterThan(0)
      expect(texts).toBeLessThanOrEqual(mostTextsInAQuarterOfAnHour)
      expect(others).toEqual({ ...untouched, codes: 1 })
      const toSender = server.sink.mails.filter(({ to }) => to.includes(practice.doctor.address))
      expect(toSender.length, 'the sender is not flooded').toBeLessThanOrEqual(1)
      await expectRecipientGetsIn()
    },
  )
})
