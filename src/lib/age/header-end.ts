import { AgeError } from './age-error.ts'
import { versionLine } from './header.ts'

const lineFeed = 10
const hyphen = 45

/**
 * Finds where the header of a file that arrives in pieces ends, without parsing it.
 * `search` gets all bytes so far and answers the length of the header, or `null` while the end has not come; it
 * remembers how far it looked. Throws as soon as the beginning cannot be an age v1 file.
 */
export const createHeaderEndSearch = () => {
  let lineStart = 0
  let at = 0
  return (bytes: Uint8Array): number | null => {
    refuseForeignStart(bytes)
    while ((at = bytes.indexOf(lineFeed, Math.max(at, lineStart))) !== -1) {
      const isFooter = bytes[lineStart] === hyphen && bytes[lineStart + 1] === hyphen
      if (isFooter) return at + 1
      lineStart = at + 1
    }
    at = bytes.length
    return null
  }
}

const refuseForeignStart = (bytes: Uint8Array): void => {
  const length = Math.min(bytes.length, versionLine.length)
  for (let i = 0; i < length; i++) {
    if (bytes[i] !== versionLine.charCodeAt(i)) throw new AgeError('age.header.malformed')
  }
}
