/**
 * The files that may break a size limit, each with the reason. The list may only shrink: an entry records the size the
 * file had when it was excused, a file that grows beyond it fails, and so does an entry that is no longer needed.
 */
export interface SizeException {
  readonly path: string
  /** Lines of the file, when they exceed the limit. */
  readonly fileLines?: number
  /** Lines of its longest function, when they exceed the limit. */
  readonly functionLines?: number
  readonly reason: string
}

export const sizeExceptions: readonly SizeException[] = []
