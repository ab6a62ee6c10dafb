/**
 * A message, from its bytes to what is printed and what stands beside message.eml: what `lib/mime` reads, in the words of
 * the recipient's language. Any bytes are a message; what cannot be read is left to message.eml.
 */
export { isolateDirection } from '../../../../lib/mime/index.ts'
export { readContent, type ContentOptions, type FoundFile, type ReadContent } from './read-content.ts'
