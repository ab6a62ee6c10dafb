import type { PartHeader } from '../header/part-header.ts'

/** An Outlook container. */
export const isWinmail = ({ mediaType, fileName }: PartHeader): boolean =>
  mediaType === 'application/ms-tnef' ||
  mediaType === 'application/vnd.ms-tnef' ||
  /^win(?:mail)?\.dat$/i.test(fileName)

/** A signature with the message inside, or an encrypted one. */
export const isSmime = ({ mediaType, parameters, fileName }: PartHeader): boolean =>
  (/^application\/(?:x-)?pkcs7-mime$/.test(mediaType) && parameters.get('smime-type') !== 'certs-only') ||
  (/\.p7m$/i.test(fileName) && !mediaType.startsWith('multipart/'))

/** A body that claims to hold parts: where none are found it may be encoded as a whole (which RFC 2045 section 6.4 forbids). */
export const claimsParts = ({ parameters }: PartHeader): boolean => parameters.has('boundary')
