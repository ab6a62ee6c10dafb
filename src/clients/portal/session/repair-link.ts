import { parseLinkSecret, type LinkSecret } from '../../../lib/split-key/index.ts'

/** What the address of the page says about the message. */
export type RepairedLink =
  | { readonly kind: 'complete'; readonly token: string; readonly secret: LinkSecret }
  | { readonly kind: 'secret-missing' | 'secret-damaged'; readonly token: string }
  | { readonly kind: 'no-link' }

const tokenCharacters = 22
const secretCharacters = 27
/** Rewriting gateways encode a link once each; more than this is not a link of ours any more. */
const maxDecodings = 4

/**
 * Reads `/o/TOKEN#SECRET` also as mail gateways and mail programs leave it: `#` as `%23` or `%2523`, and characters
 * around the link (a full stop, `>`, `)`) taken into it.
 */
export function repairLink(href: string): RepairedLink {
  const url = new URL(href)
  const rest = decodeFully(`${url.pathname}${url.search}${url.hash}`)
  const [, token, tail = ''] = /^\/+o\/+([A-Za-z0-9_-]+)([^]*)$/.exec(rest) ?? []
  if (token?.length !== tokenCharacters) return { kind: 'no-link' }
  const fragment = fragmentOf(tail)
  if (fragment === '') return { kind: 'secret-missing', token }
  const secret = readSecret(fragment)
  return secret === null ? { kind: 'secret-damaged', token } : { kind: 'complete', token, secret }
}

/** What stands behind the first `#` and the marks that mail programs put there; '' when there is nothing. */
function fragmentOf(tail: string): string {
  const hash = tail.indexOf('#')
  if (hash === -1) return ''
  let start = hash + 1
  while (start < tail.length && (`#<("'`.includes(tail.charAt(start)) || tail.charAt(start).trim() === '')) start += 1
  return tail.slice(start)
}

/** The secret is the first run of its letters; after it only what cannot belong to it may follow. */
function readSecret(fragment: string): LinkSecret | null {
  const run = /^[A-Za-z0-9_-]*/.exec(fragment)?.[0] ?? ''
  const isMarked = /^[_-]*$/.test(run.slice(secretCharacters))
  return isMarked ? parseLinkSecret(run.slice(0, secretCharacters)) : null
}

function decodeFully(text: string): string {
  let decoded = text
  for (let round = 0; round < maxDecodings && decoded.includes('%'); round += 1) decoded = decodeOnce(decoded)
  return decoded
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray percent sign: only what is written as an encoded ASCII character is decoded.
    return text.replaceAll(/%([2-7][0-9a-f])/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  }
}
