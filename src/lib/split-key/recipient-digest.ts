import { encodeBase64Url, encodeUtf8 } from '../bytes/index.ts'

/** What a recipient is recognised by inside a wrap: base64url SHA-256 of its text. */
export const recipientDigest = async (recipient: string): Promise<string> =>
  encodeBase64Url(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', encodeUtf8(recipient))))
