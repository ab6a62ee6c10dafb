import { randomBytes } from 'node:crypto'
import { Readable, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeOf, piecesOf } from './age-fixtures.ts'
import {
  decryptBytes,
  decryptStream,
  encryptBytes,
  encryptPieces,
  encryptStream,
  generateIdentity,
  openIdentity,
  vouchFor,
} from './index.ts'

const keys = generateIdentity()
const identity = openIdentity(keys.identity)

describe('a stream', () => {
  test('and the call for whole files read what the other wrote, whatever the pieces', async () => {
    const size = fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 200_000 }), fc.constantFrom(65_536, 131_072))
    await fc.assert(
      fc.asyncProperty(size, fc.integer({ min: 200, max: 100_000 }), async (bytes, pieceBytes) => {
        const plain = randomBytes(bytes)
        const sealed = await buffer(Readable.from(piecesOf(plain, pieceBytes)).pipe(encryptStream([keys.recipient])))
        expect(Buffer.compare(decryptBytes(sealed, [identity]), plain)).toBe(0)
        const file = encryptBytes(plain, [keys.recipient])
        const opened = await buffer(Readable.from(piecesOf(file, pieceBytes)).pipe(decryptStream([identity])))
        expect(Buffer.compare(opened, plain)).toBe(0)
      }),
      { numRuns: 20 },
    )
  })

  test('that gets no bytes writes a file of nothing', async () => {
    const sealed = await buffer(Readable.from([]).pipe(encryptStream([keys.recipient])))
    expect(decryptBytes(sealed, [identity])).toHaveLength(0)
  })

  test('refuses unusable keys before it takes a byte', () => {
    expect(codeOf(() => encryptStream([vouchFor('age1nobody')]))).toBe('age.recipient.invalid')
    expect(codeOf(() => encryptStream([]))).toBe('age.recipient.none')
    expect(codeOf(() => decryptStream(['nobody']))).toBe('age.identity.invalid')
  })

  test('waits for a slow reader', async () => {
    const stream = encryptStream([keys.recipient])
    let pieces = 0
    const source = new Readable({ read: () => void source.push(pieces++ < 1000 ? Buffer.alloc(65_536) : null) })
    source.pipe(stream)
    await new Promise((resolve) => stream.once('readable', resolve))
    await new Promise((resolve) => setImmediate(resolve))
    expect(pieces).toBeLessThan(20)
    stream.resume()
    await new Promise((resolve) => stream.once('end', resolve))
    expect(pieces).toBe(1001)
  })

  test('carries 256 MB through both directions without growing', async () => {
    const piece = Buffer.alloc(65_536, 'x')
    const source = function* () {
      for (let index = 0; index < 4096; index++) yield piece
    }
    let bytes = 0
    let highestRss = 0
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        bytes += chunk.length
        highestRss = Math.max(highestRss, process.memoryUsage.rss())
        done()
      },
    })
    const before = process.memoryUsage.rss()
    await pipeline(Readable.from(source()), encryptStream([keys.recipient]), decryptStream([identity]), sink)
    expect(bytes).toBe(4096 * 65_536)
    expect(highestRss - before).toBeLessThan(150 * 1024 * 1024)
  })
})

describe('pieces', () => {
  /** One buffer, overwritten for each piece, as whoever reads much gives it. */
  async function* throughOne(plain: Buffer, pieceBytes: number) {
    const shared = Buffer.alloc(pieceBytes)
    for (const piece of piecesOf(plain, pieceBytes)) {
      shared.fill(0).set(piece)
      yield shared.subarray(0, piece.length)
    }
    shared.fill(0)
  }

  test('that share one buffer become a file that opens, and hold no more than what they were given', async () => {
    const size = fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 3_000_000 }), fc.constantFrom(65_536, 1_048_576))
    await fc.assert(
      fc.asyncProperty(size, fc.integer({ min: 200, max: 2_500_000 }), async (bytes, pieceBytes) => {
        const plain = randomBytes(bytes)
        const sealed: Buffer[] = []
        for await (const piece of encryptPieces([keys.recipient], throughOne(plain, pieceBytes)))
          sealed.push(Buffer.from(piece))
        expect(Buffer.compare(decryptBytes(Buffer.concat(sealed), [identity]), plain)).toBe(0)
      }),
      { numRuns: 20 },
    )
  })

  test('of an unusable recipient are refused before one is asked for', () => {
    const untouched = throughOne(Buffer.alloc(1), 1)
    expect(codeOf(() => encryptPieces([vouchFor('age1nobody')], untouched))).toBe('age.recipient.invalid')
    expect(codeOf(() => encryptPieces([], untouched))).toBe('age.recipient.none')
  })

  test('whose source fails end with its error', async () => {
    async function* failing() {
      yield Buffer.alloc(10)
      throw new Error('the disk went away')
    }
    await expect(Array.fromAsync(encryptPieces([keys.recipient], failing()))).rejects.toThrow('the disk went away')
  })
})
