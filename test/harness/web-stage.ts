import type { Browser, BrowserContextOptions, Page, ViewportSize } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { seedPractice, type PracticeMessages } from './web-mock-practice.ts'
import { startWebMock, type WebMock } from './web-mock.ts'
import { createWorld, type MockWorld } from './web-mock-world.ts'
import {
  expectHeading,
  haveRecoveryCodes,
  openProfile,
  requireNoComplaints,
  submitCredentials,
  type WebProfile,
} from './web-page.ts'

/**
 * The web app as the tests of one file look at it: one server and one browser profile, which signs in once. Every test
 * finds the practice as it was at first, in the same tab. What a test leaves in the browser (a language, a stopped
 * clock) the next one finds: such a test takes a profile of its own.
 */
export interface WebStage {
  readonly world: MockWorld
  readonly mails: PracticeMessages
  readonly mock: WebMock
  /** What it sent and complained of is that of the present test. */
  readonly profile: WebProfile
  /** The page at `path`, loaded anew for somebody who is signed in, has recovery codes and this window. */
  open(path: string, size?: Partial<ViewportSize>): Promise<Page>
  /** The page at `path` for somebody who is not signed in and, unless the test gives some, has no recovery codes. */
  openSignedOut(path: string): Promise<Page>
  /** Another profile on the same server, closed with the test. */
  openOwnProfile(options?: BrowserContextOptions): Promise<WebProfile>
}

const window = { width: 1280, height: 900 }

/** Registers what has to happen before and after the tests of the file, or of the group, that it is called in. */
export function stageWeb(browser: () => Browser, options: BrowserContextOptions = {}): WebStage {
  let world: MockWorld
  let mails: PracticeMessages
  let mock: WebMock
  let profile: WebProfile
  const others: WebProfile[] = []
  const size = { ...window, ...options.viewport }

  beforeAll(async () => {
    world = await createWorld()
    mock = await startWebMock(world)
    profile = await openProfile(browser(), { ...options, viewport: size })
    profile.page.on('dialog', (dialog) => void (dialog.type() === 'beforeunload' ? dialog.accept() : dialog.dismiss()))
  })
  beforeEach(async () => {
    const cookies = await profile.context.cookies()
    const sessions = world.sessions.filter(({ token }) => cookies.some(({ value }) => value === token))
    Object.assign(world, await createWorld(), { sessions })
    mails = seedPractice(world)
    mock.offline = false
    for (const seen of [mock.requests, profile.sent, profile.complaints]) seen.length = 0
  })
  afterEach(async () => {
    const open = profile.context.pages().filter((page) => page !== profile.page)
    await Promise.all([...open.map((page) => page.close()), ...others.map(({ context }) => context.close())])
    for (const one of [profile, ...others.splice(0)]) requireNoComplaints(one)
  })
  afterAll(async () => {
    await profile.context.close()
    await mock.close()
  })

  return {
    get world() {
      return world
    },
    get mails() {
      return mails
    },
    get mock() {
      return mock
    },
    get profile() {
      return profile
    },
    async open(path, wanted = {}) {
      const { page } = profile
      if (world.recoveryCodes.length === 0) haveRecoveryCodes(world)
      await page.setViewportSize({ ...size, ...wanted })
      await page.goto(mock.url + path)
      await expectHeading(page)
      if (new URL(page.url()).pathname === '/sign-in') await submitCredentials(page)
      await page.waitForURL(mock.url + path)
      await expectHeading(page)
      return page
    },
    async openSignedOut(path) {
      world.sessions = []
      await profile.page.setViewportSize(size)
      await profile.page.goto(mock.url + path)
      await expectHeading(profile.page)
      return profile.page
    },
    async openOwnProfile(own = {}) {
      const other = await openProfile(browser(), own)
      others.push(other)
      return other
    },
  }
}
