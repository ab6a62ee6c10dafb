import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SettingsChanges } from '../../src/contract/organisation.ts'
import { findBarriers } from '../harness/axe.ts'
import { browserForFile } from '../harness/browser.ts'
import { submit } from '../harness/mail-program.ts'
import { openZip, packageIn } from '../harness/package-opener.ts'
import { seedPractice, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { until } from '../harness/until.ts'
import { openProfile, requireNoComplaints, typeCredentials, type WebProfile } from '../harness/web-page.ts'

/** The password of encrypted files in the sender's sealed inbox, on the real server. The sender signs in once. */
let server: RunningServer
let practice: Practice
const browser = browserForFile()
let profile: WebProfile
let patients = 0
let patient = ''
beforeAll(async () => {
  server = await startServer()
  practice = await seedPractice(server.parts)
  await change({ route: 'attachment' })
  profile = await openProfile(browser(), { permissions: ['clipboard-read', 'clipboard-write'] })
  await signIn(profile.page)
})
afterAll(async () => {
  await profile.context.close()
  await server.close()
})
beforeEach(() => {
  patient = `patient${++patients}@mail.example`
})
afterEach(() => requireNoComplaints(profile))

const change = (changes: SettingsChanges) =>
  server.parts.database.withOrganisation(practice.organisationId, (tx) =>
    server.parts.directory.updateSettings(tx, {
      organisationId: practice.organisationId,
      changes,
      actor: { kind: 'command', label: 'test' },
    }),
  )

const mailTo = (address: string) =>
  until(`mail to ${address}`, () => server.sink.mails.find((mail) => mail.to.includes(address)))

async function signIn(page: Page): Promise<void> {
  await page.goto(`${server.baseUrl}/sign-in`)
  await typeCredentials(page, practice.doctor.password, practice.doctor.address)
  await page.getByRole('button', { name: 'Remind me next time' }).click()
  await page.waitForURL(/\/sent/)
}

/** Sends without naming a phone and opens the message's page. */
async function openMessage(page: Page): Promise<Buffer> {
  await submit(server, practice, { to: patient, subject: `Befund ${patients}`, text: 'Alles gut.' })
  const { raw } = await mailTo(patient)
  await page.goto(`${server.baseUrl}/sent`)
  await page.getByRole('link', { name: `Befund ${patients}` }).click()
  await page.getByRole('heading', { name: 'Password for the encrypted files' }).waitFor()
  return raw
}

const shown = async (page: Page) => {
  const value = page.getByText(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
  await value.waitFor()
  return (await value.textContent()) ?? ''
}

describe('the password in the sender’s inbox', () => {
  test('is the one that opens the files, copied with one click', async () => {
    const { page } = profile
    const raw = await openMessage(page)
    const password = await shown(page)
    await page.getByRole('button', { name: 'Copy' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(password)
    expect((await openZip((await packageIn(raw)).zip, password))?.has('message.eml')).toBe(true)
    expect(await findBarriers(page)).toEqual([])
  })

  test('is sent to a phone, and a number that cannot be right is explained', async () => {
    const { page } = profile
    await openMessage(page)
    const password = await shown(page)
    await page.getByRole('button', { name: 'Send by SMS now' }).click()
    const number = page.getByRole('textbox', { name: 'Mobile number' })
    await number.fill('030 901820')
    await number.blur()
    await page.getByText('This is not a mobile number').waitFor()
    await number.fill('0151 12345678')
    await number.blur()
    await page.getByText('Understood as +49 1511 2345678').waitFor()
    await page.getByRole('button', { name: 'Send password' }).click()
    const toast = page.getByRole('alert').filter({ hasText: 'The password is on its way by text message.' })
    await toast.getByText(`Befund ${patients}`).waitFor()
    await until('text', async () => (await server.parts.sms.readOutbox()).find(({ text }) => text.includes(password)))
  })

  test('waits for the sender, who sees it in the list until it is passed on', async () => {
    const { page } = profile
    await openMessage(page)
    await shown(page)
    await page.getByRole('link', { name: 'Pass the password on' }).click()
    await page.getByRole('link', { name: 'Back to Sent' }).click()
    const row = page.getByRole('listitem').filter({ hasText: `Befund ${patients}` })
    await row.getByText('Password not passed on').waitFor()
    const attention = page.getByRole('link', { name: /^Needs attention/ })
    const before = Number((await attention.textContent())?.match(/\d+/)?.[0] ?? 0)
    await row.getByRole('link').click()
    await page.getByRole('button', { name: 'I have passed it on' }).click()
    const toast = page.getByRole('alert').filter({ hasText: 'Noted: the recipient has the password.' })
    await toast.getByText(`Befund ${patients}`).waitFor()
    await page.getByText(/^Passed on: \d/).waitFor()
    expect(await page.getByText('Pass it on another way').count()).toBe(0)
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('link', { name: 'Back to Sent' }).click()
    await row.getByText('Delivered').waitFor()
    expect(await toast.count()).toBe(0)
    const after = Number((await attention.textContent())?.match(/\d+/)?.[0] ?? 0)
    expect(after).toBe(before - 1)
  })

  test('goes to a second address, but not to the recipient’s own', async () => {
    const { page } = profile
    await openMessage(page)
    const password = await shown(page)
    await page.getByRole('button', { name: 'Send to another e-mail address (weaker)' }).click()
    await page.getByRole('textbox', { name: 'Other e-mail address' }).fill(patient)
    await page.getByRole('button', { name: 'Send password' }).click()
    await page.getByText('The message itself went to this mailbox.').waitFor()
    await page.getByRole('textbox', { name: 'Other e-mail address' }).fill('second@other.example')
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Send password' }).click()
    expect((await mailTo('second@other.example')).raw.toString()).toContain(password)
  })

  test('is passed on only by ways that the organisation allows', async () => {
    const { page } = profile
    await change({ smsPasswords: false, mailPasswords: false })
    await openMessage(page)
    await shown(page)
    await page.getByRole('button', { name: 'Send by SMS now' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Send to another e-mail address (weaker)' }).waitFor({ state: 'detached' })
    expect(await page.getByRole('button', { name: 'Read aloud' }).count()).toBe(1)
    await change({ smsPasswords: true, mailPasswords: true })
  })

  test('is spelled to be read aloud', async () => {
    const { page } = profile
    await openMessage(page)
    const password = await shown(page)
    await page.getByRole('button', { name: 'Read aloud' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.locator('b').allTextContents()).toEqual([...password.replaceAll('-', '')])
    expect(await findBarriers(page)).toEqual([])
  })
})
