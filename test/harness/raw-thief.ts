import { createDecipheriv } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TransitKey } from '../../src/platform/transit/transit-key.ts'

/** What a thief reads where nothing is a table any more: every file of a folder, byte for byte. */
export interface RawFile {
  readonly path: string
  readonly bytes: Buffer
}

export async function readRaw(folder: string): Promise<readonly RawFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = await Promise.all(
    // A server at work removes files between the listing and the reading.
    paths.map(async (path) => ({ path, bytes: await readFile(path).catch(() => Buffer.alloc(0)) })),
  )
  return files.filter(({ bytes }) => bytes.length > 0)
}

const transitVersion = 2
const shredVersion = 3
const referenceBytes = 24
const leastSealed = 29
const longestSealed = 1 << 20
/** PostgreSQL gives a value of up to 126 bytes a short header, and a longer one a long header. */
const longestShort = 126

/**
 * The length that PostgreSQL wrote before a value: one byte (value and itself, shifted left, lowest bit set) for short
 * ones, four otherwise (lowest two bits clear); see varatt.h. Null when neither is there.
 */
function lengthBefore(bytes: Buffer, at: number): number | null {
  const short = bytes[at - 1] ?? 0
  if ((short & 1) === 1 && (short >> 1) - 1 >= leastSealed) return (short >> 1) - 1
  const long = at >= 4 ? bytes.readUInt32LE(at - 4) : 1
  const length = (long >> 2) - 4
  return (long & 3) === 0 && length > longestShort && length <= longestSealed ? length : null
}

function valueAt(bytes: Buffer, at: number): Buffer | null {
  const length = lengthBefore(bytes, at)
  return length === null || at + length > bytes.length ? null : bytes.subarray(at, at + length)
}

/** Nonce and tag are random: what repeats itself there is none. 12 random bytes with fewer than 8 different ones are rare. */
const nonceOf = (value: Buffer) =>
  value[0] === shredVersion ? value.subarray(1 + referenceBytes, 13 + referenceBytes) : value.subarray(1, 13)

function looksSealed(value: Buffer): boolean {
  const differing = (bytes: Buffer) => new Set(bytes).size
  return differing(value.subarray(-16)) > 9 && differing(nonceOf(value)) > 7
}

/** Every stretch of a file that could be a sealed value: pages, log, whatever was written and is not overwritten. */
function* sealedIn({ bytes }: RawFile, version: number): Generator<Buffer> {
  for (let at = bytes.indexOf(version, 1); at !== -1; at = bytes.indexOf(version, at + 1)) {
    const value = valueAt(bytes, at)
    if (value !== null && looksSealed(value)) yield value
  }
}

/** Backups hold values as text: hexadecimal after a backslash and x. */
function* sealedInText({ bytes }: RawFile): Generator<Buffer> {
  for (const [, hex = ''] of bytes.toString('latin1').matchAll(/\\x((?:[0-9a-f]{2}){29,})/g))
    yield Buffer.from(hex, 'hex')
}

const attempt = <Value>(work: () => Value): Value | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}

/**
 * Every 32 bytes of the folder of keys, at every offset, under the reference that would lead to them: the thief knows the
 * format, and looks also where a key might have been left.
 */
export function keysInSlots(files: readonly RawFile[]): ReadonlyMap<string, Buffer> {
  const keys = new Map<string, Buffer>()
  for (const { path, bytes } of files) {
    const fileId = /([0-9a-f]{16})\.(?:keys|retired)$/.exec(path)?.[1]
    if (fileId === undefined) continue
    for (let at = 64; at + 64 <= bytes.length; at += 64) {
      const number = (at / 64).toString(16).padStart(8, '0')
      keys.set(`${fileId}${number}${bytes.toString('hex', at, at + 12)}`, Buffer.from(bytes.subarray(at + 16, at + 48)))
    }
  }
  return keys
}

/** Opens a value as the server does: the format is no secret. */
export function openShredded(key: Buffer, value: Buffer, context: string): Buffer {
  const head = 1 + referenceBytes
  const decipher = createDecipheriv('aes-256-gcm', key, value.subarray(head, head + 12))
  decipher.setAAD(Buffer.concat([value.subarray(0, head), Buffer.from(context)]))
  decipher.setAuthTag(value.subarray(-16))
  return Buffer.concat([decipher.update(value.subarray(head + 12, -16)), decipher.final()])
}

/** The key that a sealed value refers to, if it is there. */
export const keyOf = (value: Buffer, keys: ReadonlyMap<string, Buffer>): Buffer | undefined =>
  value[0] === shredVersion ? keys.get(value.toString('hex', 1, 1 + referenceBytes)) : undefined

export interface Burglary {
  readonly files: readonly RawFile[]
  /** With the server's secret. */
  readonly transit: TransitKey
  /** What he is after. Contexts, table and row, are no secret, nor is the length of a sealed value. */
  readonly sought: readonly { readonly context: string; readonly plain: string }[]
}

/** Contexts by the length of what is sealed there: no value of another length can be the one sought. */
function contextsByLength(sought: Burglary['sought']): ReadonlyMap<number, ReadonlySet<string>> {
  const contexts = new Map<number, Set<string>>()
  for (const { context, plain } of sought)
    contexts.set(plain.length, (contexts.get(plain.length) ?? new Set()).add(context))
  return contexts
}

/** Tries every key in every context on everything that could be sealed; the plaintexts that came out, as latin1. */
export function openEverything({ files, transit, sought }: Burglary): ReadonlySet<string> {
  const opened = new Set<string>()
  const tried = new Set<string>()
  const keys = keysInSlots(files)
  const contexts = contextsByLength(sought)
  const none: ReadonlySet<string> = new Set()
  const take = (plain: Buffer | undefined) => plain !== undefined && opened.add(plain.toString('latin1'))
  const tryTransit = (value: Buffer) => {
    // Pages, log and full pages in the log hold the same value many times.
    const name = `${value.length} ${value.toString('latin1', 0, 40)}`
    if (tried.has(name)) return
    tried.add(name)
    for (const context of contexts.get(value.length - leastSealed) ?? none)
      take(attempt(() => transit.open(value, context)))
  }
  const tryShred = (value: Buffer) => {
    const key = keyOf(value, keys)
    if (key === undefined) return
    for (const context of contexts.get(value.length - leastSealed - referenceBytes) ?? none)
      take(attempt(() => openShredded(transit.combine(key, context), value, context)))
  }
  for (const file of files) {
    for (const value of sealedIn(file, transitVersion)) tryTransit(value)
    for (const value of sealedIn(file, shredVersion)) tryShred(value)
    for (const value of file.path.startsWith('backup') ? sealedInText(file) : []) {
      tryTransit(value)
      tryShred(value)
    }
  }
  return opened
}
