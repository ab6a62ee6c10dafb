/** A structured field such as Content-Type: its first word in lower case and its parameters by lower-case name. */
export interface FieldValue {
  readonly word: string
  readonly parameters: ReadonlyMap<string, string>
}

const maxParameters = 100
/** `; name = "quoted"` or `; name = anything up to the next semicolon`, because many write names with spaces unquoted. */
const parameter = /;\s*([^\s=;"]{1,80})\s*=\s*(?:"((?:[^"\\]|\\[^])*)"?|([^;]*))/g

/** Reads a field as RFC 2045 section 5.1 has it, and as people break it. Encoded words stay in it. Never throws. */
export function readFieldValue(value: string): FieldValue {
  const word = /^[^;\s]*/.exec(value.trim())?.[0].toLowerCase() ?? ''
  const found = [...value.matchAll(parameter)].slice(0, maxParameters)
  const raw = found.map(([, name = '', quoted, plain = '']) => ({
    name: name.toLowerCase(),
    value: quoted === undefined ? plain.trim() : quoted.replaceAll(/\\([^])/g, '$1'),
  }))
  const parameters = new Map<string, string>()
  // A name in the form of RFC 2231 wins over the plain one that stands beside it for old readers.
  for (const { name, value: text } of raw.filter((entry) => !entry.name.includes('*')))
    if (!parameters.has(name)) parameters.set(name, text)
  for (const [name, text] of joinContinuations(raw)) parameters.set(name, text)
  return { word, parameters }
}

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
    const [, stem, order = '0', star] = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(name) ?? []
    if (stem === undefined) continue
    const isEncoded = star !== undefined || name.endsWith('*')
    sections.set(stem, [...(sections.get(stem) ?? []), { order: Number(order), isEncoded, value }])
  }
  return new Map([...sections].map(([name, parts]) => [name, joinSections(parts)]))
}

function joinSections(parts: readonly Section[]): string {
  const ordered = parts.toSorted((one, other) => one.order - other.order)
  const [, charset = '', rest] =
    /^([^']*)'[^']*'([^]*)$/.exec(ordered[0]?.isEncoded === true ? ordered[0].value : '') ?? []
  const bytes = ordered.flatMap(({ isEncoded, value }, index) => {
    const text = index === 0 && rest !== undefined ? rest : value
    return isEncoded ? percentBytes(text) : [...Buffer.from(text)]
  })
  return decodeAs(Uint8Array.from(bytes), charset)
}

function percentBytes(text: string): number[] {
  const binary = Buffer.from(text).toString('latin1')
  const decoded = binary.replaceAll(/%([0-9a-f]{2})/gi, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
  return [...Buffer.from(decoded, 'latin1')]
}

function decodeAs(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset === '' ? 'utf-8' : charset).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
