import { describe, expect, test } from 'vitest'
import type { Locator } from 'playwright-core'
import { findBarriers } from '../harness/axe.ts'
import { brokenWords } from '../harness/broken-words.ts'
import { browserForFile } from '../harness/browser.ts'
import { mockCode } from '../harness/portal-mock.ts'
import { portalVisits, type PortalVisit, type VisitOptions } from '../harness/portal-visit.ts'

const visitPortal = portalVisits(browserForFile())
let visit: PortalVisit

const start = async (options: VisitOptions = {}): Promise<PortalVisit> => {
  visit = await visitPortal(options)
  return visit
}
const button = (name: string) => visit.page.getByRole('button', { name, exact: true })
const codeField = () => visit.page.getByLabel('Code', { exact: true })
const see = (text: string | RegExp) => visit.page.getByText(text).first().waitFor()

describe('everybody can use the page', () => {
  const people = [
    { name: 'a phone at 320 px, English', locale: 'en-GB', width: 320, colorScheme: 'light' },
    { name: 'a phone at 320 px, German and dark', locale: 'de-DE', width: 320, colorScheme: 'dark' },
    { name: 'a desktop, German', locale: 'de-AT', width: 1280, colorScheme: 'light' },
    { name: 'a desktop, English and dark', locale: 'en-US', width: 1280, colorScheme: 'dark' },
  ] as const

  test.each(people)('on $name', async ({ locale, width, colorScheme }) => {
    const { page, mock } = await start({ browser: { locale, colorScheme, viewport: { width, height: 700 } } })
    const isGerman = locale.startsWith('de')
    const check = async (where: string) => {
      expect(await findBarriers(page), where).toEqual([])
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow, `${where} scrolls sideways`).toBeLessThanOrEqual(0)
      expect(await brokenWords(page), where).toEqual([])
    }
    await visit.open()
    expect(await page.locator('html').getAttribute('lang')).toBe(isGerman ? 'de' : 'en')
    await check('check')
    mock.state.trusted = true
    await visit.open()
    await button(isGerman ? 'Nachricht öffnen' : 'Open message').click()
    await button(isGerman ? 'Diesem Gerät nicht mehr vertrauen' : 'Forget this device').waitFor()
    await page.locator('article').waitFor()
    await check('message')
    await button(isGerman ? 'Antworten' : 'Reply').click()
    await page.setInputFiles('input[type=file]', {
      name: 'a.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.alloc(9),
    })
    await check('reply')
    await button(isGerman ? 'Antwort senden' : 'Send reply').click()
    await page.locator('details[open] article').waitFor()
    await check('answers')
    await button(isGerman ? 'Seite sperren' : 'Lock page').click()
    await check('left')
  })

  test('in colours that the system chooses: the logo keeps its white paper, the main action its edge', async () => {
    const { page } = await start({ browser: { colorScheme: 'dark', forcedColors: 'active' } })
    await visit.open()
    const styleOf = (element: Locator, property: string) =>
      element.evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property)
    expect(await styleOf(page.getByRole('img', { name: 'Praxis Dr. Weber' }), 'background-color')).toBe(
      'rgb(255, 255, 255)',
    )
    expect(await styleOf(button('Request code'), 'border-top-width')).toBe('3px')
    expect(await styleOf(button('Deutsch'), 'border-top-width')).toBe('1px')
  })

  test.each(['expired', 'revoked', 'locked', 'lost'] as const)('when the message is %s', async (linkState) => {
    const { page, mock } = await start()
    mock.state.linkState = linkState
    await visit.open()
    expect(await findBarriers(page)).toEqual([])
  })

  test('with a broken link, with an access code, and when a code was wrong', async () => {
    const { page, mock } = await start({ check: 'access-code' })
    await visit.open(`${mock.url}/o/${mock.token}`)
    expect(await findBarriers(page)).toEqual([])
    await visit.open()
    await page.getByRole('textbox', { name: 'Access code' }).fill('wrong')
    await button('Open message').click()
    await see('This access code is not correct')
    expect(await findBarriers(page)).toEqual([])
  })

  test('in the other language, which is remembered', async () => {
    const { page } = await start()
    await visit.open()
    await button('Deutsch').click()
    await button('Code anfordern').waitFor()
    expect(await page.title()).toBe('Vertrauliche Nachricht von Dr. Anna Weber – Praxis Dr. Weber')
    await page.reload()
    await button('Code anfordern').waitFor()
  })

  test('with the keyboard alone', async () => {
    const { page } = await start()
    await visit.open()
    const pressUntil = async (name: string) => {
      for (let presses = 0; presses < 30; presses += 1) {
        await page.keyboard.press('Tab')
        if ((await page.evaluate(() => document.activeElement?.textContent)) === name) return
      }
      throw new Error(`${name} cannot be reached`)
    }
    await pressUntil('Request code')
    await page.keyboard.press('Enter')
    await codeField().waitFor()
    await page.keyboard.type(`${mockCode}\n`)
    await page.locator('article').waitFor()
    await pressUntil('Reply')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Danke!')
    await pressUntil('Send reply')
    await page.keyboard.press('Enter')
    await see('Your reply has been sent')
  })
})
