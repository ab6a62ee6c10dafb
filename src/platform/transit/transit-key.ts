import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../contract/errors/app-error.ts'
import { hmacSha256 } from '../hash/hmac-sha256.ts'

/**
 * The server secret. What lives long is under it alone (phone numbers, derived access codes, DKIM keys); what is
 * short-lived is under it and a key of platform/shred. It never enters the database, so the database alone opens none of it.
 */
export interface TransitKey {
  /** AES-256-GCM under the sub-key of `context` (table and row), which is authenticated: a value cannot be moved to another row. */
  seal(plain: Uint8Array, context: string): Buffer
  /** Throws AppError `transit.damaged` for a foreign key, another context or a changed byte. */
  open(sealed: Uint8Array, context: string): Buffer
  /**
   * The key under which a short-lived secret is sealed: it takes this secret and a key that can be destroyed (see
   * platform/shred), and is another one in each context.
   */
  combine(destroyable: Uint8Array, context: string): Buffer
  /** HMAC-SHA-256 under a sub-key of its own per purpose; for values that are looked up or compared, such as codes. */
  keyedHash(purpose: string, ...parts: readonly string[]): Buffer
}

const shredLabel = Buffer.from('sealpost/shred/v1')
const version = 2
const nonceBytes = 12
const tagBytes = 16

export function createTransitKey(secret: Uint8Array): TransitKey {
  const derive = (info: string) => Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), info, 32))
  const sealingRoot = derive('sealpost/transit/v2')
  // A key for each context: under one key for all, random nonces would bound how much an installation may ever seal
  // (2^32 values, NIST SP 800-38D section 8.3).
  const sealingKey = (context: string) => hmacSha256(sealingRoot, Buffer.from(context))
  // A key object, because a cipher from raw bytes costs three times as much.
  const cipherKey = (context: string) => createSecretKey(sealingKey(context))
  const hashKeys = new Map<string, Buffer>()
  const hashKey = (purpose: string) => {
    const key = hashKeys.get(purpose) ?? derive(`sealpost/keyed-hash/v1/${purpose}`)
    hashKeys.set(purpose, key)
    return key
  }
  return {
    seal(plain, context) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', cipherKey(context), nonce).setAAD(Buffer.from(context))
      return Buffer.concat([Buffer.of(version), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed, context) {
      try {
        if (sealed[0] !== version || sealed.length < 1 + nonceBytes + tagBytes) throw new Error('format')
        const nonce = sealed.subarray(1, 1 + nonceBytes)
        const decipher = createDecipheriv('aes-256-gcm', cipherKey(context), nonce).setAAD(Buffer.from(context))
        decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
        return Buffer.concat([
          decipher.update(sealed.subarray(1 + nonceBytes, sealed.length - tagBytes)),
          decipher.final(),
        ])
      } catch {
        throw new AppError('broken', 'transit.damaged', 'A protected value cannot be opened with this server secret.')
      }
    },
    combine: (destroyable, context) => hmacSha256(sealingKey(context), Buffer.concat([shredLabel, destroyable])),
    keyedHash(purpose, ...parts) {
      const framed = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('')
      return hmacSha256(hashKey(purpose), Buffer.from(framed))
    },
  }
}

/** Written under a temporary name and linked, so that a crash leaves no half a secret and two processes agree on one. */
async function makeSecretFile(path: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(32).toString('hex')}\n`)
    await file.sync()
    await link(temporary, path).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    })
  } finally {
    await file.close()
    await unlink(temporary)
  }
  const folder = await open(dirname(path))
  await folder.sync()
  await folder.close()
}

/**
 * Reads the secret file, or makes it (32 random bytes as hex, mode 0600, fsync'd) when it does not exist.
 * A file that others may read, or that holds anything else, is refused: AppError `secret.unsafe`.
 */
export async function loadTransitKey(path: string): Promise<TransitKey> {
  await mkdir(dirname(path), { recursive: true })
  if (!existsSync(path)) await makeSecretFile(path)
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0)
    throw new AppError(
      'invalid',
      'secret.unsafe',
      `The secret file ${path} may be read by others; run: chmod 600 ${path}`,
    )
  const text = (await readFile(path, 'utf8')).trim()
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new AppError(
      'invalid',
      'secret.unsafe',
      `The secret file ${path} does not hold 64 hexadecimal digits; restore it from your backup.`,
    )
  return createTransitKey(Buffer.from(text, 'hex'))
}
