import type { PartHeader } from '../header/part-header.ts'
import { mimeLimits } from '../mime-limits.ts'
import type { Holding } from './body-draft.ts'
import { StructureScanner } from './structure-scanner.ts'
import { claimsParts, isSmime, isWinmail } from './wrappers.ts'

/**
 * For a message that passes by: kept is what has to be read to show it, and what is small. Attachments stay where they
 * are, whatever their size.
 */
export const createPassingScanner = (): StructureScanner => new StructureScanner({ holdingOf })

function holdingOf(header: PartHeader): Holding {
  const { mediaType, disposition } = header
  if (claimsParts(header) && mediaType === 'text/plain')
    return { maxBytes: mimeLimits.maxContainerBytes, isBeginningKept: false }
  const isText = mediaType.startsWith('text/') || mediaType === 'application/xhtml+xml'
  if (isText && disposition !== 'attachment') return { maxBytes: mimeLimits.maxTextBytes, isBeginningKept: true }
  // Of a message inside the header is wanted, for its name.
  if (mediaType === 'message/rfc822' || mediaType === 'message/global')
    return { maxBytes: mimeLimits.maxSmallBytes, isBeginningKept: true }
  return {
    maxBytes: isWinmail(header) || isSmime(header) ? mimeLimits.maxContainerBytes : mimeLimits.maxSmallBytes,
    isBeginningKept: false,
  }
}
