export type TransferEncoding = 'base64' | 'quoted-printable' | 'identity'

/** What decides how the body of a part is treated; everything else is left to the real parser. */
export interface PartHeader {
  readonly mediaType: string
  readonly isAttachment: boolean
  readonly encoding: TransferEncoding
  /** Set for multipart parts that name one. */
  readonly boundary: string | null
}

/** Reads the few fields of a part's header that matter here (RFC 2045 section 5 and 6, RFC 2183). Never throws. */
export function readPartHeader(header: string): PartHeader {
  const lines = header.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const contentType = valueOf(lines, 'content-type')
  const mediaType = (/^[^\s;]+\/[^\s;]+/.exec(contentType)?.[0] ?? 'text/plain').toLowerCase()
  return {
    mediaType,
    isAttachment: /^attachment\b/i.test(valueOf(lines, 'content-disposition')),
    encoding: encodingOf(valueOf(lines, 'content-transfer-encoding')),
    boundary: mediaType.startsWith('multipart/') ? boundaryOf(contentType) : null,
  }
}

function valueOf(lines: readonly string[], field: string): string {
  const line = lines.find((candidate) => candidate.slice(0, field.length + 1).toLowerCase() === `${field}:`)
  return line === undefined ? '' : line.slice(field.length + 1).trim()
}

function encodingOf(value: string): TransferEncoding {
  const word = /^[a-z0-9-]+/i.exec(value)?.[0].toLowerCase()
  return word === 'base64' || word === 'quoted-printable' ? word : 'identity'
}

function boundaryOf(contentType: string): string | null {
  const quoted = /;\s*boundary\*?(?:0\*?)?\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(contentType)?.[1]
  if (quoted !== undefined) return quoted.replaceAll(/\\(.)/g, '$1').trimEnd()
  return /;\s*boundary\*?(?:0\*?)?\s*=\s*([^\s;"]+)/i.exec(contentType)?.[1] ?? null
}
