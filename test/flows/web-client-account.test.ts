import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { makeRecoveryCodes } from '../../src/lib/account-keys/index.ts'
import type { AppPasswordId, SessionId } from '../../src/lib/id/identifiers.ts'
import { browserForFile } from '../harness/browser.ts'
import { idOf } from '../harness/identifiers.ts'
import { mockPassword } from '../harness/web-mock-world.ts'
import { eventually, expectHeading, signInAt, typeCredentials } from '../harness/web-page.ts'
import { stageWeb } from '../harness/web-stage.ts'

const web = stageWeb(browserForFile())

const ownPassword = (page: Page) =>
  page.getByRole('region', { name: 'Mail programs' }).getByLabel('Your password', { exact: true })
const newPasswordTwice = async (page: Page, password: string) => {
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByLabel('New password again', { exact: true }).fill(password)
}

describe('the settings of an account', () => {
  test('a new password ends other sessions; it signs in from then on, and the old one does not', async () => {
    const page = await web.open('/settings')
    web.world.sessions.push({
      id: idOf('other'),
      token: 'other',
      share: 'x',
      device: 'Firefox',
      startedAt: '2026-11-20T08:00:00Z',
    })
    await page.getByLabel('Present password', { exact: true }).fill('not the present one')
    await newPasswordTwice(page, 'neun warme gelbe Schuhe')
    await page.getByText('Strength: strong').waitFor()
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('Your present password is not correct.', { exact: false }).waitFor()
    await page.getByLabel('Present password', { exact: true }).fill(mockPassword)
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('Your password is changed.', { exact: false }).waitFor()
    expect(web.world.sessions).toHaveLength(1)
    await page.reload()
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await page.getByRole('button', { name: /^Account:/ }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await typeCredentials(page)
    await page.getByText('The address or the password is not correct.', { exact: false }).waitFor()
    await typeCredentials(page, 'neun warme gelbe Schuhe')
    await page.waitForURL(`${web.mock.url}/settings`)
  })

  test('new passwords that are too short or differ are explained before anything is sent', async () => {
    const page = await web.open('/settings')
    await page.getByLabel('Present password', { exact: true }).fill(mockPassword)
    await newPasswordTwice(page, 'kurz')
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('Use at least 10 characters.').waitFor()
    await page.getByLabel('New password', { exact: true }).fill('neun warme gelbe Schuhe')
    await page.getByText('The two new passwords are not the same.', { exact: false }).waitFor()
    expect(web.mock.requests.filter((request) => request.endsWith('/password'))).toEqual([])
  })

  test('an app password is shown once with the values for a mail program, and can be removed', async () => {
    const page = await web.open('/settings')
    await page.getByLabel('Name of the device or program').fill('Outlook at reception')
    await ownPassword(page).fill(mockPassword)
    await page.getByRole('button', { name: 'Make app password' }).click()
    const dialog = page.getByRole('dialog')
    const secret = await dialog.getByText(/^[0-9a-z]{4}(-[0-9a-z]{4}){7}$/).innerText()
    expect(await dialog.innerText()).toMatch(/587/)
    await dialog.getByRole('button', { name: 'I have entered it' }).click()
    expect(await page.getByText(secret).count()).toBe(0)
    await page.getByRole('button', { name: 'Remove: Outlook at reception' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByText('The app password is removed.').waitFor()
    expect(web.world.appPasswords).toEqual([])
  })

  test('no app password is made without the password of the account, typed again with the keyboard', async () => {
    const page = await web.open('/settings')
    await page.getByLabel('Name of the device or program').fill('Outlook at reception')
    await page.keyboard.press('Enter')
    await page.getByText('Enter your password.', { exact: true }).waitFor()
    await eventually(() => ownPassword(page).evaluate((input) => input === document.activeElement), true)
    await page.keyboard.type('not the present one')
    await page.keyboard.press('Enter')
    await page.getByText('Your present password is not correct.', { exact: false }).waitFor()
    await eventually(() => ownPassword(page).evaluate((input) => input === document.activeElement), true)
    expect(web.world.appPasswords).toEqual([])
    await ownPassword(page).fill(mockPassword)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'I have entered it' }).click()
    expect(await ownPassword(page).inputValue()).toBe('')
    expect(web.world.appPasswords.map((one) => one.name)).toEqual(['Outlook at reception'])
  })

  test('new recovery codes are made once the password was typed again, and a wrong one makes none', async () => {
    const page = await web.open('/settings')
    const before = web.world.recoveryCodes
    const panel = page.getByRole('region', { name: 'Recovery codes' })
    await panel.getByLabel('Your password', { exact: true }).fill('not the present one')
    await panel.getByRole('button', { name: 'Make new codes' }).click()
    await panel.getByText('Your present password is not correct.', { exact: false }).waitFor()
    await panel.getByLabel('Your password', { exact: true }).fill(mockPassword)
    await panel.getByRole('button', { name: 'Make new codes' }).click()
    await panel.getByRole('checkbox', { name: 'I have printed or saved the codes' }).check()
    expect(web.world.recoveryCodes).toBe(before)
    await panel.getByRole('button', { name: 'Use these codes from now on' }).click()
    await panel.getByText('8 codes are left.').waitFor()
    expect(web.world.recoveryCodes).not.toBe(before)
  })

  test('a new password names what it ends, and revokes app passwords when it is told to', async () => {
    const createdAt = '2026-11-20T08:00:00.000Z'
    const known = {
      id: idOf<AppPasswordId>('00000000-0000-7000-8000-000000000002'),
      name: 'Somebody’s phone',
      createdAt,
      lastUsedAt: null,
    }
    web.world.appPasswords = [known]
    const page = await web.open('/settings')
    const panel = page.getByRole('region', { name: 'Password', exact: true })
    const change = async (from: string, to: string) => {
      await page.getByLabel('Present password', { exact: true }).fill(from)
      await newPasswordTwice(page, to)
      await page.getByRole('button', { name: 'Change password' }).click()
      await page.getByText('Your password is changed.', { exact: false }).waitFor()
    }
    expect(await panel.getByText('Somebody’s phone', { exact: false }).count()).toBe(0)
    await change(mockPassword, 'neun warme gelbe Schuhe')
    expect(web.world.appPasswords).toEqual([known])
    await eventually(() => page.getByText('Your password is changed.', { exact: false }).count(), 0)
    await panel.getByRole('checkbox', { name: 'Revoke all app passwords too' }).check()
    await panel.getByText('App passwords: Somebody’s phone').waitFor()
    await change('neun warme gelbe Schuhe', 'zehn kalte blaue Hemden')
    await panel.getByText('These have ended:').waitFor()
    await panel.getByText('App passwords: Somebody’s phone').waitFor()
    expect(web.world.appPasswords).toEqual([])
    await page.getByText('No mail program is set up yet.').waitFor()
  })

  test('other sessions are listed and can be ended', async () => {
    const page = await web.open('/sent')
    web.world.sessions.push({
      id: idOf('other'),
      token: 'other',
      share: 'x',
      device: 'Firefox',
      startedAt: '2026-11-20T08:00:00Z',
    })
    web.world.sessions = web.world.sessions.map((session) =>
      session.id === 'other' ? { ...session, id: idOf<SessionId>('00000000-0000-7000-8000-000000000001') } : session,
    )
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'End: Firefox' }).click()
    await page.getByText('The session has ended.').waitFor()
    expect(web.world.sessions.map(({ device }) => device)).toEqual(['Chrome on Linux'])
  })

  test('the language is switched at once and remembered', async () => {
    const { page } = await web.openOwnProfile()
    await signInAt(page, web, '/settings')
    await page.getByRole('main').getByRole('button', { name: 'Deutsch' }).click()
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de')
    await page.reload()
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor()
  })
})

describe('recovery', () => {
  test('a recovery code sets a new password; the same code does not work again', async () => {
    const page = await web.openSignedOut('/')
    await typeCredentials(page)
    const first = page.getByRole('main').getByRole('listitem').first()
    const code = (await first.innerText()).trim()
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.waitForURL(`${web.mock.url}/sent`)
    await page.getByRole('button', { name: /^Account:/ }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()

    const recover = async (password: string) => {
      await page.goto(`${web.mock.url}/recover`)
      await expectHeading(page)
      await page.getByLabel('E-mail address').fill(web.world.account.address)
      await page.getByLabel('Recovery code').fill(code.toUpperCase().replaceAll('-', ' '))
      await newPasswordTwice(page, password)
      await page.getByRole('button', { name: 'Set new password' }).click()
    }
    const createdAt = '2026-11-20T08:00:00.000Z'
    const known = {
      id: idOf<AppPasswordId>('00000000-0000-7000-8000-000000000002'),
      name: 'Somebody’s phone',
      createdAt,
      lastUsedAt: null,
    }
    web.world.appPasswords = [known]
    await recover('sieben alte Regenschirme')
    await page.getByText('Your new password is set.', { exact: false }).waitFor()
    await page.getByText('App passwords: Somebody’s phone').waitFor()
    expect(web.world.appPasswords).toEqual([])
    await typeCredentials(page, 'sieben alte Regenschirme')
    await page.waitForURL(/\/sent/)
    await page.getByText('Laborwerte vom 18. November').waitFor()
    await page.getByRole('button', { name: /^Account:/ }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await recover('acht neue Regenschirme')
    await page.getByText('or the code was used before', { exact: false }).waitFor()
  })

  test('leaves app passwords alone when the box is cleared', async () => {
    const [code] = await makeRecoveryCodes(web.world.accountIdentity)
    web.world.recoveryCodes = code === undefined ? [] : [code.registration]
    const createdAt = '2026-11-20T08:00:00.000Z'
    web.world.appPasswords = [
      { id: idOf<AppPasswordId>('00000000-0000-7000-8000-000000000002'), name: 'Outlook', createdAt, lastUsedAt: null },
    ]
    const page = await web.openSignedOut('/recover')
    const box = page.getByRole('checkbox', { name: 'Revoke all app passwords too' })
    expect(await box.isChecked()).toBe(true)
    await box.uncheck()
    await page.getByLabel('E-mail address').fill(web.world.account.address)
    await page.getByLabel('Recovery code').fill(code?.text ?? '')
    await newPasswordTwice(page, 'sieben alte Regenschirme')
    await page.getByRole('button', { name: 'Set new password' }).click()
    await page.getByText('Your new password is set.', { exact: false }).waitFor()
    expect(web.world.appPasswords.map((one) => one.name)).toEqual(['Outlook'])
  })

  test('a code that cannot be one is refused before anything is sent', async () => {
    const page = await web.openSignedOut('/recover')
    await page.getByLabel('E-mail address').fill(web.world.account.address)
    await page.getByLabel('Recovery code').fill('4f7k-m2qa')
    await newPasswordTwice(page, 'sieben alte Regenschirme')
    await page.getByRole('button', { name: 'Set new password' }).click()
    await page.getByText('This is not a complete recovery code.', { exact: false }).waitFor()
    expect(web.mock.requests.filter((request) => request.includes('recovery'))).toEqual([])
  })
})
