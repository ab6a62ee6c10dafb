import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { browserForFile } from '../harness/browser.ts'
import { looks, problemsOf, profileOf } from '../harness/web-looks.ts'
import type { PracticeMessages } from '../harness/web-mock-practice.ts'
import { submitCredentials } from '../harness/web-page.ts'
import { stageWeb } from '../harness/web-stage.ts'

const browser = browserForFile()

interface Step {
  readonly name: string
  readonly go: (page: Page) => Promise<unknown>
}

const button = (page: Page, label: RegExp) => page.getByRole('button', { name: label })
/** As a link leads there, which says with another heading that it has. */
const visit = (path: string) => async (page: Page) => {
  const left = await page.locator('h1').innerText()
  await page.evaluate((to) => history.pushState(null, '', to), path)
  await page.locator('h1').filter({ hasNotText: left }).waitFor()
}

/** Every page and every dialog, as somebody would come upon them after signing in. */
const steps = (mails: PracticeMessages): readonly Step[] => [
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

describe.each(looks)('in $language, $colorScheme, $width pixels wide', (look) => {
  const web = stageWeb(browser, profileOf(look))

  test('the pages before sign-in and the recovery codes have no accessibility problem', async () => {
    const page = await web.openSignedOut('/sign-in')
    const problems = [...(await problemsOf(page, 'sign-in'))]
    await page.locator('button[type=submit]').click()
    problems.push(...(await problemsOf(page, 'sign-in, refused')))
    await visit('/recover')(page)
    problems.push(...(await problemsOf(page, 'recovery')))
    await visit('/sign-in')(page)
    await submitCredentials(page)
    await page.getByRole('checkbox').waitFor()
    problems.push(...(await problemsOf(page, 'recovery codes')))
    expect(problems).toEqual([])
  })

  test('no page for signed-in people has an accessibility problem or scrolls sideways', async () => {
    const page = await web.open('/settings')
    const problems: string[] = []
    for (const { name, go } of steps(web.mails)) {
      await go(page)
      problems.push(...(await problemsOf(page, name)))
    }
    expect(problems).toEqual([])
  })
})

describe('in English, as most see it', () => {
  const web = stageWeb(browser)

  test('the language in use is marked in colours that the system chooses, too', async () => {
    const page = await web.openSignedOut('/sign-in')
    await page.emulateMedia({ forcedColors: 'active' })
    const outline = (name: string) =>
      page.getByRole('button', { name }).evaluate((pressed) => getComputedStyle(pressed).outlineStyle)
    expect([await outline('English'), await outline('Deutsch')]).toEqual(['solid', 'none'])
    await page.emulateMedia({ forcedColors: null })
  })

  test('a dialog takes the focus, Escape closes it, and the focus is back where it was', async () => {
    const page = await web.open(`/messages/${web.mails.answered.view.id}`)
    const opener = page.getByRole('button', { name: 'Revoke access …' })
    await opener.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    expect(await page.getByRole('dialog').evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true)
  })
})
