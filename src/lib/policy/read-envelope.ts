import { parseAddress } from '../address/index.ts'
import type { E164 } from '../phone/index.ts'
import { passwordPhone, type HomeCountry } from './password-phone.ts'
import { policyErrors } from './policy-errors.ts'
import { mostProtected } from './route-words.ts'
import { routes, type Route } from './routes.ts'

/** More phones than anybody reads a password on; bounds what one message costs in texts. */
export const maxPhones = 10

/** What one address of the envelope means. */
export type EnvelopeAddress =
  | { readonly kind: 'recipient'; readonly address: string; readonly written: string; readonly wish: Route | null }
  | { readonly kind: 'phone'; readonly e164: E164; readonly country: string }

export interface WishedRecipient {
  /** In the form of `lib/address` that serves to compare, without the suffix that named a route. */
  readonly address: string
  /** As it was written last, without the suffix. */
  readonly written: string
  readonly wish: Route | null
}

export interface ReadEnvelope {
  /** Each mailbox once, in the order in which they were named. */
  readonly recipients: readonly WishedRecipient[]
  readonly phones: readonly E164[]
}

/**
 * Reads one address of an envelope: a phone (`+49…@sms.local`), or a recipient with or without a route suffix
 * (`anna@example.org.portal.local`). Throws an AppError whose text may be said to the sender, and to nobody else: it may
 * hold a phone number.
 */
export function readEnvelopeAddress(text: string, home: HomeCountry): EnvelopeAddress {
  const phone = passwordPhone(text, home)
  if (phone.kind === 'refused') throw policyErrors.phoneInvalid(phone.publicText)
  if (phone.kind === 'phone') return phone
  const written = parseAddress(text)
  if (written === null) throw policyErrors.addressInvalid()
  const wish = routeSuffixOf(written.address)
  const bare = wish === null ? written : parseAddress(written.written.slice(0, -suffixOf(wish).length))
  if (bare === null || isLocal(bare.domain)) throw policyErrors.undeliverable()
  return { kind: 'recipient', address: bare.address, written: bare.written, wish }
}

/**
 * Splits the addresses of an envelope into recipients, their wishes and phones. The same mailbox named twice is one
 * recipient; with two wishes the most protected route is meant. Throws an AppError for what can never work: a number in
 * national form, phones without a recipient, more than ten phones.
 */
export function readEnvelope(addresses: readonly string[], home: HomeCountry): ReadEnvelope {
  const named = new Map<string, { readonly written: string; readonly wishes: readonly Route[] }>()
  const phones = new Set<E164>()
  for (const address of addresses) {
    const read = readEnvelopeAddress(address, home)
    if (read.kind === 'phone') phones.add(read.e164)
    else {
      const before = named.get(read.address)?.wishes ?? []
      named.set(read.address, { written: read.written, wishes: read.wish === null ? before : [...before, read.wish] })
    }
  }
  if (phones.size > 0 && named.size === 0) throw policyErrors.onlyPhones()
  if (phones.size > maxPhones) throw policyErrors.tooManyPhones(maxPhones)
  return {
    recipients: [...named].map(([address, { written, wishes }]) => ({ address, written, wish: mostProtected(wishes) })),
    phones: [...phones],
  }
}

/** The route that the suffix of an address wishes; `anna@portal.local` has none, because nothing stands before it. */
export function routeSuffixOf(address: string): Route | null {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return routes.find((route) => domain.endsWith(suffixOf(route))) ?? null
}

const suffixOf = (route: Route): string => `.${route}.local`

/** RFC 6762 section 3: .local is for one's own network; nothing outside can be addressed by it. */
const isLocal = (domain: string): boolean => domain.endsWith('.local')
