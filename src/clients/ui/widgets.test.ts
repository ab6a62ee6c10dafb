import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../test/harness/browser.ts'
import { requireNoCost, serveWidgetPage, type WidgetPage } from '../../../test/harness/widget-page.ts'

let browser: Browser
let widgets: WidgetPage
let page: Page
let complaints: string[]

beforeAll(async () => {
  ;[browser, widgets] = await Promise.all([launchBrowser(), serveWidgetPage()])
}, 120_000)
afterAll(() => Promise.all([browser.close(), widgets.close()]))

afterEach(async () => {
  await requireNoCost(page, complaints)
  await page.context().close()
})

async function open(options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1024, height: 700 },
    reducedMotion: 'reduce',
    ...options,
  })
  page = await context.newPage()
  complaints = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (said) => {
    if (said.type() === 'error' && !said.text().startsWith('Failed to load resource')) complaints.push(said.text())
  })
  await page.clock.install()
  await page.goto(widgets.url)
  await button('Open dialog').waitFor()
}

const button = (name: string) => page.getByRole('button', { name, exact: true })
const dialog = () => page.getByRole('dialog')
const hasFocus = (name: string) => button(name).evaluate((element) => element === document.activeElement)
const holdsFocus = () => dialog().evaluate((element) => element.contains(document.activeElement))
const phone = { viewport: { width: 320, height: 480 } } as const

async function pressed(key: string, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) await page.keyboard.press(key)
}

async function isInWindow(locator = dialog()): Promise<boolean> {
  const box = await locator.boundingBox()
  const window = page.viewportSize()
  if (box === null || window === null) throw new Error('nothing is shown')
  return box.x >= 0 && box.y >= 0 && box.x + box.width <= window.width && box.y + box.height <= window.height
}

describe('a dialog', () => {
  test('has the name of its title, holds the focus, and gives it back after Escape', async () => {
    await open()
    await button('Open dialog').press('Enter')
    await page.getByRole('dialog', { name: 'A question' }).waitFor()
    await expect.poll(holdsFocus).toBe(true)
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab']) {
      await page.keyboard.press(key)
      await expect.poll(holdsFocus, { message: key }).toBe(true)
    }
    expect(await page.locator('[inert] h1').count(), 'the page behind is out of reach').toBe(1)
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus('Open dialog')).toBe(true)
    await page.getByText('Asked to close: 1').waitFor()
  })

  test('does not go when somebody presses beside it', async () => {
    await open()
    await button('Open dialog').click()
    await page.getByLabel('Answer').fill('half a sentence')
    await page.mouse.click(5, 5)
    expect(await page.getByLabel('Answer').inputValue()).toBe('half a sentence')
  })

  test('is closed by a button that says so in the language of the page', async () => {
    await open()
    await button('Deutsch').click()
    await button('Open dialog').click()
    await button('Schließen').click()
    await dialog().waitFor({ state: 'detached' })
    await page.getByText('Asked to close: 1').waitFor()
  })

  test('scrolls long content in itself, on a phone too, with its buttons in sight', async () => {
    await open(phone)
    await button('Open long dialog').click()
    await expect.poll(() => isInWindow()).toBe(true)
    expect(await isInWindow(button('Cancel'))).toBe(true)
    await page.getByText('Paragraph 60').scrollIntoViewIfNeeded()
    expect(await isInWindow(button('Cancel'))).toBe(true)
    const overflowPx = await dialog().evaluate((element) => element.scrollWidth - element.clientWidth)
    expect(overflowPx).toBe(0)
  })

  test('leaves a disabled button out, by keyboard and by mouse', async () => {
    await open()
    await button('Open dialog').click()
    await button('Cancel').focus()
    await page.keyboard.press('Tab')
    expect(await hasFocus('Go on')).toBe(false)
    await button('Go on').click({ force: true })
    expect(await page.getByText('pressed although disabled').count()).toBe(0)
  })
})

describe('a panel', () => {
  test('opens by keyboard with its name, skips what is disabled, and gives the focus back', async () => {
    await open()
    await button('Open panel').press('Enter')
    await page.getByRole('dialog', { name: 'Things to do' }).waitFor()
    await page.keyboard.press('Tab')
    expect(await hasFocus('Do it')).toBe(true)
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus('Open panel')).toBe(true)
  })

  test('goes when somebody presses elsewhere', async () => {
    await open()
    await button('Open panel').click()
    await dialog().waitFor()
    await page.mouse.click(900, 600)
    await dialog().waitFor({ state: 'detached' })
  })

  test('stays in the window of a phone with words that do not break', async () => {
    await open(phone)
    await button('Open panel').click()
    await dialog().waitFor()
    await expect.poll(() => isInWindow()).toBe(true)
  })
})

describe('what is told', () => {
  test('is spoken, and goes by itself, but not while somebody points at it', async () => {
    await open()
    await button('Tell').click()
    const told = page.getByRole('alert').getByText('Saved.')
    await told.waitFor()
    await told.hover()
    await page.clock.runFor(30_000)
    expect(await told.count()).toBe(1)
    await page.mouse.move(5, 5)
    await page.clock.runFor(7_000)
    await told.waitFor({ state: 'detached' })
  })

  test('is reached and closed by keyboard, and the focus goes back', async () => {
    await open()
    await button('Tell').press('Enter')
    await page.getByText('Saved.').waitFor()
    await page.keyboard.press('F6')
    await pressed('Tab', 2)
    expect(await hasFocus('Close')).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByText('Saved.').waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus('Tell')).toBe(true)
  })

  test('waits its turn when there is much, so that a phone is not covered', async () => {
    await open(phone)
    for (const _turn of [1, 2, 3, 4]) await button('Tell at length').press('Enter')
    const places = page.getByRole('alertdialog')
    await expect.poll(() => places.count()).toBe(3)
    for (const place of await places.all()) expect(await isInWindow(place)).toBe(true)
    await places.first().getByRole('button').click()
    await expect.poll(() => places.count()).toBe(3)
    await places.first().getByRole('button').click()
    await expect.poll(() => places.count()).toBe(2)
  })
})

describe('where the reader decides how it looks', () => {
  test('a line shows the focus in forced colours', async () => {
    await open({ forcedColors: 'active' })
    await button('Open dialog').press('Enter')
    await page.keyboard.press('Tab')
    const line = await button('Close').evaluate((element) => getComputedStyle(element).outline)
    expect(line).toMatch(/solid 3px/)
  })

  test('nothing moves when that was asked for', async () => {
    await open()
    await button('Tell').click()
    const place = page.getByRole('alertdialog')
    const seconds = await place.evaluate((element) => Number.parseFloat(getComputedStyle(element).animationDuration))
    expect(seconds).toBeLessThan(0.001)
  })
})
