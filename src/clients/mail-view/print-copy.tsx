import { useEffect, useRef } from 'react'
import styles from './mail-view.module.css'
import { sanitiseHtml } from './sanitise-html.ts'

export interface PrintCopyProps {
  readonly html: string
  readonly resolveContentId: (contentId: string) => string | null
}

/** Nothing of the mail stands on top of something else or is cut off; earlier layers win among what is important. */
const paper = `@layer paper {
  :host { display: block; color: #000000; font: 11pt/1.45 system-ui, 'Noto Sans', 'Liberation Sans', sans-serif; overflow-wrap: anywhere; }
  * { position: static !important; overflow: visible !important; max-height: none !important; transform: none !important; }
  img, table { max-width: 100% !important; }
  img { height: auto; }
  img:not([src]) { display: none !important; }
  tr, img { break-inside: avoid; }
}`
const onTop = ['position', 'overflow', 'overflow-x', 'overflow-y', 'max-height', 'transform']

/**
 * The HTML of a mail for paper, where a frame would be printed as one picture that is cut at the end of each page. It is
 * displayed in print only, by a style outside of its shadow tree, which the mail's own styles cannot reach; images of other
 * hosts are left out. See docs/decisions/0041.
 */
export function PrintCopy({ html, resolveContentId }: PrintCopyProps) {
  const host = useRef<HTMLDivElement>(null)
  const tree = useRef<ShadowRoot>(null)
  useEffect(() => {
    if (host.current === null) return
    tree.current ??= host.current.attachShadow({ mode: 'closed' })
    const safe = sanitiseHtml(html, { resolveContentId, keepRemoteImages: false })
    for (const [element, css] of safe.inlineStyles) {
      element.style.cssText = css
      for (const property of onTop) element.style.removeProperty(property)
    }
    tree.current.replaceChildren(safe.content)
    tree.current.adoptedStyleSheets = [paper, safe.styleSheet].map(sheetOf)
  }, [html, resolveContentId])
  return (
    <div className={styles.printed}>
      <div ref={host} />
    </div>
  )
}

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return sheet
}
