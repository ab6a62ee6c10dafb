import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Ae2Encryption, deriveKeys } from './ae2-cipher.ts'
import { checkZip } from './check-zip.ts'
import { archiveEnd } from './records.ts'
import { writeZip } from './write-zip.ts'
import { archiveOf, testPassword } from './zip-fixtures.ts'

const text = Buffer.from('Guten Tag, anbei der Befund. '.repeat(3000))
const modified = new Date()

describe('writeZip', () => {
  test('gives back every content, whole or as a stream, large or empty, with or without zip64', async () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(200_000).map((bytes) => randomBytes(bytes)),
      fc.nat(200_000).map((bytes) => text.subarray(0, bytes)),
    )
    const entry = fc.record({
      content,
      pieceBytes: fc.option(fc.integer({ min: 1000, max: 100_000 }), { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 4 }),
        fc.constantFrom('as-needed', 'always'),
        async (entries, zip64) => {
          const named = entries.map(({ content: bytes, pieceBytes }, index) => ({
            name: `é ${index}`,
            content: bytes,
            ...(pieceBytes === undefined ? {} : { pieceBytes }),
          }))
          const { archive, expected } = await archiveOf(named, { zip64 })
          checkZip(archive, { password: testPassword, expected })
        },
      ),
      { numRuns: 40 },
    )
  })

  test('compresses text and base64, and stores what is compressed already', async () => {
    const noise = randomBytes(100_000)
    const bytesOf = async (content: Uint8Array) => (await archiveOf([{ name: 'a', content }])).archive.length
    expect(await bytesOf(text)).toBeLessThan(text.length / 20)
    expect(await bytesOf(Buffer.from(noise.toString('base64')))).toBeLessThan(103_000)
    expect(await bytesOf(noise)).toBeLessThan(noise.length + 250)
  })

  test('encrypts the same content differently each time', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => archiveOf([{ name: 'a', content: text }])))
    expect(one?.archive.equals(two?.archive ?? Buffer.alloc(0))).toBe(false)
  })

  test('shows neither content nor checksum', async () => {
    const { archive } = await archiveOf([{ name: 'a', content: Buffer.from('HIV positiv') }])
    expect(archive.includes('HIV')).toBe(false)
    expect(archive.readUInt32LE(14)).toBe(0)
    expect(archive.readUInt32LE(archive.length - 22 - archive.readUInt32LE(archive.length - 10) + 16)).toBe(0)
  })

  test('takes a stream in the pace of the reader, so that memory stays constant', async () => {
    let given = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield await Promise.resolve(randomBytes(65_536)).finally(() => (given += 65_536))
    }
    const archive = writeZip([{ name: 'a', content: endless(), modified }], { password: testPassword })
    let taken = 0
    for await (const piece of archive) {
      taken += piece.length
      if (taken > 10_000_000) break
    }
    expect(given - taken).toBeLessThan(1_000_000)
  })

  test.each([true, false])('ends with the error of a stream that breaks (compressed: %s)', async (compress) => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(text)
      throw new Error('the disk is gone')
    }
    const archive = writeZip([{ name: 'a', content: broken(), modified, compress }], { password: testPassword })
    await expect(buffer(archive)).rejects.toThrow('the disk is gone')
  })

  test('refuses an empty password, and an entry without a name', async () => {
    const one = (name: string, password: string) => buffer(writeZip([{ name, content: text, modified }], { password }))
    await expect(one('a', '')).rejects.toThrow('packaging.empty-password')
    await expect(one('', 'x')).rejects.toThrow('packaging.entry-name')
  })

  test.each([new Date('1970-01-01'), new Date('2200-01-01'), new Date(Number.NaN)])(
    'writes the date %s somehow',
    async (date) => {
      const archive = await buffer(writeZip([{ name: 'a', content: text, modified: date }], { password: testPassword }))
      expect(archive.length).toBeGreaterThan(100)
    },
  )
})

describe('archiveEnd', () => {
  test.each([
    [{ entries: 65_535, bytes: 1, offset: 1 }],
    [{ entries: 1, bytes: 0xffff_ffff, offset: 1 }],
    [{ entries: 1, bytes: 1, offset: 0xffff_ffff }],
  ])('writes the large records as soon as a number does not fit: %j', (directory) => {
    expect(archiveEnd({ ...directory, zip64: false })).toHaveLength(22 + 20 + 56)
  })

  test('leaves them out as long as everything fits', () => {
    expect(archiveEnd({ entries: 65_534, bytes: 0xffff_fffe, offset: 0xffff_fffe, zip64: false })).toHaveLength(22)
  })
})

describe('Ae2Encryption', () => {
  test('counts blocks from 1 with the lowest byte first, however the bytes come in pieces', () => {
    const salt = randomBytes(16)
    const blocks = 70_000
    const counters = Buffer.alloc(blocks * 16)
    for (let index = 0; index < blocks; index++) counters.writeUInt32LE(index + 1, index * 16)
    const key = pbkdf2Sync(testPassword, salt, 1000, 66, 'sha1').subarray(0, 32)
    const keyStream = createCipheriv('aes-256-ecb', key, null).update(counters)
    fc.assert(
      fc.property(fc.array(fc.nat(70_000), { maxLength: 12 }), (pieces) => {
        const cipher = new Ae2Encryption(deriveKeys(testPassword, salt))
        const out = Buffer.concat(pieces.map((bytes) => cipher.update(Buffer.alloc(bytes))))
        expect(out.equals(keyStream.subarray(0, out.length))).toBe(true)
      }),
      { numRuns: 25 },
    )
  })
})
