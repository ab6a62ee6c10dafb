export interface Mailbox {
  /** Without quotes and backslashes. */
  readonly localPart: string
  /** As it was written, in Unicode or not; an address literal with its brackets; empty for the bare Postmaster. */
  readonly domain: string
  /** Whether the local part can only be written in quotes. */
  readonly isQuoted: boolean
}

export interface Path {
  /** What stands between the brackets, without a source route; empty for the null path. */
  readonly text: string
  /** Null for the null path, and for a text that is no mailbox by RFC 5321 section 4.1.2. */
  readonly mailbox: Mailbox | null
}

/** Section 4.5.3.1.3, the brackets left out. */
const maxPathOctets = 254
/** Controls, and what nobody sees: an invisible sign makes two addresses look like one. Joiners belong to some scripts. */
const unusable = /[\p{Cc}\p{Zl}\p{Zp}\ufffd]|(?![\u200c\u200d])\p{Cf}/u
/** Section 4.1.2 with the internationalised forms of RFC 6531 section 3.3. */
const dotString = /^[^\0-\x20\x7f"(),.:;<>@[\\\]]+(?:\.[^\0-\x20\x7f"(),.:;<>@[\\\]]+)*$/
const quotedString = /^"((?:[^\p{Cc}"\\]|\\[\x20-\x7e])*)"$/u
const subDomain = /^[A-Za-z0-9\u{a1}-\u{10ffff}](?:[A-Za-z0-9\u{a1}-\u{10ffff}-]*[A-Za-z0-9\u{a1}-\u{10ffff}])?$/u
const addressLiteral = /^\[[A-Za-z0-9:.-]{1,100}\]$/
/** Appendix C: a route of old times is read and left out. */
const sourceRoute = /^@[^\s,:@<>]+(?:,@[^\s,:@<>]+)*:/

/**
 * Takes the path that opens `text` and gives what stands behind it; null when there is none. The brackets are found
 * before the mailbox is judged, since people type what no grammar knows.
 */
export function takePath(text: string): { readonly path: Path; readonly rest: string } | null {
  const end = endOfPath(text)
  if (end === -1) return null
  const inside = text.slice(1, end)
  const rest = text.slice(end + 1)
  if (unusable.test(inside) || (rest !== '' && !rest.startsWith(' '))) return null
  const bare = inside.replace(sourceRoute, '')
  return { path: { text: bare, mailbox: parseMailbox(bare) }, rest }
}

/** Index of the bracket that closes the path: not one inside quotes. */
function endOfPath(text: string): number {
  if (!text.startsWith('<')) return -1
  let isQuoted = false
  for (let at = 1; at < text.length; at++) {
    const character = text[at]
    if (character === '\\' && isQuoted) at += 1
    else if (character === '"') isQuoted = !isQuoted
    else if (character === '>' && !isQuoted) return at
    else if (character === '<' && !isQuoted) return -1
  }
  return -1
}

/** Reads `local-part@domain` by RFC 5321 section 4.1.2; null for anything else. The bare Postmaster has no domain. */
export function parseMailbox(text: string): Mailbox | null {
  if (utf8Length(text) > maxPathOctets) return null
  if (/^postmaster$/i.test(text)) return { localPart: text, domain: '', isQuoted: false }
  const at = text.lastIndexOf('@')
  const [local, domain] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)]
  if (!isDomain(domain)) return null
  if (dotString.test(local)) return { localPart: local, domain, isQuoted: false }
  const quoted = quotedString.exec(local)?.[1]?.replaceAll(/\\(.)/g, '$1')
  if (quoted === undefined) return null
  return { localPart: quoted, domain, isQuoted: !dotString.test(quoted) }
}

const isDomain = (text: string): boolean =>
  addressLiteral.test(text) || text.split('.').every((label) => subDomain.test(label))

function utf8Length(text: string): number {
  let octets = text.length
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    if (point > 0xff_ff) octets += 2
    else if (point > 0x7_ff) octets += 2
    else if (point > 0x7f) octets += 1
  }
  return octets
}
