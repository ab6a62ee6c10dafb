import { expect } from 'vitest'
import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core'
import type { WebMock } from './web-mock.ts'
import { mockAddress, mockPassword, type MockWorld } from './web-mock-world.ts'

/** One browser profile looking at the web app, and what it did. */
export interface WebProfile {
  readonly context: BrowserContext
  readonly page: Page
  /** Bodies and addresses of everything that was sent, to search for what must never leave. */
  readonly sent: string[]
  /** Errors that the page logged: broken policy, uncaught exceptions. */
  readonly complaints: string[]
}

/** A fresh profile; every page in it is watched. The caller closes the context. */
export async function openProfile(browser: Browser, options: BrowserContextOptions = {}): Promise<WebProfile> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options })
  context.setDefaultTimeout(15_000)
  const sent: string[] = []
  const complaints: string[] = []
  context.on('request', (request: Request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
  context.on('weberror', (error) => complaints.push(error.error().message))
  context.on('console', (logged) => {
    const isRefusal = logged.text().startsWith('Failed to load resource')
    if (logged.type() === 'error' && !isRefusal) complaints.push(logged.text())
  })
  return { context, page: await context.newPage(), sent, complaints }
}

/** Types address and password into the sign-in page; returns as soon as the button is pressed. */
export async function typeCredentials(page: Page, password = mockPassword, address = mockAddress): Promise<void> {
  await page.getByLabel('E-mail address').fill(address)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** The same in whatever language the page has. */
export async function submitCredentials(page: Page): Promise<void> {
  await page.locator('input[type=email]').fill(mockAddress)
  await page.locator('input[type=password]').fill(mockPassword)
  await page.locator('button[type=submit]').click()
}

/** Signs in and lands on `path`; the account has its recovery codes already. */
export async function signInAt(
  page: Page,
  place: { readonly mock: WebMock; readonly world: MockWorld },
  path = '/sent',
) {
  if (place.world.recoveryCodes.length === 0) haveRecoveryCodes(place.world)
  await page.goto(place.mock.url + path)
  await typeCredentials(page)
  await page.waitForURL(`${place.mock.url}${path}`)
  await expectHeading(page)
}

/** Eight codes that nobody knows, so that sign-in does not ask for new ones. */
export function haveRecoveryCodes(world: MockWorld): void {
  world.recoveryCodes = Array.from({ length: 8 }, (_none, at) => ({ authKey: `known-${at}`, wrappedIdentity: 'x' }))
}

/** Waits until the page has its heading. */
export const expectHeading = (page: Page): Promise<void> => page.getByRole('heading', { level: 1 }).waitFor()

/** Waits until something is true, without a fixed pause. */
export const eventually = (look: () => unknown, wanted: unknown): Promise<unknown> =>
  expect.poll(look, { timeout: 10_000 }).toEqual(wanted)

/** Throws when a page broke its security policy or left an exception uncaught. */
export function requireNoComplaints({ complaints }: WebProfile): void {
  if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join('; ')}`)
}

/** By how many pixels the page is wider than its window; 0 when nobody has to scroll sideways (WCAG 2.2, 1.4.10). */
export const sidewaysOverflowPx = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth))
