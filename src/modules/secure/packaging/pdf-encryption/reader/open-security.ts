import { createDecipheriv, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import { hardenedHash } from '../hardened-hash.ts'
import { pdfCheckFailure } from './check-failure.ts'
import { bytesAt, dictionaryAt, nameAt, numberAt, type PdfDictionary } from './pdf-value.ts'

const none = Buffer.alloc(0)

/** Decrypts one string or stream; throws if it is not whole. */
export type Decrypt = (sealed: Buffer) => Buffer

/**
 * Opens the security handler with the user password (ISO 32000-2 algorithms 2.A and 13), after making sure that every
 * string and stream is under AES-256, metadata included, and that the empty password opens nothing.
 */
export function openSecurity(dictionary: PdfDictionary, password: string): Decrypt {
  checkForm(dictionary)
  const u = bytesAt(dictionary, 'U', 48)
  const o = bytesAt(dictionary, 'O', 48)
  // With an empty owner password some readers open the document for everybody.
  if (fits(none, o, u)) throw pdfCheckFailure('the empty password opens it as owner')
  const given = Buffer.from(password, 'utf8')
  // That it fits also says that no other password does, the empty one included: two would be a collision of SHA-2.
  if (given.length === 0 || !fits(given, u, none)) throw pdfCheckFailure('the password does not open it')
  const wrappingKey = createSecretKey(hardenedHash(given, u.subarray(40), none))
  const wrapper = createDecipheriv('aes-256-cbc', wrappingKey, Buffer.alloc(16))
  const key = createSecretKey(wrapper.setAutoPadding(false).update(bytesAt(dictionary, 'UE', 32)))
  checkPermissions(dictionary, key)
  return (sealed) => {
    if (sealed.length < 32 || sealed.length % 16 !== 0) throw pdfCheckFailure('something is not encrypted')
    const cipher = createDecipheriv('aes-256-cbc', key, sealed.subarray(0, 16))
    const plain = cipher.update(sealed.subarray(16))
    const rest = cipher.final()
    return rest.length === 0 ? plain : Buffer.concat([plain, rest])
  }
}

function checkForm(dictionary: PdfDictionary): void {
  const filter = dictionaryAt(dictionaryAt(dictionary, 'CF'), 'StdCF')
  const isRight =
    nameAt(dictionary, 'Filter') === 'Standard' &&
    dictionary.get('V') === 5 &&
    dictionary.get('R') === 6 &&
    nameAt(dictionary, 'StmF') === 'StdCF' &&
    nameAt(dictionary, 'StrF') === 'StdCF' &&
    nameAt(filter, 'CFM') === 'AESV3' &&
    dictionary.get('EncryptMetadata') !== false
  if (!isRight) throw pdfCheckFailure('it is not encrypted with revision 6')
}

/** Algorithm 11 or, with the 48 bytes of /U, algorithm 12. */
const fits = (password: Buffer, entry: Buffer, userEntry: Buffer): boolean =>
  timingSafeEqual(hardenedHash(password, entry.subarray(32, 40), userEntry), entry.subarray(0, 32))

/** Algorithm 13. */
function checkPermissions(dictionary: PdfDictionary, fileKey: KeyObject): void {
  const cipher = createDecipheriv('aes-256-ecb', fileKey, null).setAutoPadding(false)
  const perms = cipher.update(bytesAt(dictionary, 'Perms', 16))
  const isRight = perms.toString('latin1', 9, 12) === 'adb' && perms[8] === 0x54
  if (!isRight || perms.readInt32LE(0) !== numberAt(dictionary, 'P'))
    throw pdfCheckFailure('the permissions do not fit')
}
