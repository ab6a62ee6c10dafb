import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { browserForFile } from '../harness/browser.ts'
import { eventually } from '../harness/web-page.ts'
import { stageWeb } from '../harness/web-stage.ts'

/** What stands around every page: navigation, panes, search and what waits. */
const web = stageWeb(browserForFile())
const open = (path: string, width = 1280) => web.open(path, { width, height: 800 })
const row = (page: Page, list: string, text: string) =>
  page.getByRole('list', { name: list }).getByRole('listitem').filter({ hasText: text })

describe('from 1200 pixels', () => {
  test('a message opens beside its list, which stays; the message has the heading of the page', async () => {
    const page = await open('/sent', 1200)
    await page.getByText('Choose a message to read it here.').waitFor()
    await row(page, 'Sent', 'Laborwerte').getByRole('link').click()
    await page.getByRole('heading', { level: 1, name: 'Laborwerte vom 18. November' }).waitFor()
    expect(await row(page, 'Sent', 'Laborwerte').count()).toBe(1)
    expect(await page.getByRole('heading', { level: 2, name: 'Sent' }).count()).toBe(1)
    await row(page, 'Sent', 'Terminverschiebung').getByRole('link').click()
    await page.getByRole('heading', { level: 1, name: 'Terminverschiebung' }).waitFor()
  })

  test('an answer is read beside the inbox that it came to', async () => {
    const page = await open('/inbox')
    await row(page, 'Inbox', 'e.baumann@mail.example').first().getByRole('link').click()
    await page.getByText('Anbei das Foto der Verpackung.').waitFor()
    expect(await page.getByRole('list', { name: 'Inbox' }).count()).toBe(1)
    await page.getByRole('link', { name: 'Back to the inbox' }).click()
    await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor()
  })
})

test('below, there is one column: the list, or the message', async () => {
  const page = await open('/sent', 1199)
  await row(page, 'Sent', 'Laborwerte').getByRole('link').click()
  await page.getByRole('heading', { level: 1, name: 'Laborwerte vom 18. November' }).waitFor()
  expect(await page.getByRole('list', { name: 'Sent' }).count()).toBe(0)
})

test('a phone has four entries and the others behind "More", which Escape closes', async () => {
  const page = await open('/sent', 320)
  const bar = page.getByRole('navigation', { name: 'Main' })
  expect(await bar.getByRole('link').count()).toBe(4)
  const more = bar.getByRole('button', { name: 'More' })
  await more.click()
  expect(await bar.getByRole('link', { name: 'Set up a mail program' }).count()).toBe(1)
  await page.keyboard.press('Escape')
  expect(await bar.getByRole('link').count()).toBe(4)
  expect(await more.evaluate((button) => button === document.activeElement)).toBe(true)
  await more.click()
  await bar.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  expect(await bar.getByRole('link').count()).toBe(4)
})

test('a recipient whom the author named has that name beside the address, and only what is new is bold', async () => {
  const page = await open('/sent')
  const named = row(page, 'Sent', 'Ihr Rezept liegt bereit')
  await named.getByText('Kemal Özdemir').waitFor()
  await named.getByText('k.oezdemir@familie.example').waitFor()
  const weight = (text: string) =>
    row(page, 'Sent', text)
      .getByRole('link')
      .evaluate((link) => Number(getComputedStyle(link).fontWeight))
  expect(await weight('Ihr Rezept liegt bereit')).toBeLessThan(500)
  expect(await weight('Ihre Frage zur Medikation')).toBeGreaterThan(500)
  await page.getByRole('link', { name: 'Recipients' }).click()
  const recipient = row(page, 'Recipients', 'k.oezdemir@familie.example')
  await recipient.getByText('Kemal Özdemir').waitFor()
  expect(await row(page, 'Recipients', 'l.brandt@mail.example').innerText()).not.toMatch(/Kemal|Petra/)
})

describe('to do', () => {
  test('has what waits, with the way to do it, and counts it', async () => {
    const page = await open('/todo')
    const things = page.getByRole('list', { name: 'To do' }).getByRole('listitem')
    await eventually(() => things.count(), 6)
    await page.getByRole('link', { name: 'To do 6 wait' }).waitFor()
    await page.getByText('1 new answer', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Correct the number: Terminverschiebung' }).click()
    await page.waitForURL(new RegExp(`/messages/${web.mails.wrongNumber.view.id}/complete`))
    await page.getByLabel('Mobile number').waitFor()
  })

  test('says when there is nothing', async () => {
    web.world.messages = []
    const page = await open('/todo')
    await page.getByRole('heading', { name: 'Nothing to do' }).waitFor()
  })
})

describe('the search', () => {
  const field = (page: Page) => page.getByRole('searchbox', { name: 'Search mail' }).filter({ visible: true })

  test('finds subjects and addresses in both lists while it is typed, and tells the server nothing', async () => {
    const page = await open('/sent')
    await field(page).pressSequentially('vertretung')
    await page.getByText('1 message found among the newest', { exact: false }).waitFor()
    expect(await row(page, 'Search', 'Dr. Jonas Falk').count()).toBe(1)
    await field(page).fill('novak')
    await row(page, 'Search', 'Befund der Sonographie').waitFor()
    await field(page).fill('zzz')
    await page.getByText('Nothing found among the newest', { exact: false }).waitFor()
    expect(web.profile.sent.filter((line) => /vertretung|novak|zzz/.test(line))).toEqual([])
    expect(page.url()).toBe(`${web.mock.url}/search`)
  })

  test('leads on to the recipients, whom the server looks for when it is asked', async () => {
    const page = await open('/search')
    await field(page).fill('lindner')
    await page.getByRole('link', { name: 'Look for “lindner” among the recipients, on the server' }).click()
    await page.getByText('herta.lindner@web.example').waitFor()
    await eventually(() => page.getByText('p.novak@gmx.example').count(), 0)
    expect(page.url()).toBe(`${web.mock.url}/recipients`)
  })
})
