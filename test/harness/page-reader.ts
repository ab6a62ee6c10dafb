import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import type { sanitiseHtml } from '../../src/clients/mail-view/sanitise-html.ts'
import { seenWords } from './visible-words.ts'

const entry = resolve(import.meta.dirname, '../../src/clients/mail-view/sanitise-html.ts')

/** The page's own reader of HTML as one script, which gives `mailPage.sanitiseHtml`. */
async function bundleReader(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'mailPage' } },
  })
  const [first] = Array.isArray(built) ? built : [built]
  const chunk = first !== undefined && 'output' in first ? first.output[0] : undefined
  if (chunk === undefined) throw new Error('the reader of the page was not built')
  return chunk.code
}

/** Tells which words of a mail's HTML somebody sees who opens it on the page; the address of every image is known there. */
export async function openPageReader(page: Page): Promise<(html: string) => Promise<readonly string[]>> {
  const code = await bundleReader()
  await page.setContent('<!doctype html><title>mail</title>')
  await page.addScriptTag({ content: code })
  await page.addScriptTag({ content: `globalThis.seenWords = ${seenWords.toString()}` })
  return (html) =>
    page.evaluate((source) => {
      const { mailPage, seenWords: words } = globalThis as unknown as {
        mailPage: { readonly sanitiseHtml: typeof sanitiseHtml }
        seenWords: () => string
      }
      const safe = mailPage.sanitiseHtml(source, { resolveContentId: () => null, keepRemoteImages: false })
      document.body.replaceChildren(safe.content)
      for (const [element, css] of safe.inlineStyles) element.style.cssText = css
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(safe.styleSheet)
      document.adoptedStyleSheets = [sheet]
      return words()
        .split(/\s+/)
        .filter((word) => word !== '')
    }, html)
}
