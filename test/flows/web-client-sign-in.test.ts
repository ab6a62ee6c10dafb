import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { generateIdentity } from '../../src/platform/age/index.ts'
import { browserForFile } from '../harness/browser.ts'
import { mockPassword } from '../harness/web-mock-world.ts'
import { eventually, haveRecoveryCodes, signInAt, typeCredentials } from '../harness/web-page.ts'
import { stageWeb } from '../harness/web-stage.ts'

const web = stageWeb(browserForFile())

/** How many records the browser keeps for the session. */
const keptRecords = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const opened = indexedDB.open('sealpost-session')
    await new Promise((resolve) => opened.addEventListener('success', resolve))
    const counted = opened.result.transaction('identity').objectStore('identity').count()
    await new Promise((resolve) => counted.addEventListener('success', resolve))
    opened.result.close()
    return counted.result
  })
describe('signing in', () => {
  test('a deep link leads to the sign-in page, then to the recovery codes of a new account, then to its goal', async () => {
    const goal = `/messages/${web.mails.parked.view.id}`
    const page = await web.openSignedOut(goal)
    await page.waitForURL(/\/sign-in/)
    await typeCredentials(page)
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
    const codes = page.getByRole('list').last().getByRole('listitem')
    await eventually(() => codes.count(), 8)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('Print, download or copy the codes first', { exact: false }).waitFor()
    expect(web.world.recoveryCodes).toHaveLength(0)
    await page.getByRole('checkbox', { name: 'I have printed or saved the codes' }).check()
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.waitForURL(web.mock.url + goal)
    expect(web.world.recoveryCodes).toHaveLength(8)
  })

  test('a wrong password says what to do and leaves nobody signed in', async () => {
    const page = await web.openSignedOut('/sign-in')
    await typeCredentials(page, 'something else entirely')
    await page.getByText('The address or the password is not correct.', { exact: false }).waitFor()
    expect(web.world.sessions).toHaveLength(0)
    expect(await page.getByLabel('E-mail address').inputValue()).not.toBe('')
  })

  test('neither the password nor any private key leaves the browser', async () => {
    haveRecoveryCodes(web.world)
    const page = await web.openSignedOut('/sign-in')
    await typeCredentials(page)
    await page.getByText('Laborwerte vom 18. November').waitFor()
    const everything = web.profile.sent.join('\n')
    expect(everything).toContain('authKey')
    expect(everything).not.toContain(mockPassword)
    expect(everything).not.toMatch(/AGE-SECRET-KEY/i)
  })

  test('a mailbox whose key on the server is not the one of its identity is reported on every page', async () => {
    const page = await web.open('/sent')
    await page.getByText('Laborwerte vom 18. November').waitFor()
    const warning = page.getByText('The server stores another key', { exact: false })
    expect(await warning.count()).toBe(0)
    Object.assign(web.world.mailbox, { recipient: generateIdentity().recipient })
    await page.reload()
    await warning.waitFor()
    await page.getByRole('link', { name: 'Settings' }).click()
    await warning.waitFor()
  })

  test('a forged way back leads nowhere outside of the app', async () => {
    haveRecoveryCodes(web.world)
    const page = await web.openSignedOut(`/sign-in?back=${encodeURIComponent('//evil.example/')}`)
    await typeCredentials(page)
    await page.waitForURL(`${web.mock.url}/sent`)
  })

  test('works with the keyboard alone', async () => {
    haveRecoveryCodes(web.world)
    const page = await web.openSignedOut('/sign-in')
    await page.getByLabel('E-mail address').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.type(web.world.account.address)
    await page.keyboard.press('Tab')
    await page.keyboard.type(mockPassword)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${web.mock.url}/sent`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  })
})

describe('a session', () => {
  test('outlives a reload and works in another tab', async () => {
    const page = await web.open('/sent')
    const { context } = web.profile
    await page.reload()
    await page.getByText('Laborwerte vom 18. November').waitFor()
    const other = await context.newPage()
    await other.goto(`${web.mock.url}/messages/${web.mails.answered.view.id}`)
    await other.getByText('Ihre Laborwerte', { exact: false }).waitFor()
  })

  test('signing out in one tab ends it in all of them and wipes what the browser kept', async () => {
    const page = await web.open('/sent')
    const { context } = web.profile
    const other = await context.newPage()
    await other.goto(`${web.mock.url}/recipients`)
    await other.getByRole('heading', { name: 'Recipients' }).waitFor()
    expect(await keptRecords(page)).toBe(1)
    await page.getByRole('button', { name: /^Account:/ }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('Nothing readable is left in this browser.', { exact: false }).waitFor()
    await other.getByRole('heading', { name: 'Sign in' }).waitFor()
    await eventually(() => keptRecords(page), 0)
    await eventually(() => web.world.sessions.length, 0)
  })

  test('ended elsewhere, it leads to the sign-in page and back, and wipes what the browser kept', async () => {
    const page = await web.open('/sent')
    web.world.sessions = []
    await page.getByRole('link', { name: 'Recipients' }).click()
    await page.getByText('Your session has ended.', { exact: false }).waitFor()
    await eventually(() => keptRecords(page), 0)
    await typeCredentials(page)
    await page.waitForURL(`${web.mock.url}/recipients`)
  })

  test('what the browser keeps has no readable key, and the key that opens it cannot be exported', async () => {
    const page = await web.open('/sent')
    const found = await page.evaluate(async () => {
      const opened = indexedDB.open('sealpost-session')
      await new Promise((resolve) => opened.addEventListener('success', resolve))
      const got = opened.result.transaction('identity').objectStore('identity').get('current')
      await new Promise((resolve) => got.addEventListener('success', resolve))
      const { browserKey, sealed } = got.result as { browserKey: CryptoKey; sealed: ArrayBuffer }
      const exported = await crypto.subtle.exportKey('raw', browserKey).then(
        () => 'exported',
        () => 'refused',
      )
      const stores = JSON.stringify({ ...localStorage, ...sessionStorage })
      return { exported, text: new TextDecoder('latin1').decode(sealed), stores }
    })
    expect(found.exported).toBe('refused')
    expect(`${found.text}${found.stores}`).not.toMatch(/AGE-SECRET-KEY/i)
  })

  test('asks after long idleness, goes on when somebody is there, and ends when nobody is', async () => {
    web.world.sessions = []
    const { page } = await web.openOwnProfile()
    await page.clock.install()
    await signInAt(page, web)
    await page.clock.fastForward('29:30')
    await page.getByRole('heading', { name: 'Are you still there?' }).waitFor()
    await page.getByRole('button', { name: 'Stay signed in' }).click()
    await page.clock.fastForward('10:00')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.clock.fastForward('29:00')
    await page.getByText('nothing happened for a while', { exact: false }).waitFor()
    await eventually(() => web.world.sessions.length, 0)
  })
})
