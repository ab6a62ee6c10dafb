import { expect, test } from 'vitest'
import { findBarriers } from './axe.ts'
import { browserForFile } from './browser.ts'

const browser = browserForFile()
const whole = '<!doctype html><html lang="en"><title>Page</title><main><h1>Page</h1>'

test('a barrier is named with its element, on the first page that is looked at and on the next', async () => {
  const page = await browser().newPage()
  await page.setContent(`${whole}<img src="data:," id="first"></main></html>`)
  const [first, ...others] = await findBarriers(page)
  expect(first).toMatch(/^image-alt: <img src="data:," id="first">.*Fix any/s)
  expect(others).toEqual([])
  await page.evaluate(() => document.querySelector('img')?.remove())
  expect(await findBarriers(page)).toEqual([])
  await page.setContent(`${whole}<button id="next"></button><button id="last"></button></main></html>`)
  const nameless = (await findBarriers(page)).filter((barrier) => barrier.startsWith('button-name: '))
  expect(nameless).toEqual([expect.stringContaining('id="next"'), expect.stringContaining('id="last"')])
})
