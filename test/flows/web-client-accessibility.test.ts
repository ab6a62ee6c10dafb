import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findBarriers } from '../harness/axe.ts'
import { brokenWords } from '../harness/broken-words.ts'
import { launchBrowser } from '../harness/browser.ts'
import { seedPractice, type PracticeMessages } from '../harness/web-mock-practice.ts'
import { startWebMock, type WebMock } from '../harness/web-mock.ts'
import { createWorld, mockAddress, mockPassword, type MockWorld } from '../harness/web-mock-world.ts'
import {
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
let mails: PracticeMessages
let mock: WebMock
let profile: WebProfile

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  world = await createWorld()
  mails = seedPractice(world)
  mock = await startWebMock(world)
})
afterEach(async () => {
  await profile.context.close()
  await mock.close()
  requireNoComplaints(profile)
})

interface Step {
  readonly name: string
  readonly go: (page: Page) => Promise<unknown>
}

const button = (page: Page, label: RegExp) => page.getByRole('button', { name: label })
const visit = (path: string) => async (page: Page) => {
  await page.goto(mock.url + path)
  await expectHeading(page)
}

/** Every page and every dialog, as somebody would come upon them after signing in. */
const steps = (): readonly Step[] => [
  { name: 'sent', go: (page) => visit('/sent')(page).then(() => page.getByText('Laborwerte').first().waitFor()) },
  { name: 'to do', go: (page) => visit('/todo')(page).then(() => page.getByText('Laborwerte').first().waitFor()) },
  {
    name: 'search',
    go: (page) =>
      visit('/search')(page)
        .then(() => page.getByRole('searchbox').filter({ visible: true }).fill('befund'))
        .then(() => page.getByText('Befund der Sonographie').first().waitFor()),
  },
  {
    name: 'inbox',
    go: (page) => visit('/inbox')(page).then(() => page.getByText('Vertretung').first().waitFor()),
  },
  {
    name: 'received message',
    go: (page) =>
      visit(`/inbox/${mails.received.view.id}`)(page).then(() => page.getByText('Ihre Laborwerte').waitFor()),
  },
  { name: 'revoked by a colleague', go: visit(`/inbox/${mails.takenBack.view.id}`) },
  { name: 'needs attention', go: visit('/sent?show=attention') },
  { name: 'message', go: visit(`/messages/${mails.answered.view.id}`) },
  { name: 'answer', go: (page) => page.getByText('Anbei das Foto der Verpackung.').waitFor() },
  { name: 'revocation', go: (page) => button(page, /^(Revoke access|Zurückziehen) …$/).click() },
  { name: 'extend', go: (page) => page.keyboard.press('Escape').then(() => button(page, /longer|Länger/).click()) },
  { name: 'many recipients', go: visit(`/messages/${mails.many.view.id}`) },
  { name: 'completion', go: visit(`/messages/${mails.parked.view.id}/complete`) },
  { name: 'completion, refused', go: (page) => button(page, /^(Send now|Jetzt senden)$/).click() },
  { name: 'completion by code', go: (page) => page.getByRole('radio').nth(1).check() },
  { name: 'recipients', go: visit('/recipients') },
  {
    name: 'change of a check',
    go: (page) =>
      button(page, /^(Change check|Prüfung ändern)/)
        .first()
        .click(),
  },
  { name: 'settings', go: visit('/settings') },
  {
    name: 'settings, refused',
    go: async (page) => {
      await button(page, /^(Change password|Passwort ändern)$/).click()
      // So tall that nothing of a long page lies half under the bar of a phone.
      await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height: 4000 })
    },
  },
  { name: 'account menu', go: (page) => button(page, /^(Account|Konto):/).click() },
]

const looks = [
  { language: 'en', locale: 'en-GB', colorScheme: 'light', width: 1280 },
  { language: 'de', locale: 'de-DE', colorScheme: 'dark', width: 1280 },
  { language: 'de', locale: 'de-DE', colorScheme: 'light', width: 320 },
  { language: 'en', locale: 'en-GB', colorScheme: 'dark', width: 320 },
] as const

async function problemsOf(page: Page, step: string): Promise<readonly string[]> {
  // Colours that still fade would be measured half-way.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  )
  const overflowPx = await sidewaysOverflowPx(page)
  const overflow = overflowPx === 0 ? [] : [`${step}: ${overflowPx} px too wide`]
  const broken = (await brokenWords(page)).map((word) => `${step}: ${word} is broken`)
  return [...(await findBarriers(page)).map((problem) => `${step}: ${problem}`), ...overflow, ...broken]
}

describe.each(looks)('in $language, $colorScheme, $width pixels wide', ({ locale, colorScheme, width }) => {
  beforeEach(async () => {
    const viewport = { width, height: 800 }
    profile = await openProfile(browser, { locale, colorScheme, viewport, reducedMotion: 'reduce' })
  })

  test('the pages before sign-in and the recovery codes have no accessibility problem', async () => {
    const { page } = profile
    await visit('/sign-in')(page)
    const problems = [...(await problemsOf(page, 'sign-in'))]
    await page.locator('button[type=submit]').click()
    problems.push(...(await problemsOf(page, 'sign-in, refused')))
    await visit('/recover')(page)
    problems.push(...(await problemsOf(page, 'recovery')))
    await visit('/sign-in')(page)
    await page.locator('input[type=email]').fill(mockAddress)
    await page.locator('input[type=password]').fill(mockPassword)
    await page.locator('button[type=submit]').click()
    await page.getByRole('checkbox').waitFor()
    problems.push(...(await problemsOf(page, 'recovery codes')))
    expect(problems).toEqual([])
  })

  test('no page for signed-in people has an accessibility problem or scrolls sideways', async () => {
    const { page } = profile
    haveRecoveryCodes(world)
    await visit('/sign-in')(page)
    await page.locator('input[type=email]').fill(mockAddress)
    await page.locator('input[type=password]').fill(mockPassword)
    await page.locator('button[type=submit]').click()
    await page.waitForURL(`${mock.url}/sent`)
    const problems: string[] = []
    for (const { name, go } of steps()) {
      await go(page)
      problems.push(...(await problemsOf(page, name)))
    }
    expect(problems).toEqual([])
  })
})

test('the language in use is marked in colours that the system chooses, too', async () => {
  profile = await openProfile(browser, { forcedColors: 'active' })
  const { page } = profile
  await visit('/sign-in')(page)
  const outline = (name: string) =>
    page.getByRole('button', { name }).evaluate((pressed) => getComputedStyle(pressed).outlineStyle)
  expect([await outline('English'), await outline('Deutsch')]).toEqual(['solid', 'none'])
})

test('a dialog takes the focus, Escape closes it, and the focus is back where it was', async () => {
  profile = await openProfile(browser)
  const { page } = profile
  await signInAt(page, { mock, world }, `/messages/${mails.answered.view.id}`)
  const opener = page.getByRole('button', { name: 'Revoke access …' })
  await opener.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  expect(await page.getByRole('dialog').evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true)
})
