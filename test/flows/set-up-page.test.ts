import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { programs } from '../../src/clients/web/set-up/program.ts'
import { findBarriers } from '../harness/axe.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startWebMock, type WebMock } from '../harness/web-mock.ts'
import { createWorld, mockAddress, mockPassword, type MockWorld } from '../harness/web-mock-world.ts'
import {
  eventually,
  expectHeading,
  haveRecoveryCodes,
  openProfile,
  requireNoComplaints,
  sidewaysOverflowPx,
  signInAt,
  type WebProfile,
} from '../harness/web-page.ts'

let browser: Browser
let world: MockWorld
let mock: WebMock
let profile: WebProfile
const place = () => ({ mock, world })
const incomingMail = { protocol: 'imap', host: 'imap.provider.example', port: 993, socket: 'tls' } as const

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  world = await createWorld()
  mock = await startWebMock(world)
})
afterEach(async () => {
  await profile.context.close()
  await mock.close()
  requireNoComplaints(profile)
})

const knowIncoming = () => {
  world.organisation = { ...world.organisation, settings: { ...world.organisation.settings, incomingMail } }
}
const beAdministrator = () => {
  world = Object.assign(world, { account: { ...world.account, isAdmin: true } })
}
const steps = (page: Page) => page.getByRole('region', { name: /^2\. Steps:/ })

describe('the set-up page', () => {
  beforeEach(async () => {
    profile = await openProfile(browser, { permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true })
  })

  test('is reached from the settings, and the link to a program leads to its steps', async () => {
    const { page } = profile
    await signInAt(page, place(), '/settings')
    await page.getByRole('link', { name: 'Set up a mail program, step by step' }).click()
    await page.getByRole('radio', { name: /^Gmail app/ }).check()
    await page.waitForURL(/program=gmail/)
    await page.reload()
    await page.getByRole('heading', { name: '2. Steps: Gmail app' }).waitFor()
  })

  test('fills the account’s own values into the steps, each with a button that copies it', async () => {
    const { page } = profile
    await signInAt(page, place(), '/settings/set-up?program=thunderbird')
    await steps(page).getByText('mail.praxis-weber.example').waitFor()
    for (const value of ['465', 'SSL/TLS', mockAddress]) await steps(page).getByText(value, { exact: true }).waitFor()
    await steps(page).getByRole('button', { name: 'Copy: Server' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mail.praxis-weber.example')
    await steps(page).getByRole('button', { name: 'Copied: Server' }).waitFor()
  })

  test('makes the app password where it is needed, and keeps it in sight while the steps are followed', async () => {
    const { page } = profile
    await signInAt(page, place(), '/settings/set-up?program=thunderbird')
    await page.getByRole('button', { name: 'Make the password' }).click()
    await page.getByText('Enter your password.', { exact: true }).waitFor()
    expect(world.appPasswords).toEqual([])
    await page.getByLabel('Your password', { exact: true }).fill(mockPassword)
    await page.getByRole('button', { name: 'Make the password' }).click()
    const secret = page.getByText(/^[0-9a-z]{4}(-[0-9a-z]{4}){7}$/)
    await secret.waitFor()
    expect(world.appPasswords.map((one) => one.name)).toEqual(['Thunderbird'])
    await page.getByRole('button', { name: 'Copy the password' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await secret.innerText())
    expect(profile.sent.join('\n')).not.toContain(await secret.innerText())
    await page.getByRole('button', { name: 'Make another one' }).click()
    await eventually(() => secret.count(), 0)
  })

  test('asks whether the mailbox is new only where a server for it is known', async () => {
    const { page } = profile
    await signInAt(page, place(), '/settings/set-up?program=apple-phone')
    await page.getByText('Your mailbox stays where it is.', { exact: false }).waitFor()
    expect(await page.getByRole('radio', { name: /^No, it is new there/ }).count()).toBe(0)
    knowIncoming()
    await page.reload()
    await page.getByRole('radio', { name: /^No, it is new there/ }).check()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the profile' }).click(),
    ])
    expect(download.url()).toContain('/api/set-up/apple-profile?language=en')
  })

  test('warns of the program that sends through somebody else’s servers', async () => {
    const { page } = profile
    await signInAt(page, place(), '/settings/set-up?program=outlook-new')
    await page.getByText('keeps your mails and passwords with Microsoft', { exact: false }).waitFor()
  })

  test('shows how the mobile number is written', async () => {
    const { page } = profile
    await signInAt(page, place(), '/settings/set-up')
    await page.getByText('+491701234567@sms.local', { exact: false }).first().waitFor()
  })

  test('says what to do while the server cannot be reached', async () => {
    const { page } = profile
    await signInAt(page, place(), '/settings')
    mock.offline = true
    await page.getByRole('link', { name: 'Set up a mail program, step by step' }).click()
    await page.getByText('Check your internet connection and try again.').waitFor()
    mock.offline = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await steps(page).waitFor()
  })

  test('leads to the DNS records for administrators alone', async () => {
    const { page } = profile
    await signInAt(page, place(), '/settings/set-up')
    await steps(page).waitFor()
    expect(await page.getByRole('link', { name: /DNS records/ }).count()).toBe(0)
    beAdministrator()
    await page.reload()
    await page.getByRole('link', { name: /DNS records/ }).click()
    await page.getByText('v=spf1 a:mail.praxis-weber.example … -all').waitFor()
    // A value with a gap is not copied: it would be published with it.
    const copied = await page
      .getByRole('button', { name: /^Copy: / })
      .evaluateAll((all) => all.map((button) => button.getAttribute('aria-label')))
    expect(copied).toEqual([
      'Copy: _submissions._tcp.praxis-weber.example SRV',
      'Copy: autoconfig.praxis-weber.example CNAME',
      'Copy: sealpost-rsa-1a2b3c._domainkey.praxis-weber.example TXT',
    ])
    expect(await page.getByRole('link', { name: 'Enter it now' }).getAttribute('href')).toContain(
      'organisation#incoming',
    )
    await page.getByRole('button', { name: 'Look up what is published' }).click()
    await page.getByText('One record that is needed is not as it should be.').waitFor()
    await page.getByText('v=DKIM1; k=rsa; p=old').waitFor()
    expect(await page.getByText('Different', { exact: true }).count()).toBe(1)
  })
})

const looks = [
  { language: 'en', locale: 'en-GB', colorScheme: 'light', width: 1280 },
  { language: 'de', locale: 'de-DE', colorScheme: 'dark', width: 1280 },
  { language: 'de', locale: 'de-DE', colorScheme: 'light', width: 320 },
  { language: 'en', locale: 'en-GB', colorScheme: 'dark', width: 320 },
] as const

describe.each(looks)('in $language, $colorScheme, $width pixels wide', (look) => {
  test('no program’s steps and no record has an accessibility problem or scrolls sideways', async () => {
    const { locale, colorScheme, width } = look
    profile = await openProfile(browser, {
      locale,
      colorScheme,
      // So tall that nothing of a long page lies half under the bar of a phone.
      viewport: { width, height: 4000 },
      reducedMotion: 'reduce',
    })
    const { page } = profile
    haveRecoveryCodes(world)
    knowIncoming()
    beAdministrator()
    const problems: string[] = []
    const requireFit = async (step: string) => {
      if ((await sidewaysOverflowPx(page)) > 0) problems.push(`${step}: too wide`)
    }
    const inspect = async (step: string) => {
      await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null))))
      problems.push(...(await findBarriers(page)).map((problem) => `${step}: ${problem}`))
      await requireFit(step)
    }
    await page.goto(`${mock.url}/sign-in`)
    await page.locator('input[type=email]').fill(mockAddress)
    await page.locator('input[type=password]').fill(mockPassword)
    await page.locator('button[type=submit]').click()
    await page.waitForURL(`${mock.url}/sent`)
    await page.goto(`${mock.url}/settings/set-up`)
    await expectHeading(page)
    for (const [at, program] of programs.entries()) {
      await page.locator('input[name=program]').nth(at).check()
      await requireFit(program)
      // One that warns, and one whose profile is loaded, stand for the others.
      if (program === 'outlook-new') await inspect(program)
      const isNew = page.locator('input[name=situation]').nth(1)
      if ((await isNew.count()) === 0) continue
      await isNew.check()
      await requireFit(`${program}, new`)
      if (program === 'apple-phone') await inspect(`${program}, new`)
    }
    await page.locator('#app-password input[type=password]').fill(mockPassword)
    await page.locator('#app-password button[type=submit]').click()
    await page.locator('#app-password output').waitFor()
    await inspect('password')
    await page.goto(`${mock.url}/settings/set-up/records`)
    await page.getByRole('button', { name: /published|veröffentlicht/ }).click()
    await page.getByText(/as it should be|wie er sein soll/).waitFor()
    await inspect('records')
    expect(problems).toEqual([])
  })
})
