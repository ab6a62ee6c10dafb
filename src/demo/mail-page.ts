import type { ShelvedMail } from './mail-shelf.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter)

/** Plain text as a page, its addresses as links. */
function pageOfText(text: string): string {
  const linked = escapeHtml(text).replace(/https?:\/\/[^\s<>]+/g, (address) => `<a href="${address}">${address}</a>`)
  return `<!doctype html><html><head><meta charset="utf-8"></head><body><pre style="white-space:pre-wrap;font:16px/1.5 system-ui,sans-serif;margin:16px;overflow-wrap:anywhere">${linked}</pre></body></html>`
}

/**
 * Every link opens in a new tab, since the frame that shows the mail may not navigate; in a low frame the mail is smaller,
 * so that it is seen down to its button.
 */
const additions =
  '<base target="_blank"><style>@media (min-width: 26rem) and (max-height: 28rem) { body { zoom: 0.68 } }</style>'

function inFrame(html: string): string {
  const head = /<head[^<>]*>/i
  return head.test(html) ? html.replace(head, (tag) => `${tag}${additions}`) : `${additions}${html}`
}

/** The page of a caught mail; links that an earlier start made lead to the port of today. */
export function mailPage({ mail, publicUrl }: ShelvedMail, publicUrlNow: string): string {
  const page = inFrame(mail.html ?? pageOfText(mail.text))
  return publicUrl === publicUrlNow ? page : page.replaceAll(`${publicUrl}/`, `${publicUrlNow}/`)
}

/** No script, nothing from anywhere else; the page of the demo alone may frame it. */
export const mailPagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
