import { decodeBase64Url, encodeBase64Url, type Bytes } from '../bytes/index.ts'

declare const linkSecretBrand: unique symbol

/** `L`, the recipient's share: 20 random bytes that live in the fragment of a link and in a queued notification only. */
export type LinkSecret = Bytes & { readonly [linkSecretBrand]: true }

export const linkSecretBytes = 20
const linkSecretCharacters = 27

/** A new secret for one recipient of one message. */
export const generateLinkSecret = (): LinkSecret =>
  brand(globalThis.crypto.getRandomValues(new Uint8Array(linkSecretBytes)))

/** 27 characters of base64url, ready for the fragment. */
export const formatLinkSecret = (secret: LinkSecret): string => encodeBase64Url(secret)

/** Exactly the 27 characters that `formatLinkSecret` writes; `null` for anything longer, shorter or spelled otherwise. */
export const parseLinkSecret = (text: string): LinkSecret | null => {
  if (text.length !== linkSecretCharacters) return null
  const bytes = decodeBase64Url(text)
  return bytes?.length === linkSecretBytes ? brand(bytes) : null
}

// oxlint-disable-next-line typescript/consistent-type-assertions -- a brand can be given in no other way, and only here
const brand = (bytes: Bytes): LinkSecret => bytes as LinkSecret
