import { createCipheriv, createSecretKey, randomBytes as strongRandomBytes } from 'node:crypto'
import { AppError } from '../../../../contract/errors/app-error.ts'
import type { PdfSecurity } from '../../../../lib/pdf/index.ts'
import { allPermissions, makeR6Entries } from './r6-entries.ts'

export interface R6Options {
  /** Printable ASCII, 1 to 127 characters: the same bytes whatever program the recipient types it into. */
  readonly userPassword: string
  /**
   * Left out: the entries of the owner are random bytes. No password fits them (one that did would have been found among
   * 2^256), nobody can tell them from those of a password that was drawn and thrown away, and the slow hash is spared twice.
   * Never empty, as that opens the document to everybody.
   */
  readonly ownerPassword?: string
  readonly randomBytes?: (bytes: number) => Uint8Array
}

const printableAscii = /^[\x20-\x7e]{1,127}$/
const poolBytes = 4096

/** The PDF 2.0 standard security handler, revision 6 (ISO 32000-2 section 7.6.4), for one new document. */
export function createR6Security(options: R6Options): PdfSecurity {
  const randomBytes = options.randomBytes ?? strongRandomBytes
  const fileKey = randomBytes(32)
  const userPassword = passwordBytes(options.userPassword)
  const ownerPassword = options.ownerPassword === undefined ? null : passwordBytes(options.ownerPassword)
  const entries = makeR6Entries({ userPassword, ownerPassword, fileKey }, randomBytes)
  const key = createSecretKey(fileKey)
  const nextVector = vectorSource(randomBytes)
  return {
    dictionary: {
      Filter: 'Standard',
      V: 5,
      R: 6,
      Length: 256,
      CF: { StdCF: { AuthEvent: 'DocOpen', CFM: 'AESV3', Length: 32 } },
      StmF: 'StdCF',
      StrF: 'StdCF',
      O: entries.o,
      OE: entries.oe,
      U: entries.u,
      UE: entries.ue,
      P: allPermissions,
      Perms: entries.perms,
      EncryptMetadata: true,
    },
    // AES-256 with a fresh random initialisation vector in front.
    encrypt(plain) {
      const vector = nextVector()
      const cipher = createCipheriv('aes-256-cbc', key, vector)
      return Buffer.concat([vector, cipher.update(plain), cipher.final()])
    },
  }
}

function passwordBytes(password: string): Buffer {
  if (!printableAscii.test(password)) {
    throw new AppError('broken', 'packaging.pdf-password', 'The password of a PDF is not of the right form.')
  }
  return Buffer.from(password, 'latin1')
}

/** Random vectors out of a pool: a document has thousands of short strings. None is given out twice. */
function vectorSource(randomBytes: (bytes: number) => Uint8Array): () => Uint8Array {
  let pool: Uint8Array = new Uint8Array()
  return () => {
    if (pool.length === 0) pool = randomBytes(poolBytes)
    const vector = pool.subarray(0, 16)
    pool = pool.subarray(16)
    return vector
  }
}
