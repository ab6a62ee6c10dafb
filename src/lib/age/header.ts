import { decodeBase64, encodeBase64 } from '../bytes/index.ts'
import { AgeError } from './age-error.ts'

export interface Stanza {
  /** The first one is the type. Each is one or more visible ASCII characters. */
  readonly args: readonly [string, ...string[]]
  readonly body: Uint8Array
}

export interface Header {
  readonly stanzas: readonly Stanza[]
  readonly mac: Uint8Array
  /** The bytes under the MAC: everything up to and including `---`. */
  readonly authenticated: Uint8Array
}

export interface HeaderLimits {
  readonly maxHeaderBytes: number
  readonly maxStanzas: number
}

/** Room for 2,000 hybrid recipients of about 1,570 bytes each. */
export const defaultHeaderLimits: HeaderLimits = { maxHeaderBytes: 4 * 1024 * 1024, maxStanzas: 2000 }

export const versionLine = 'age-encryption.org/v1\n'
const bodyColumns = 64
const bodyLineBytes = 48
const macBytes = 32
const footer = /^--- ([A-Za-z0-9+/]{43})\n$/
const visibleArguments = /^-> [\x21-\x7e]+(?: [\x21-\x7e]+)*\n$/
const latin1 = new TextDecoder('latin1')
const ascii = new TextEncoder()

/** The header up to and including `---`, which is what the MAC covers. */
export const formatUnsignedHeader = (stanzas: readonly Stanza[]): Uint8Array =>
  ascii.encode(`${versionLine}${stanzas.map(formatStanza).join('')}---`)

/** What follows the bytes of `formatUnsignedHeader`. */
export const formatMac = (mac: Uint8Array): Uint8Array => ascii.encode(` ${encodeBase64(mac)}\n`)

const formatStanza = ({ args, body }: Stanza): string => {
  let text = `-> ${args.join(' ')}\n`
  for (let at = 0; at <= body.length; at += bodyLineBytes) {
    text += `${encodeBase64(body.subarray(at, at + bodyLineBytes))}\n`
  }
  return text
}

/** Reads a whole header, from the version line to the line feed after the MAC; throws `AgeError` for anything else. */
export const parseHeader = (bytes: Uint8Array, limits: HeaderLimits = defaultHeaderLimits): Header => {
  if (bytes.length > limits.maxHeaderBytes) throw new AgeError('age.header.oversized')
  const lines = readLines(bytes)
  if (lines.next() !== versionLine) throw malformed()
  const stanzas: Stanza[] = []
  let line = lines.next()
  for (; !line.startsWith('---'); line = lines.next()) {
    if (stanzas.length === limits.maxStanzas) throw new AgeError('age.header.oversized')
    stanzas.push({ args: parseArguments(line), body: parseBody(lines) })
  }
  const mac = decodeBase64(footer.exec(line)?.[1] ?? '')
  if (mac?.length !== macBytes || stanzas.length === 0 || !lines.atEnd()) throw malformed()
  refuseMixedScrypt(stanzas)
  return { stanzas, mac, authenticated: bytes.subarray(0, bytes.length - line.length + '---'.length) }
}

interface Lines {
  /** The next line with its line feed; throws where there is none. */
  next(): string
  atEnd(): boolean
}

const readLines = (bytes: Uint8Array): Lines => {
  // One character per byte, and a byte above 0x7f never becomes an ASCII character.
  const text = latin1.decode(bytes)
  let at = 0
  return {
    next: () => {
      const start = at
      at = text.indexOf('\n', start) + 1
      if (at === 0) throw malformed()
      return text.slice(start, at)
    },
    atEnd: () => at === text.length,
  }
}

const parseArguments = (line: string): readonly [string, ...string[]] => {
  if (!visibleArguments.test(line)) throw malformed()
  const [type = '', ...others] = line.slice('-> '.length, -1).split(' ')
  return [type, ...others]
}

/** C2SP age, "Recipient stanza": lines of 64 columns up to the first shorter one, which may be empty. */
const parseBody = (lines: Lines): Uint8Array => {
  const parts: string[] = []
  let part: string
  do {
    part = lines.next().slice(0, -1)
    if (part.length > bodyColumns) throw malformed()
    parts.push(part)
  } while (part.length === bodyColumns)
  const body = decodeBase64(parts.join(''))
  if (body === null) throw malformed()
  return body
}

const malformed = (): AgeError => new AgeError('age.header.malformed')

/** C2SP age, "scrypt recipient stanza": a passphrase file has that stanza alone, or anybody could add a recipient. */
const refuseMixedScrypt = (stanzas: readonly Stanza[]): void => {
  if (stanzas.length > 1 && stanzas.some(({ args }) => args[0] === 'scrypt')) {
    throw malformed()
  }
}
