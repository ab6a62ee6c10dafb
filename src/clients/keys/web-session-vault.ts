/**
 * Keeps the unlocked account identity for the length of one web session, so that a reload does not ask for the password.
 *
 * Two halves are needed to read it: a key that lives in this browser's IndexedDB and that no script can export, and the
 * session's share, which the server gives only while the session lives. Signing out removes the first half, ending the
 * session anywhere removes the second.
 */
import { copyBytes, decodeUtf8, encodeUtf8 } from '../../lib/bytes/index.ts'
import { openSecret, sealSecret } from '../../lib/split-key/index.ts'

interface KeptIdentity {
  readonly accountId: string
  readonly browserKey: CryptoKey
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly sealed: ArrayBuffer
}

/** Who the identity belongs to, and the server's half. */
export interface VaultOwner {
  readonly accountId: string
  readonly sessionShare: Uint8Array
}

const databaseName = 'sealpost-session'
const storeName = 'identity'
const recordName = 'current'

/** Keeps the identity. Resolves to false where the browser has no place for it: then a reload asks for the password. */
export async function keepIdentity(owner: VaultOwner, identity: string): Promise<boolean> {
  try {
    const browserKey = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    const nonce = crypto.getRandomValues(new Uint8Array(12))
    const half = await sealSecret(owner.sessionShare, encodeUtf8(identity), contextOf(owner))
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, browserKey, half)
    const kept: KeptIdentity = { accountId: owner.accountId, browserKey, nonce, sealed }
    await inStore('readwrite', (store) => store.put(kept, recordName))
    return true
  } catch {
    return false
  }
}

/** The identity kept for this very session, or `null`: another account, another session, or nothing there. */
export async function recallIdentity(owner: VaultOwner): Promise<string | null> {
  try {
    const kept: unknown = await inStore('readonly', (store) => store.get(recordName))
    if (!isKeptIdentity(kept) || kept.accountId !== owner.accountId) return null
    const half = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: kept.nonce }, kept.browserKey, kept.sealed)
    return decodeUtf8(await openSecret(owner.sessionShare, copyBytes(new Uint8Array(half)), contextOf(owner)))
  } catch {
    return null
  }
}

/** Removes whatever is kept. Never throws. */
export async function forgetIdentity(): Promise<void> {
  await inStore('readwrite', (store) => store.clear()).catch(() => undefined)
}

const contextOf = (owner: VaultOwner): string => `web-session/${owner.accountId}`

function isKeptIdentity(value: unknown): value is KeptIdentity {
  return typeof value === 'object' && value !== null && 'browserKey' in value && value.browserKey instanceof CryptoKey
}

async function inStore<Result>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await openDatabase()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(storeName, mode)
      const request = act(transaction.objectStore(storeName))
      transaction.addEventListener('complete', () => resolve(request.result))
      transaction.addEventListener('abort', () => reject(new Error('the browser could not keep this')))
    })
  } finally {
    database.close()
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1)
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(storeName))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(new Error('the browser keeps nothing here')))
    request.addEventListener('blocked', () => reject(new Error('the browser keeps nothing here')))
  })
}
