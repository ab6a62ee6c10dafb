import type { BrowserContextOptions, Page } from 'playwright-core'
import { findBarriers } from './axe.ts'
import { brokenWords } from './broken-words.ts'
import { sidewaysOverflowPx } from './web-page.ts'

/** In what the web app is looked at for barriers: both languages and both schemes, at a desk and on a phone. */
export const looks = [
  { language: 'en', locale: 'en-GB', colorScheme: 'light', width: 1280 },
  { language: 'de', locale: 'de-DE', colorScheme: 'dark', width: 1280 },
  { language: 'de', locale: 'de-DE', colorScheme: 'light', width: 320 },
  { language: 'en', locale: 'en-GB', colorScheme: 'dark', width: 320 },
] as const

export const profileOf = (
  { locale, colorScheme, width }: (typeof looks)[number],
  height = 800,
): BrowserContextOptions => ({ locale, colorScheme, viewport: { width, height }, reducedMotion: 'reduce' })

/** What is wrong with the page as it stands: barriers, words that are broken, and whatever makes it scroll sideways. */
export async function problemsOf(page: Page, step: string): Promise<readonly string[]> {
  // Colours that still fade would be measured half-way.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  )
  const overflowPx = await sidewaysOverflowPx(page)
  const overflow = overflowPx === 0 ? [] : [`${overflowPx} px too wide`]
  const broken = (await brokenWords(page)).map((word) => `${word} is broken`)
  return [...(await findBarriers(page)), ...overflow, ...broken].map((problem) => `${step}: ${problem}`)
}
