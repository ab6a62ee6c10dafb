import { createCipheriv, createHash, hash } from 'node:crypto'

const copies = 64
const minRounds = 64
const hashNames = ['sha256', 'sha384', 'sha512'] as const
const longestHash = 64

/**
 * Hashes stay strings of one character per byte and serve as keys like that: Node spends five times as long on looking at
 * a key of bytes as on making the cipher, and a key object costs as much again. Read as UTF-8 it would have another length.
 */
const keyAsString = { encoding: 'latin1' } as const

const maxRemembered = 8
const remembered = new Map<string, Buffer>()

/**
 * ISO 32000-2 algorithm 2.B: the slow hash of revision 6, 32 bytes. `userEntry` is empty for the user password, and the 48
 * bytes of /U for the owner password.
 *
 * A result is remembered until the same is asked again, which is what the check of a new file does: the answer would be the
 * same, and would take as long as writing all the rest of the file.
 */
export function hardenedHash(password: Uint8Array, salt: Uint8Array, userEntry: Uint8Array): Buffer {
  const question = Buffer.concat([salt, userEntry, password]).toString('latin1')
  const known = remembered.get(question)
  remembered.delete(question)
  if (known !== undefined) return known
  const answer = computeHash(password, salt, userEntry)
  remembered.set(question, answer)
  const [oldest] = remembered.keys()
  if (remembered.size > maxRemembered && oldest !== undefined) remembered.delete(oldest)
  return answer
}

function computeHash(password: Uint8Array, salt: Uint8Array, userEntry: Uint8Array): Buffer {
  const room = Buffer.allocUnsafe(copies * (password.length + longestHash + userEntry.length))
  room.set(password)
  const vector = room.subarray(password.length + 16, password.length + 32)
  let key = createHash('sha256').update(password).update(salt).update(userEntry).digest('binary')
  let lastByte = 0
  for (let round = 0; round < minRounds || lastByte > round - 32; round++) {
    const once = password.length + key.length + userEntry.length
    room.write(key, password.length, 'latin1')
    room.set(userEntry, password.length + key.length)
    for (let filled = once; filled < copies * once; filled *= 2) room.copyWithin(filled, 0, filled)
    const cipher = createCipheriv('aes-128-cbc', key.slice(0, 16), vector, keyAsString)
    const encrypted = cipher.update(room.subarray(0, copies * once))
    lastByte = encrypted[encrypted.length - 1] ?? 0
    key = hash(hashNames[remainderOfThree(encrypted)] ?? 'sha256', encrypted, 'binary')
  }
  return Buffer.from(key.slice(0, 32), 'latin1')
}

/** The first 16 bytes as a number, modulo 3: 256 leaves 1, so it is that of their sum. */
function remainderOfThree(bytes: Uint8Array): number {
  let sum = 0
  for (let index = 0; index < 16; index++) sum += bytes[index] ?? 0
  return sum % 3
}
