import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { keyBytes, referenceBytes, type TakenKey } from '../shred-store.ts'

/**
 * A file of keys is a row of slots, the first of which names the file:
 *
 *   slot 0   "sealpost shred 1"  file id (8)  zeros  checksum (16)
 *   slot n   id (12)  taken at, seconds (4)  key (32)  checksum (16), or nothing but zeros: free
 *
 * A reference is file id (8), slot number (4), slot id (12). The random slot id tells a key from the one that was in its
 * slot before; the checksum covers file and slot number, so that a slot that was moved or half written is none. A slot
 * lies inside one sector of a disk, which is written whole or not at all.
 */
export const slotBytes = 64
export const fileIdBytes = 8
const idBytes = 12
const checksumBytes = 16
const magic = Buffer.from('sealpost shred 1')
const bodyBytes = slotBytes - checksumBytes

/** What is written over a key. */
export const emptySlot: Buffer = Buffer.alloc(slotBytes)
export const isEmpty = (slot: Uint8Array): boolean => emptySlot.equals(slot)

export interface Place {
  readonly fileId: Buffer
  readonly number: number
}

/** A slot that holds a key. */
export interface ReadSlot extends TakenKey {
  readonly takenAt: Date
}

function checksum({ fileId, number }: Place, body: Uint8Array): Buffer {
  const place = Buffer.alloc(4)
  place.writeUInt32BE(number)
  return createHash('sha256').update(fileId).update(place).update(body).digest().subarray(0, checksumBytes)
}

const whole = (place: Place, body: Buffer) => Buffer.concat([body, checksum(place, body)])

/** Null when the slot is damaged, or another one's. */
function bodyOf(place: Place, slot: Buffer): Buffer | null {
  const body = slot.subarray(0, bodyBytes)
  const given = slot.subarray(bodyBytes)
  return given.length === checksumBytes && timingSafeEqual(given, checksum(place, body)) ? body : null
}

export function writeHeader(fileId: Buffer): Buffer {
  return whole({ fileId, number: 0 }, Buffer.concat([magic, fileId], bodyBytes))
}

/** A new key and the slot that holds it. */
export function makeSlot(place: Place, now: Date): TakenKey & { readonly slot: Buffer } {
  const body = Buffer.alloc(bodyBytes)
  const random = randomBytes(idBytes + keyBytes)
  random.copy(body, 0, 0, idBytes)
  body.writeUInt32BE(Math.floor(now.getTime() / 1000), idBytes)
  random.copy(body, idBytes + 4, idBytes)
  const { reference, key } = readBody(place, body)
  return { reference, key, slot: whole(place, body) }
}

function readBody({ fileId, number }: Place, body: Buffer): ReadSlot {
  const reference = Buffer.alloc(referenceBytes)
  fileId.copy(reference, 0)
  reference.writeUInt32BE(number, fileIdBytes)
  body.copy(reference, fileIdBytes + 4, 0, idBytes)
  return {
    reference,
    key: Buffer.from(body.subarray(idBytes + 4)),
    takenAt: new Date(body.readUInt32BE(idBytes) * 1000),
  }
}

/** `free` for zeros, `damaged` for what is no slot of this place. */
export function readSlot(place: Place, slot: Buffer): ReadSlot | 'free' | 'damaged' {
  if (isEmpty(slot)) return 'free'
  const body = bodyOf(place, slot)
  return body === null ? 'damaged' : readBody(place, body)
}

export function placeOf(reference: Uint8Array): Place {
  const bytes = Buffer.from(reference.buffer, reference.byteOffset, reference.byteLength)
  return { fileId: bytes.subarray(0, fileIdBytes), number: bytes.readUInt32BE(fileIdBytes) }
}
