import { expect } from 'vitest'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { mockCode, startPortalMock, type PortalMock, type PortalMockOptions } from './portal-mock.ts'
import { plainMail } from './portal-mails.ts'

export interface VisitOptions extends Partial<PortalMockOptions> {
  readonly browser?: BrowserContextOptions
}

/** The portal page in a real browser against a mock of its own; complaints of the browser are collected. */
export interface PortalVisit {
  readonly mock: PortalMock
  readonly context: BrowserContext
  readonly page: Page
  /** Hosts other than our own that the page tried to reach. */
  readonly foreign: readonly string[]
  /** Console errors and uncaught exceptions, failed requests left out. */
  readonly complaints: string[]
  open(address?: string): Promise<void>
  /** From the check by SMS to the message. */
  openMessage(): Promise<void>
  close(): Promise<void>
}

export async function visitPortal(browser: Browser, options: VisitOptions = {}): Promise<PortalVisit> {
  const mock = await startPortalMock({ message: plainMail, ...options })
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 390, height: 800 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
    ...options.browser,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const foreign: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    const { host, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && !mock.url.endsWith(host)) foreign.push(host)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  const heading = page.locator('h1')
  return {
    mock,
    context,
    page,
    foreign,
    complaints,
    async open(address = mock.link) {
      await page.goto(address)
      await heading.waitFor()
    },
    async openMessage() {
      await page.goto(mock.link)
      await page.getByRole('button', { name: /^(Request code|Code anfordern)$/ }).click()
      await page.getByRole('textbox', { name: 'Code' }).fill(mockCode)
      await page.getByRole('button', { name: /^(Open message|Nachricht öffnen)$/ }).click()
      await page.locator('article').waitFor()
    },
    async close() {
      await context.close()
      await mock.close()
      expect(complaints).toEqual([])
    },
  }
}
