import { useEffect, useMemo, useRef, useState } from 'react'
import { mailFrame } from '../../contract/mail-frame.ts'
import frameStyles from './mail-frame.css?url'
import styles from './mail-view.module.css'
import { followLook } from '../ui/appearance.ts'
import { watchImages } from './drawn-images.ts'
import { sanitiseHtml, type SafeHtml } from './sanitise-html.ts'
import { dropTinyImages, loadSeenImages } from './tracking-pixels.ts'
import { boxTables, watchWideTables } from './wide-tables.ts'

export interface MailFrameProps {
  readonly html: string
  readonly title: string
  readonly language: string
  readonly showsRemoteImages: boolean
  readonly resolveContentId: (contentId: string) => string | null
  /** Told the addresses of the images that are shown, or so small that they are there to be loaded only. */
  readonly onImages: (addresses: readonly string[]) => void
}

/**
 * Shows the HTML of a mail. Three walls: the HTML is sanitised; the frame's sandbox runs no script whatever is in it, and
 * lets nothing be sent or navigated; the content security policy (the page's own, or `mailFrame`'s for remote images)
 * loads nothing else. The frame keeps the page's origin so that the page can fill it and fit its height without a script
 * inside; an origin means nothing to a document that cannot run one. See docs/decisions.
 */
export function MailFrame({ html, title, language, showsRemoteImages, resolveContentId, onImages }: MailFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState(160)
  const kind = showsRemoteImages ? 'remote' : 'local'
  // Until its document has loaded, a frame holds another one, with another policy.
  const [loaded, setLoaded] = useState<{ readonly kind: string; readonly count: number }>({ kind: '', count: 0 })
  const stylesheet = new URL(frameStyles, globalThis.location.href).href
  useEffect(() => {
    const document = frame.current?.contentDocument
    if (loaded.kind !== kind || document === undefined || document === null) return undefined
    const safe = sanitiseHtml(html, { resolveContentId, keepRemoteImages: showsRemoteImages })
    const boxes = boxTables(safe.content)
    fill(document, safe)
    const dropped = new Set(safe.tinyImages)
    const ends = [
      dropTinyImages(document, (address) => dropped.add(address)),
      loadSeenImages(document),
      watchHeight(document, setHeight),
      watchImages(document, (shown) => onImages([...shown, ...dropped])),
      watchWideTables(boxes),
      followLook(document.documentElement),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [loaded, kind, html, resolveContentId, showsRemoteImages, onImages])
  const source = useMemo(
    () => (showsRemoteImages ? { src: mailFrame.path } : { srcDoc: emptyDocument(language, stylesheet) }),
    [showsRemoteImages, language, stylesheet],
  )
  return (
    <iframe
      key={kind}
      ref={frame}
      className={styles.frame}
      title={title}
      {...source}
      height={height}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      onLoad={() => {
        addStylesheet(frame.current, stylesheet)
        setLoaded(({ count }) => ({ kind, count: count + 1 }))
      }}
    />
  )
}

const emptyDocument = (language: string, stylesheet: string): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title></title><link rel="stylesheet" href="${stylesheet}"></head><body></body></html>`

/** Only the document that the server sends lacks it. */
function addStylesheet(frame: HTMLIFrameElement | null, stylesheet: string): void {
  const document = frame?.contentDocument
  if (document === undefined || document === null || document.querySelector('link') !== null) return
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = stylesheet
  document.head.append(link)
}

function fill(document: Document, safe: SafeHtml): void {
  document.body.replaceChildren(safe.content)
  document.documentElement.classList.toggle('paper', safe.setsColours || safe.bodyStyle !== '')
  document.body.style.cssText = safe.bodyStyle
  for (const [element, css] of safe.inlineStyles) element.style.cssText = css
  const view = document.defaultView
  if (view === null) return
  const sheet = new view.CSSStyleSheet()
  sheet.replaceSync(safe.styleSheet)
  document.adoptedStyleSheets = [sheet]
}

function watchHeight(document: Document, setHeight: (height: number) => void): () => void {
  const measure = () => setHeight(Math.min(100_000, Math.ceil(document.body.scrollHeight) + 4))
  const observer = new ResizeObserver(measure)
  observer.observe(document.body)
  measure()
  return () => observer.disconnect()
}
