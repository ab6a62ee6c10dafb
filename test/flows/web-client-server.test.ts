import { createTransport } from 'nodemailer'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeAccount } from '../../src/lib/account-keys/index.ts'
import { presets } from '../../src/lib/settings/index.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'
import { browserForFile } from '../harness/browser.ts'
import { codeIn, GuestClient, linkInMail } from '../harness/guest-client.ts'
import { seedPractice, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { until } from '../harness/until.ts'
import { openProfile, requireNoComplaints, typeCredentials, type WebProfile } from '../harness/web-page.ts'

/** The web app on the real server: what it wraps, the real portal must be able to open. */
let server: RunningServer
let practice: Practice
const browser = browserForFile()
/** The doctor's, who signs in once. */
let profile: WebProfile
const others: WebProfile[] = []
beforeAll(async () => {
  server = await startServer()
  practice = await seedPractice(server.parts)
  profile = await openProfile(browser())
  await signIn(profile.page)
})
afterAll(async () => {
  await profile.context.close()
  await server.close()
})
afterEach(async () => {
  await Promise.all(others.map(({ context }) => context.close()))
  for (const one of [profile, ...others.splice(0)]) requireNoComplaints(one)
})

/** A browser that nobody is signed in with, for one test. */
async function openOther(): Promise<Page> {
  const other = await openProfile(browser())
  others.push(other)
  return other.page
}

const mailTo = (address: string, after = 0) =>
  until(`mail to ${address}`, () => server.sink.mails.filter((mail) => mail.to.includes(address)).at(after))

async function sendAsDoctor(to: string, subject: string, appPassword = practice.doctor.appPassword): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: server.running.addresses.submission ?? 0,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: practice.doctor.address, pass: appPassword },
  })
  await transport.sendMail({ from: practice.doctor.address, to, subject, text: `Geheim: ${subject}` })
  transport.close()
}

/** Signs in and puts the recovery codes off. */
async function signIn(page: Page, { doctor }: Pick<Practice, 'doctor'> = practice): Promise<void> {
  await page.goto(`${server.baseUrl}/sign-in`)
  await typeCredentials(page, doctor.password, doctor.address)
  await page.waitForURL(/\/(welcome|sent)/)
  const later = page.getByRole('button', { name: 'Remind me next time' })
  if (page.url().includes('/welcome')) await later.click()
  await page.waitForURL(/\/sent/)
}

async function openMessagePage(page: Page, subject: string): Promise<void> {
  await page.goto(`${server.baseUrl}/sent`)
  await page.getByRole('link', { name: subject }).click()
  await page.getByRole('heading', { level: 1, name: subject }).waitFor()
  await page.getByText(`Geheim: ${subject}`).waitFor()
}

async function complete(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send now' }).click()
  await page.getByText('Everything is taken care of').waitFor()
}

async function openWithSms(recipient: string, at = 0): Promise<string> {
  const guest = new GuestClient(server.baseUrl, linkInMail((await mailTo(recipient, at)).raw))
  const before = new Set((await server.parts.sms.readOutbox()).map(({ reference }) => reference))
  await guest.prove()
  await guest.requestCode()
  const text = await until('SMS', async () =>
    (await server.parts.sms.readOutbox()).find(({ reference }) => !before.has(reference)),
  )
  return guest.read(await guest.openWithCode(codeIn(text.text)))
}

describe('a message that waits for its sender', () => {
  test('is completed with an SMS number in the browser, and the patient can open it', async () => {
    const { page } = profile
    await sendAsDoctor('wartet@mail.example', 'Laborwerte')
    await openMessagePage(page, 'Laborwerte')
    await page.getByRole('link', { name: 'Choose a check and send' }).click()
    await page.getByLabel('Mobile number').fill('+49 151 23456780')
    await complete(page)
    expect(await openWithSms('wartet@mail.example')).toContain('Geheim: Laborwerte')
  })

  test('is completed with an access code that never leaves the browser, and the code opens it', async () => {
    const { page, sent } = profile
    await sendAsDoctor('code@mail.example', 'Arztbrief')
    await openMessagePage(page, 'Arztbrief')
    await page.getByRole('link', { name: 'Choose a check and send' }).click()
    await page.getByRole('radio', { name: /Access code/ }).check()
    await page.getByLabel('Access code', { exact: true }).last().fill('Sonnenblume 7')
    await complete(page)
    const guest = new GuestClient(server.baseUrl, linkInMail((await mailTo('code@mail.example')).raw))
    const view = await guest.prove()
    if (view.state !== 'check') throw new Error('the link is closed')
    const { opened, accessKey } = await guest.openWithAccessCode(view, 'Sonnenblume 7')
    expect(await guest.read(opened, accessKey)).toContain('Geheim: Arztbrief')
    expect(sent.join('\n')).not.toContain('Sonnenblume')
  })

  test('a number in a country without SMS is refused with the way out', async () => {
    const { page } = profile
    await sendAsDoctor('ausland@mail.example', 'Impfpass')
    await openMessagePage(page, 'Impfpass')
    await page.getByRole('link', { name: 'Choose a check and send' }).click()
    await page.getByLabel('Mobile number').fill('+81 90 1234 5678')
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByText('Your organisation sends no SMS to this country.', { exact: false }).waitFor()
  })
})

describe('a message that was sent', () => {
  test('gets a new link when its recipient asks, and the old one no longer opens it', async () => {
    const { page } = profile
    await sendAsDoctor('wartet@mail.example', 'Zweiter Brief')
    const first = linkInMail((await mailTo('wartet@mail.example', 1)).raw)
    await new GuestClient(server.baseUrl, first).requestNewLink()
    await openMessagePage(page, 'Zweiter Brief')
    await page.getByRole('button', { name: 'Send a new link' }).click()
    await page.getByText('A new link is on its way.').waitFor()
    expect(await openWithSms('wartet@mail.example', 2)).toContain('Geheim: Zweiter Brief')
    expect(await new GuestClient(server.baseUrl, first).prove()).toMatchObject({ state: 'replaced' })
  })

  test('can be read longer, has its access revoked, and is then deleted for everyone', async () => {
    const { page } = profile
    await sendAsDoctor('wartet@mail.example', 'Dritter Brief')
    const link = linkInMail((await mailTo('wartet@mail.example', 3)).raw)
    await openMessagePage(page, 'Dritter Brief')
    await page.getByRole('button', { name: 'Allow longer' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Allow longer' }).click()
    await page.getByText(/The message can now be read until/).waitFor()
    await page.getByRole('button', { name: 'Revoke access …' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke access', exact: true }).click()
    await page.locator('#recipients').getByText('Access revoked', { exact: true }).waitFor()
    expect(await new GuestClient(server.baseUrl, link).prove()).toMatchObject({ state: 'revoked' })
    await page.getByRole('button', { name: 'Delete for everyone …' }).click()
    await page.getByRole('radio', { name: /For everyone/ }).check()
    await page.getByRole('button', { name: 'Delete for everyone', exact: true }).click()
    await page.getByText('The content was deleted for everyone.', { exact: false }).waitFor()
  })
})

describe('a message of a colleague', () => {
  test('is opened from the link in its mail after signing in, and is then read in the inbox', async () => {
    const page = await openOther()
    const { parts } = server
    const { organisationId, doctor } = practice
    const colleague = { address: 'kollegin@praxis.example', password: 'drei leise rote Boote' }
    const made = await makeAccount(colleague.password, argon2id)
    await parts.database.withOrganisation(organisationId, (tx) =>
      parts.identity.enrolAccount(tx, {
        organisationId,
        address: colleague.address,
        displayName: 'Kollegin',
        isAdmin: false,
        language: 'en',
        actor: { kind: 'command', label: 'test' },
        keys: made.enrolment,
      }),
    )
    await sendAsDoctor(colleague.address, 'Übergabe')
    const { raw } = await mailTo(colleague.address)
    const link = /http\S+\/inbox\/[0-9a-f-]{36}/.exec(raw.toString().replaceAll(/=\r\n/g, ''))?.[0] ?? ''
    await page.goto(link)
    await typeCredentials(page, colleague.password, colleague.address)
    await page.getByRole('button', { name: 'Remind me next time' }).click()
    await page.getByText('Geheim: Übergabe').waitFor()
    expect(page.url()).toBe(link)
    expect(await page.getByRole('region', { name: 'Sender' }).innerText()).toContain(doctor.address)
    await page.getByRole('link', { name: 'Inbox', exact: true }).click()
    const rows = page.getByRole('list', { name: 'Inbox' }).getByRole('listitem')
    expect(await rows.filter({ hasText: 'Übergabe' }).innerText()).not.toContain('New')
    await page.goto(link.replace(/[0-9a-f-]{36}$/, '019ab000-0000-7000-8000-000000000000'))
    await page.getByText('This is no longer there.', { exact: false }).waitFor()
  })
})

describe('an account', () => {
  test('makes an app password in the browser with which a mail program can send', async () => {
    const { page } = profile
    await page.goto(`${server.baseUrl}/settings`)
    await page.getByLabel('Name of the device or program').fill('Outlook at reception')
    const programs = page.getByRole('region', { name: 'Mail programs' })
    await programs.getByLabel('Your password', { exact: true }).fill(practice.doctor.password)
    await page.getByRole('button', { name: 'Make app password' }).click()
    const secret = await page
      .getByRole('dialog')
      .getByText(/^[0-9a-z]{4}(-[0-9a-z]{4}){7}$/)
      .innerText()
    await sendAsDoctor('wartet@mail.example', 'Vom Empfang', secret)
    await mailTo('wartet@mail.example', 4)
  })

  test('changes its password, and gets back in with a recovery code after forgetting that', async () => {
    const page = await openOther()
    await page.goto(`${server.baseUrl}/sign-in`)
    await typeCredentials(page, practice.doctor.password, practice.doctor.address)
    const code = await page.getByRole('main').getByRole('listitem').first().innerText()
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.waitForURL(/\/sent/)
    await page.goto(`${server.baseUrl}/settings`)
    await page.getByLabel('Present password', { exact: true }).fill(practice.doctor.password)
    await page.getByLabel('New password', { exact: true }).fill('neun warme gelbe Schuhe')
    await page.getByLabel('New password again', { exact: true }).fill('neun warme gelbe Schuhe')
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('Your password is changed.', { exact: false }).waitFor()
    await page.getByRole('button', { name: /^Account:/ }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await page.getByRole('heading', { name: 'Set a new password' }).waitFor()
    await page.getByLabel('E-mail address').fill(practice.doctor.address)
    await page.getByLabel('Recovery code').fill(code)
    await page.getByLabel('New password', { exact: true }).fill('sieben alte Regenschirme')
    await page.getByLabel('New password again', { exact: true }).fill('sieben alte Regenschirme')
    await page.getByRole('button', { name: 'Set new password' }).click()
    await page.getByText('Your new password is set.', { exact: false }).waitFor()
    await typeCredentials(page, 'sieben alte Regenschirme', practice.doctor.address)
    await page.waitForURL(/\/sent/)
    await openMessagePage(page, 'Laborwerte')
  })
})

describe('the settings of the organisation', () => {
  test('are changed by an administrator in the browser, and every act is in the audit log', async () => {
    const page = await openOther()
    // An organisation of its own: the other one's doctor has changed the password, and goes on with its settings.
    const office = await seedPractice(server.parts, 'kanzlei.example')
    const { organisationId } = office
    await signIn(page, office)
    await page.goto(`${server.baseUrl}/settings`)
    await page.getByRole('link', { name: 'Change the settings of the organisation' }).click()
    await page.getByRole('radio', { name: /^Lawyers/ }).check()
    await page.getByRole('button', { name: 'Apply the settings for lawyers' }).click()
    await page.getByText('The settings for lawyers are in use.').waitFor()
    await page.getByLabel('Days for which a message can be opened').fill('21')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved.', { exact: true }).waitFor()
    await page.getByLabel('Domain of the recipients').fill('münster-klinik.example')
    await page.getByRole('button', { name: 'Add rule' }).click()
    await page.getByRole('row', { name: /^xn--mnster-klinik-wob\.example .*Files/ }).waitFor()
    const { database, directory } = server.parts
    const [settings, rules] = await database.withOrganisation(organisationId, async (tx) => [
      await directory.getSettings(tx, organisationId),
      await directory.domainRules(tx),
    ])
    expect(settings).toMatchObject({ ...presets.lawyers, preset: 'lawyers', expiryDays: 21 })
    expect(rules).toEqual([{ domain: 'xn--mnster-klinik-wob.example', route: 'attachment', listedHosts: [] }])
    const entries = await database.ownerPool.query<{ action: string; detail: Record<string, string> }>(
      `select action, detail from sealpost.audit_entries
       where organisation_id = $1 and action like 'organisation.%' and actor_label = $2 order by at`,
      [organisationId, office.doctor.address],
    )
    expect(entries.rows).toMatchObject([
      { action: 'organisation.preset-applied', detail: { preset: 'lawyers', coverNoteGerman: 'changed' } },
      { action: 'organisation.settings-changed', detail: { expiryDays: '21' } },
      { action: 'organisation.domain-rule-set', detail: { domain: 'xn--mnster-klinik-wob.example' } },
    ])
  })
})
