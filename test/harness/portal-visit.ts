import { afterAll, afterEach, expect } from 'vitest'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { mockCode, startPortalMock, type PortalMock, type PortalMockOptions } from './portal-mock.ts'
import { plainMail } from './portal-mails.ts'

export interface VisitOptions extends Partial<PortalMockOptions> {
  readonly browser?: BrowserContextOptions
}

/** The portal page in a real browser against a mock of the server; complaints of the browser are collected. */
export interface PortalVisit {
  readonly mock: PortalMock
  readonly page: Page
  /** Hosts other than our own that the page tried to reach. */
  readonly foreign: readonly string[]
  /** Console errors and uncaught exceptions, failed requests left out. */
  readonly complaints: string[]
  open(address?: string): Promise<void>
  /** From the check by SMS to the message. */
  openMessage(): Promise<void>
}

/** A tab, which the tests of a file use one after another. */
interface Tab {
  readonly context: BrowserContext
  readonly page: Page
  readonly foreign: string[]
  readonly complaints: string[]
}

const usual: BrowserContextOptions = {
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
  viewport: { width: 390, height: 800 },
  reducedMotion: 'reduce',
  acceptDownloads: true,
}

/**
 * Gives what starts a visit, one per test. The tests of a file share one server, which gets another message for each of
 * them, and one tab, which keeps nothing from one to the next; a visit with settings of its own for the browser, or that
 * changes what a tab cannot change back, gets a tab of its own.
 */
export function portalVisits(browser: () => Browser): (options?: VisitOptions) => Promise<PortalVisit> {
  let mock: PortalMock | undefined
  let shared: Tab | undefined
  let used: Tab | undefined

  afterEach(async () => {
    if (used === undefined) return
    const { complaints, foreign, context } = used
    if (used === shared) await clear(shared)
    else await context.close()
    foreign.length = 0
    expect(complaints.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await shared?.context.close()
    await mock?.close()
  })

  return async ({ browser: own, ...options } = {}) => {
    const message = { message: plainMail, ...options }
    if (mock === undefined) mock = await startPortalMock(message)
    else await mock.replace(message)
    const { host } = new URL(mock.url)
    used = own === undefined ? (shared ??= await openTab(browser(), host)) : await openTab(browser(), host, own)
    return visitIn(used, mock)
  }
}

async function openTab(browser: Browser, host: string, options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext({ ...usual, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const foreign: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    const asked = new URL(request.url())
    if (asked.protocol.startsWith('http') && asked.host !== host) foreign.push(asked.host)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  return { context, page, foreign, complaints }
}

async function clear({ context, page }: Tab): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  for (const other of context.pages()) if (other !== page) await other.close()
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
  })
  await context.clearCookies()
  await page.goto('about:blank')
}

function visitIn({ page, foreign, complaints }: Tab, mock: PortalMock): PortalVisit {
  return {
    mock,
    page,
    foreign,
    complaints,
    async open(address = mock.link) {
      await page.goto(address)
      await page.locator('h1').waitFor()
    },
    async openMessage() {
      await page.goto(mock.link)
      await page.getByRole('button', { name: /^(Request code|Code anfordern)$/ }).click()
      await page.getByRole('textbox', { name: 'Code' }).fill(mockCode)
      await page.getByRole('button', { name: /^(Open message|Nachricht öffnen)$/ }).click()
      await page.locator('article').waitFor()
    },
  }
}
