import addressparser from 'nodemailer/lib/addressparser'

const maxHeaderBytes = 256 * 1024

export interface HeaderField {
  /** Lower case. */
  readonly name: string
  /** Unfolded, without leading and trailing white space. */
  readonly value: string
}

/** The header section of a message whose line ends are CRLF, without the empty line; at most 256 KiB of it. */
export function headerSection(message: Buffer): Buffer {
  const head = message.subarray(0, maxHeaderBytes)
  const end = head.indexOf('\r\n\r\n')
  return end === -1 ? head : head.subarray(0, end + 2)
}

/** The fields of a header section in order (RFC 5322 section 2.2); lines that are no field are left out. */
export function readHeaderFields(section: Buffer): readonly HeaderField[] {
  const unfolded = section.toString('utf8').replace(/\r\n[ \t]+/g, ' ')
  return unfolded.split('\r\n').flatMap((line) => {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trimEnd()
    return /^[!-9;-~]+$/.test(name) ? [{ name: name.toLowerCase(), value: line.slice(colon + 1).trim() }] : []
  })
}

/** The domain a signature must speak for: that of the From address, lower case; undefined when there is not exactly one. */
export function authorDomain(fields: readonly HeaderField[]): string | undefined {
  const [from, ...more] = fields.filter((field) => field.name === 'from')
  if (from === undefined || more.length > 0) return undefined
  const [author, ...others] = addressparser(from.value, { flatten: true })
  if (author === undefined || others.length > 0) return undefined
  return /@([^@]+)$/.exec(author.address)?.[1]?.toLowerCase()
}
