import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { findChromium } from './find-chromium.ts'

const QUIET_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts a headless Chromium that talks to nobody by itself. A missing or broken browser is an error, never a skipped
 * test. The caller closes it.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined)
    throw new Error('no Chromium for the browser tests: run npm test, which installs one')
  const isRoot = process.getuid?.() === 0
  return chromium.launch({
    executablePath,
    headless: true,
    // Chromium refuses its own sandbox when it runs as root.
    chromiumSandbox: !isRoot,
    args: isRoot ? ['--no-sandbox', ...QUIET_FLAGS] : QUIET_FLAGS,
    timeout: 60_000,
  })
}

/** One browser for all tests of a file, which it is called in once: started before them and closed after them. */
export function browserForFile(): () => Browser {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())
  return () => browser
}
