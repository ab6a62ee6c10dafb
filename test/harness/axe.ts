import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { z } from 'zod'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const result = z.object({
  passes: z.array(z.unknown()),
  violations: z.array(
    z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })) }),
  ),
})

/** What WCAG 2.2 AA and good practice object to on the page as it stands, one line per element. Throws if nothing was checked. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, which no content security policy stops.
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(source)
  // Of what passes one element each is enough; selectors of those that fail are not read.
  const options = { runOnly: standards, resultTypes: ['violations'], selectors: false }
  const run = `axe.run(${JSON.stringify(options)})`
  const { passes, violations } = result.parse(await page.evaluate(run))
  if (passes.length === 0) throw new Error('axe checked nothing')
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))
}
