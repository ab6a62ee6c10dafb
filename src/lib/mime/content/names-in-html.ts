import type { MessageFile } from './message-file.ts'

/** What HTML may call a file: its content id (RFC 2392), its location (RFC 2557), or the end of that. */
export function namesInHtml({
  contentId,
  contentLocation,
}: Pick<MessageFile, 'contentId' | 'contentLocation'>): readonly string[] {
  // Old editors write the bare name of a file into the text, and its whole address over the part.
  const bareName = contentLocation.slice(contentLocation.lastIndexOf('/') + 1)
  return [...new Set([contentId.toLowerCase(), contentLocation, bareName])].filter((name) => name !== '')
}
