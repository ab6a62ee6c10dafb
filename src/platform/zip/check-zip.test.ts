import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkZip, type ExpectedEntry } from './check-zip.ts'
import { archiveOf, testPassword } from './zip-fixtures.ts'

const failed = 'packaging.zip-check-failed'
const password = testPassword
const letter = { name: 'message.eml', content: Buffer.from('Betreff: Befund\r\n\r\nGuten Tag '.repeat(20)) }
const picture = { name: 'Röntgen.jpg', content: randomBytes(3000) }
const { archive, expected } = await archiveOf([letter, picture])

describe('checkZip', () => {
  test('passes an archive that holds what is expected', () => {
    expect(() => checkZip(archive, { password, expected })).not.toThrow()
  })

  test.each(['', 'abcd-efgh-ijkm-2346', 'abcd-efgh-ijkm-2345 ', 'ABCD-EFGH-IJKM-2345'])(
    'fails with the wrong password %j',
    (wrong) => {
      expect(() => checkZip(archive, { password: wrong, expected })).toThrow(failed)
    },
  )

  test('fails when an entry is missing, too many, in another place, or other than expected', () => {
    const [first, second] = expected as [ExpectedEntry, ExpectedEntry]
    for (const wrong of [
      [first],
      [first, second, second],
      [second, first],
      [first, { ...second, name: 'x' }],
      [first, { ...second, size: second.size + 1 }],
      [{ ...first, sha256: second.sha256 }, second],
    ]) {
      expect(() => checkZip(archive, { password, expected: wrong })).toThrow(failed)
    }
  })

  test('fails at whatever length the archive is cut', () => {
    for (let length = 0; length < archive.length; length += length < 100 || length > archive.length - 60 ? 1 : 37) {
      expect(() => checkZip(archive.subarray(0, length), { password, expected })).toThrow(failed)
    }
  })

  test('fails when anything stands before, behind or between', () => {
    for (const altered of [Buffer.concat([archive, Buffer.alloc(1)]), Buffer.concat([Buffer.alloc(1), archive])]) {
      expect(() => checkZip(altered, { password, expected })).toThrow(failed)
    }
  })

  test('fails when a bit of what is encrypted is turned', () => {
    const start = 30 + archive.readUInt16LE(26) + archive.readUInt16LE(28)
    const end = start + archive.readUInt32LE(18)
    for (let position = start; position < end; position += 61) {
      const altered = Buffer.from(archive)
      altered[position] = (altered[position] ?? 0) ^ 0x10
      expect(() => checkZip(altered, { password, expected })).toThrow(failed)
    }
  })

  test('never ends otherwise than with its own failure, whatever byte of the archive is altered', () => {
    for (let position = 0; position < archive.length; position += 11) {
      const altered = Buffer.from(archive)
      altered[position] = 0xff - (altered[position] ?? 0)
      try {
        checkZip(altered, { password, expected })
      } catch (error) {
        expect(String(error)).toContain(failed)
      }
    }
  })

  test('says nothing of the content, the name or the password in its failure', () => {
    const complain = () => checkZip(archive, { password: 'secret-word', expected })
    expect(complain).toThrow(/^(?!.*(secret-word|Befund|Röntgen)).*$/)
  })

  test('fails on an entry that is not encrypted', async () => {
    const plain = Buffer.from(archive)
    const directory = plain.readUInt32LE(plain.length - 6)
    for (const flags of [6, directory + 8]) plain.writeUInt16LE(plain.readUInt16LE(flags) & ~1, flags)
    expect(() => checkZip(plain, { password, expected })).toThrow('not encrypted')
  })

  test('fails on content that grows beyond its size when it is unpacked', async () => {
    const bomb = await archiveOf([{ name: 'a', content: Buffer.alloc(5_000_000) }])
    const shrunk = Buffer.from(bomb.archive)
    const directory = shrunk.readUInt32LE(shrunk.length - 6)
    shrunk.writeUInt32LE(10, 22)
    shrunk.writeUInt32LE(10, directory + 24)
    const wanted = bomb.expected.map((entry) => ({ ...entry, size: 10 }))
    expect(() => checkZip(shrunk, { password, expected: wanted })).toThrow(failed)
  })
})
