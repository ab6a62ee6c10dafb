import { createCipheriv, createSecretKey } from 'node:crypto'
import { hardenedHash } from './hardened-hash.ts'

/** Everything is allowed (ISO 32000-2 table 22): who can open the document may print and copy it. */
export const allPermissions = -4

/** What revision 6 keeps of passwords and file key (ISO 32000-2 table 21). */
export interface R6Entries {
  readonly u: Uint8Array
  readonly ue: Uint8Array
  readonly o: Uint8Array
  readonly oe: Uint8Array
  readonly perms: Uint8Array
}

export interface R6Secrets {
  readonly userPassword: Uint8Array
  /** Null: nobody owns the document, as if a password had been drawn and thrown away. */
  readonly ownerPassword: Uint8Array | null
  readonly fileKey: Uint8Array
}

const none = new Uint8Array()

/** Algorithms 8, 9 and 10 of ISO 32000-2; metadata is encrypted too. */
export function makeR6Entries(secrets: R6Secrets, randomBytes: (bytes: number) => Uint8Array): R6Entries {
  const user = passwordEntry(secrets.userPassword, { salts: randomBytes(16), userEntry: none, ...secrets })
  const owner =
    secrets.ownerPassword === null
      ? { entry: randomBytes(48), wrappedKey: randomBytes(32) }
      : passwordEntry(secrets.ownerPassword, { salts: randomBytes(16), userEntry: user.entry, ...secrets })
  return {
    u: user.entry,
    ue: user.wrappedKey,
    o: owner.entry,
    oe: owner.wrappedKey,
    perms: permissionsEntry(secrets.fileKey, randomBytes(4)),
  }
}

interface EntryInput {
  /** Eight bytes for the proof of the password, eight for the key. */
  readonly salts: Uint8Array
  readonly userEntry: Uint8Array
  readonly fileKey: Uint8Array
}

function passwordEntry(password: Uint8Array, { salts, userEntry, fileKey }: EntryInput) {
  const entry = Buffer.concat([hardenedHash(password, salts.subarray(0, 8), userEntry), salts])
  const wrappingKey = createSecretKey(hardenedHash(password, salts.subarray(8), userEntry))
  const wrapper = createCipheriv('aes-256-cbc', wrappingKey, Buffer.alloc(16))
  return { entry, wrappedKey: wrapper.update(fileKey) }
}

function permissionsEntry(fileKey: Uint8Array, random: Uint8Array): Buffer {
  const plain = Buffer.alloc(16, 0xff)
  plain.writeInt32LE(allPermissions, 0)
  plain.write('Tadb', 8, 'latin1')
  plain.set(random, 12)
  return createCipheriv('aes-256-ecb', createSecretKey(fileKey), null).update(plain)
}
