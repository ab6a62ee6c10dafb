import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { launchBrowser } from './browser.ts'
import { findChromium } from './find-chromium.ts'

describe('the browser of the tests', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  test('shows a page and runs its script', async () => {
    const page = await browser.newPage()
    await page.setContent('<h1>Sealpost</h1>')
    expect(await page.getByRole('heading').textContent()).toBe('Sealpost')
  })

  test('a Chromium named by the environment that cannot be run is not replaced by another one', () => {
    expect(findChromium({ SEALPOST_TEST_CHROMIUM: '/nowhere/chromium', PATH: '/usr/bin' })).toBeUndefined()
  })
})
