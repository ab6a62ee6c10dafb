import { encodeUtf8 } from '../../bytes/index.ts'
import { isCharset } from '../charset/charset-names.ts'
import { decodeText } from '../charset/decode-text.ts'
import { mimeLimits } from '../mime-limits.ts'

/** A structured field such as Content-Type: its first word in lower case and its parameters by lower-case name. */
export interface FieldValue {
  readonly word: string
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * `; name = "quoted"` or `; name = anything up to the next semicolon`, because many write names with spaces unquoted. A
 * comment may stand in front of a name.
 */
const parameter = /;\s*(?:\([^()";]{0,200}\)\s*)?([^\s=;"(]{1,80})\s*=\s*(?:"((?:[^"\\]|\\[^])*)"?|([^;]*))/g

/** Reads a field as RFC 2045 section 5.1 has it, and as people break it. Encoded words stay in it. Never throws. */
export function readFieldValue(value: string): FieldValue {
  const { word, rest } = cutFirstWord(withoutLeadingComment(value.trim()))
  const raw: RawParameter[] = []
  for (const [, name = '', quoted, plain = ''] of rest.matchAll(parameter)) {
    if (raw.length >= mimeLimits.maxParameters) break
    const text = quoted === undefined ? plain.trim() : withoutQuotedPairs(quoted)
    raw.push({ name: name.toLowerCase(), value: text })
  }
  const parameters = new Map<string, string>()
  // A name in the form of RFC 2231 wins over the plain one that stands beside it for old readers.
  for (const { name, value: text } of raw.filter((entry) => !entry.name.includes('*')))
    if (!parameters.has(name)) parameters.set(name, text)
  for (const [name, text] of joinContinuations(raw)) parameters.set(name, text)
  return { word, parameters }
}

/** `"text/html", charset=…`, `text / html charset=…`, `filename=…`: the first word, and the parameters behind semicolons. */
function cutFirstWord(value: string): { readonly word: string; readonly rest: string } {
  const [whole = '', written = ''] = /^"?([^;,\s("=]*(?:\s?\/\s?[^;,\s("=]*)?)"?/.exec(value) ?? []
  const behind = value.slice(whole.length).trimStart()
  if (behind.startsWith('=')) return { word: '', rest: `;${value}` }
  const rest = withoutLeadingComment(behind).replace(/^[\s,]+/, '')
  return { word: written.replaceAll(/\s/g, '').toLowerCase(), rest: rest.startsWith(';') ? rest : `;${rest}` }
}

/** `(comment) text/plain`: RFC 5322 section 3.2.2 allows one before and behind the first word. */
function withoutLeadingComment(value: string): string {
  if (!value.startsWith('(')) return value
  const end = value.indexOf(')')
  return end === -1 ? value : value.slice(end + 1).trimStart()
}

/** A backslash quotes only what needs it: `C:\Users\x` comes from programs that do not know that it quotes at all. */
const withoutQuotedPairs = (text: string): string => text.replaceAll(/\\(["\\])/g, '$1')

interface RawParameter {
  readonly name: string
  readonly value: string
}

interface Section {
  readonly order: number
  readonly isEncoded: boolean
  readonly value: string
}

/** `name*0*=charset'language'…; name*1=…` put together (RFC 2231 section 3 and 4). */
function joinContinuations(raw: readonly RawParameter[]): ReadonlyMap<string, string> {
  const sections = new Map<string, Section[]>()
  for (const { name, value } of raw) {
    const [, stem, order = '0', star] = /^([^*]{1,80})\*(?:(\d{1,3})(\*)?)?$/.exec(name) ?? []
    if (stem === undefined) continue
    const isEncoded = star !== undefined || name.endsWith('*')
    const list = sections.get(stem) ?? []
    // The first of several with one number counts, as it does for parameters without numbers.
    if (!list.some((section) => section.order === Number(order))) list.push({ order: Number(order), isEncoded, value })
    sections.set(stem, list)
  }
  return new Map([...sections].map(([name, parts]) => [name, joinSections(parts)]))
}

function joinSections(parts: readonly Section[]): string {
  const ordered = parts.toSorted((one, other) => one.order - other.order)
  const { charset, rest } = cutCharset(ordered[0]?.isEncoded === true ? ordered[0].value : '')
  const bytes = ordered.flatMap(({ isEncoded, value }, index) => {
    const text = index === 0 && rest !== undefined ? rest : value
    return isEncoded ? percentBytes(text) : [...encodeUtf8(text)]
  })
  return decodeText(Uint8Array.from(bytes), charset)
}

/** `charset'language'text`, and what people make of the two apostrophes. */
function cutCharset(value: string): { readonly charset: string; readonly rest: string | undefined } {
  const [, charset = '', rest] = /^([^']*)'[^']*'([^]*)$/.exec(value) ?? /^([^"]*)"[^"]*"([^]*)$/.exec(value) ?? []
  if (rest !== undefined) return { charset, rest }
  const [, alone = '', behind] = /^([\w.:-]{1,40})'([^]*)$/.exec(value) ?? []
  return behind !== undefined && isCharset(alone) ? { charset: alone, rest: behind } : { charset: '', rest: undefined }
}

const percent = 0x25

/** `%XX` is a byte; everything else stands for itself (RFC 2231 section 4). */
function percentBytes(text: string): number[] {
  const raw = encodeUtf8(text)
  const bytes: number[] = []
  for (let at = 0; at < raw.length; at += 1) {
    const byte = raw[at] ?? 0
    const digits = byte === percent ? String.fromCharCode(raw[at + 1] ?? 0, raw[at + 2] ?? 0) : ''
    const isEscape = /^[0-9a-f]{2}$/i.test(digits)
    bytes.push(isEscape ? Number.parseInt(digits, 16) : byte)
    at += isEscape ? 2 : 0
  }
  return bytes
}
