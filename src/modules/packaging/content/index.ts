/**
 * A message, from its bytes to what is printed and what stands beside message.eml.
 *
 * Pure and total: any bytes are a message, what cannot be read is left to message.eml, and every step is bounded by
 * `contentLimits`. It has its own walk through the parts, because it must see what a mail program hides (encrypted
 * parts, invitations, winmail.dat) and must correct charsets that lie; nothing is decided about acceptance here.
 */
export { isolateDirection } from './isolate-direction.ts'
export { readContent, type ContentOptions, type ReadContent } from './read-content.ts'
export type { FoundFile } from './gather-parts.ts'
