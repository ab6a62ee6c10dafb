import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { programs } from '../../src/clients/web/set-up/program.ts'
import { browserForFile } from '../harness/browser.ts'
import { looks, problemsOf, profileOf } from '../harness/web-looks.ts'
import { mockAddress, mockPassword } from '../harness/web-mock-world.ts'
import { eventually, expectHeading, sidewaysOverflowPx } from '../harness/web-page.ts'
import { stageWeb, type WebStage } from '../harness/web-stage.ts'

const browser = browserForFile()
const incomingMail = { protocol: 'imap', host: 'imap.provider.example', port: 993, socket: 'tls' } as const

const knowIncoming = ({ world }: WebStage) => {
  world.organisation = { ...world.organisation, settings: { ...world.organisation.settings, incomingMail } }
}
const beAdministrator = ({ world }: WebStage) => Object.assign(world, { account: { ...world.account, isAdmin: true } })
const steps = (page: Page) => page.getByRole('region', { name: /^2\. Steps:/ })

describe('the set-up page', () => {
  const web = stageWeb(browser, { permissions: ['clipboard-read', 'clipboard-write'] })

  test('is reached from the settings, and the link to a program leads to its steps', async () => {
    const page = await web.open('/settings')
    await page.getByRole('link', { name: 'Set up a mail program, step by step' }).click()
    await page.getByRole('radio', { name: /^Gmail app/ }).check()
    await page.waitForURL(/program=gmail/)
    await page.reload()
    await page.getByRole('heading', { name: '2. Steps: Gmail app' }).waitFor()
  })

  test('fills the account’s own values into the steps, each with a button that copies it', async () => {
    const page = await web.open('/settings/set-up?program=thunderbird')
    await steps(page).getByText('mail.praxis-weber.example').waitFor()
    for (const value of ['465', 'SSL/TLS', mockAddress]) await steps(page).getByText(value, { exact: true }).waitFor()
    await steps(page).getByRole('button', { name: 'Copy: Server' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mail.praxis-weber.example')
    await steps(page).getByRole('button', { name: 'Copied: Server' }).waitFor()
  })

  test('makes the app password where it is needed, and keeps it in sight while the steps are followed', async () => {
    const page = await web.open('/settings/set-up?program=thunderbird')
    await page.getByRole('button', { name: 'Make the password' }).click()
    await page.getByText('Enter your password.', { exact: true }).waitFor()
    expect(web.world.appPasswords).toEqual([])
    await page.getByLabel('Your password', { exact: true }).fill(mockPassword)
    await page.getByRole('button', { name: 'Make the password' }).click()
    const secret = page.getByText(/^[0-9a-z]{4}(-[0-9a-z]{4}){7}$/)
    await secret.waitFor()
    expect(web.world.appPasswords.map((one) => one.name)).toEqual(['Thunderbird'])
    await page.getByRole('button', { name: 'Copy the password' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await secret.innerText())
    expect(web.profile.sent.join('\n')).not.toContain(await secret.innerText())
    await page.getByRole('button', { name: 'Make another one' }).click()
    await eventually(() => secret.count(), 0)
  })

  test('asks whether the mailbox is new only where a server for it is known', async () => {
    const page = await web.open('/settings/set-up?program=apple-phone')
    await page.getByText('Your mailbox stays where it is.', { exact: false }).waitFor()
    expect(await page.getByRole('radio', { name: /^No, it is new there/ }).count()).toBe(0)
    knowIncoming(web)
    await page.reload()
    await page.getByRole('radio', { name: /^No, it is new there/ }).check()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the profile' }).click(),
    ])
    expect(download.url()).toContain('/api/set-up/apple-profile?language=en')
  })

  test('warns of the program that sends through somebody else’s servers', async () => {
    const page = await web.open('/settings/set-up?program=outlook-new')
    await page.getByText('keeps your mails and passwords with Microsoft', { exact: false }).waitFor()
  })

  test('shows how the mobile number is written', async () => {
    const page = await web.open('/settings/set-up')
    await page.getByText('+491701234567@sms.local', { exact: false }).first().waitFor()
  })

  test('says what to do while the server cannot be reached', async () => {
    const page = await web.open('/settings')
    web.mock.offline = true
    await page.getByRole('link', { name: 'Set up a mail program, step by step' }).click()
    await page.getByText('Check your internet connection and try again.').waitFor()
    web.mock.offline = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await steps(page).waitFor()
  })

  test('leads to the DNS records for administrators alone', async () => {
    const page = await web.open('/settings/set-up')
    await steps(page).waitFor()
    expect(await page.getByRole('link', { name: /DNS records/ }).count()).toBe(0)
    beAdministrator(web)
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

describe.each(looks)('in $language, $colorScheme, $width pixels wide', (look) => {
  // So tall that nothing of a long page lies half under the bar of a phone.
  const web = stageWeb(browser, profileOf(look, 4000))

  test('no program’s steps and no record has an accessibility problem or scrolls sideways', async () => {
    knowIncoming(web)
    beAdministrator(web)
    const problems: string[] = []
    const page = await web.open('/settings/set-up')
    const requireFit = async (step: string) => {
      if ((await sidewaysOverflowPx(page)) > 0) problems.push(`${step}: too wide`)
    }
    const inspect = async (step: string) => problems.push(...(await problemsOf(page, step)))
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
    await page.goto(`${web.mock.url}/settings/set-up/records`)
    await expectHeading(page)
    await page.getByRole('button', { name: /published|veröffentlicht/ }).click()
    await page.getByText(/as it should be|wie er sein soll/).waitFor()
    await inspect('records')
    expect(problems).toEqual([])
  })
})
