import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { parseLinkSecret, type LinkSecret } from '../../src/lib/split-key/index.ts'
import type { Parts } from '../../src/main.ts'
import { decryptBytes } from '../../src/platform/age/index.ts'
import {
  answerIdentitySync,
  contentOpener,
  openSecretSync,
  unwrapIdentitySync,
} from '../../src/platform/split-key/index.ts'
import type { TransitKey } from '../../src/platform/transit/transit-key.ts'
import { columnsOf } from './canary.ts'
import { envelopeText } from './open-envelope.ts'
import { keyOf, keysInSlots, openShredded, readRaw } from './raw-thief.ts'
import { onSeal } from './sealed-secrets.ts'

/** What somebody carried away. */
export interface Loot {
  /** Every bytes value of every table. */
  readonly bytes: readonly Buffer[]
  /** Every other value, as text. */
  readonly texts: readonly string[]
  /** Every stored content. */
  readonly files: readonly Buffer[]
  /** Of every message and every stored content: what their keys are bound to. */
  readonly ids: readonly string[]
  /** With the server's secret: opens what is under it. */
  readonly transit: TransitKey | null
  /** With the folder of keys, as it is at this moment: those that have not ended, by their reference. */
  readonly keys: ReadonlyMap<string, Buffer>
  /** Whatever else they have: links, passwords, codes. */
  readonly also: readonly string[]
}

const ageMagic = Buffer.from('age-encryption.org/')
/** Identities are short texts; no wrap of one or two has another size. */
const wrapBytes = { from: 80, to: 400 }
const wrapContexts = ['account-identity/password', 'account-identity/recovery-code', 'account-identity/app-password']

/** Reads the whole database and every content; the secret and the folder of keys only for who has the secret. */
export async function stealAll(
  parts: Parts,
  has: { readonly secret: boolean; readonly also?: readonly string[] },
): Promise<Loot> {
  const bytes: Buffer[] = []
  const texts: string[] = []
  for (const { table, column, isBytes } of await columnsOf(parts.database.ownerPool)) {
    const values = await valuesOf(parts.database.ownerPool, { table, column, isBytes })
    for (const value of values)
      if (typeof value === 'string') texts.push(value)
      else bytes.push(value)
  }
  const folder = parts.config.blobsDir
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))),
  )
  const keys = has.secret ? keysInSlots(await readRaw(join(parts.config.dataDir, 'shred'))) : new Map<string, Buffer>()
  const { rows: known } = await parts.database.ownerPool.query<{ id: string }>(
    'select id from sealpost.messages union select content_id from sealpost.messages where content_id is not null',
  )
  const ids = known.map(({ id }) => id)
  return { bytes, texts, files, ids, transit: has.secret ? parts.transit : null, keys, also: has.also ?? [] }
}

async function valuesOf(
  pool: pg.Pool,
  { table, column, isBytes }: { readonly table: string; readonly column: string; readonly isBytes: boolean },
): Promise<(string | Buffer)[]> {
  const value = isBytes ? column : `${column}::text`
  const { rows } = await pool.query<{ value: string | Buffer }>(
    `select distinct ${value} as value from ${table} where ${column} is not null`,
  )
  return rows.map((row) => row.value)
}

/** Remembers under which contexts a server seals: they are no secret, and a thief would know them. */
export function recordContexts(parts: Pick<Parts, 'transit' | 'shred'>): ReadonlySet<string> {
  const contexts = new Set<string>()
  onSeal(parts, (_plain, context) => void contexts.add(context))
  return contexts
}

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

const unique = (all: readonly Buffer[]): Buffer[] => [...new Map(all.map((one) => [one.toString('hex'), one])).values()]

/** Everything in a text that could be a key: what decodes to as many bytes as keys have. */
function keysIn(text: string): Buffer[] {
  return [
    ...text.matchAll(
      /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g,
    ),
  ].map(([token]) => Buffer.from(token, 'base64url'))
}

/** Identities, and the seeds that stand in their place. */
const identitiesIn = (text: string): string[] =>
  [...text.matchAll(/AGE-SECRET-KEY-[A-Z0-9-]+|SEALPOST-SEED-1[A-Za-z0-9_-]{43}/g)].map(([identity]) => identity)

function openUnderTransit({ transit, keys, bytes }: Loot, contexts: ReadonlySet<string>): Buffer[] {
  if (transit === null) return []
  return bytes.flatMap((value) => {
    const key = keyOf(value, keys)
    const open = (context: string) =>
      key === undefined ? transit.open(value, context) : openShredded(transit.combine(key, context), value, context)
    return [...contexts].flatMap((context) => attempt(() => open(context)) ?? [])
  })
}

/** Seeds and identities behind the recipients' wraps, by every combination of link secret, server share and access key. */
function unwrapCopies(loot: Loot, copyIds: readonly string[], keys: readonly Buffer[]): string[] {
  const links = keys.flatMap((key): LinkSecret[] => {
    const link = key.length === 20 ? parseLinkSecret(key.toString('base64url')) : null
    return link === null ? [] : [link]
  })
  const longKeys = keys.filter((key) => key.length === 32)
  const shares = longKeys.flatMap((serverShare) =>
    [Buffer.alloc(0), ...longKeys].map((accessKey) => ({ serverShare, accessKey })),
  )
  const wraps = loot.bytes.filter(
    (value) =>
      wrapBytes.from <= value.length &&
      value.length <= wrapBytes.to &&
      !isAgeFile(value) &&
      // What refers to a key of the shred store is no wrap.
      keyOf(value, loot.keys) === undefined,
  )
  return copyIds.flatMap((id) =>
    links.flatMap((link) =>
      shares.flatMap((pair) =>
        wraps.flatMap(
          (wrap) => attempt(() => unwrapIdentitySync({ link, ...pair, context: `copy:${id}` }, wrap)) ?? [],
        ),
      ),
    ),
  )
}

/** If any key were the answers key of a message. */
const answerIdentities = (copyIds: readonly string[], keys: readonly Buffer[]): string[] =>
  keys.flatMap((key) => (key.length === 32 ? copyIds.map((id) => answerIdentitySync(key, id)) : []))

function unwrapAccounts(loot: Loot, keys: readonly Buffer[]): string[] {
  return keys.flatMap((key) =>
    loot.bytes.flatMap((wrap) =>
      wrapContexts.flatMap((context) => {
        const opened = key.length === 32 ? attempt(() => openSecretSync(key, wrap, context)) : undefined
        return opened === undefined ? [] : [Buffer.from(opened).toString()]
      }),
    ),
  )
}

const isAgeFile = (value: Buffer) => value.subarray(0, ageMagic.length).equals(ageMagic)

function openFile(file: Buffer, identities: ReadonlySet<string>, ids: readonly string[]): string | undefined {
  for (const identity of identities) {
    const openers = identity.startsWith('AGE-') ? [identity] : ids.map((id) => contentOpener(identity, id))
    const plain = attempt(() => decryptBytes(file, openers))
    if (plain !== undefined) return Buffer.from(plain).toString('latin1')
  }
  return undefined
}

/** An envelope whose key comes from the encapsulation of its content: as long as one, and no age file. */
function openExported(value: Buffer, identities: ReadonlySet<string>, ids: readonly string[]): string | undefined {
  if (value[0] !== 2 || value.length < 1121) return undefined
  for (const identity of identities)
    for (const id of ids) {
      const text = attempt(() => envelopeText(value, id, identity))
      if (text !== undefined) return text
    }
  return undefined
}

/** Opens whatever the identities open, and what the identities found inside open, until nothing new comes. */
function openFiles(loot: Loot, known: readonly string[]): string[] {
  const identities = new Set(known)
  const opened = new Map<Buffer, string>()
  for (let before = -1; before !== opened.size;) {
    before = opened.size
    for (const file of [...loot.bytes, ...loot.files]) {
      if (opened.has(file)) continue
      const text = (isAgeFile(file) ? openFile : openExported)(file, identities, loot.ids)
      if (text === undefined) continue
      opened.set(file, text)
      for (const inside of identitiesIn(text)) identities.add(inside)
    }
  }
  return [...opened.values()]
}

/**
 * Tries everything on everything: values under the server's secret in every context, every key on every wrap, every
 * identity on every file. Returns all plaintexts that came out.
 */
export function tryEverything(loot: Loot, contexts: ReadonlySet<string>): readonly string[] {
  const opened = openUnderTransit(loot, contexts)
  const texts = [...loot.texts, ...loot.also, ...opened.map((value) => value.toString('latin1'))]
  const plain = loot.bytes.map((value) => value.toString('latin1'))
  const keys = unique(
    [...opened, ...[...texts, ...plain].flatMap(keysIn)].filter(({ length }) => length === 20 || length === 32),
  )
  const copyIds = [...contexts].flatMap((context) => /^copies\.share:(.*)$/.exec(context)?.[1] ?? [])
  const identities = [
    ...[...texts, ...plain].flatMap(identitiesIn),
    ...unwrapCopies(loot, copyIds, keys).flatMap(identitiesIn),
    ...answerIdentities(copyIds, keys),
    ...unwrapAccounts(loot, unique([...keys, ...loot.bytes])),
  ]
  return [...opened.map((value) => value.toString('latin1')), ...openFiles(loot, identities)]
}
