import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeOf, readBothWays } from './age-fixtures.ts'
import { decryptBytes, encryptBytes, generateIdentity, openIdentity } from './index.ts'

const keys = generateIdentity()
const identity = openIdentity(keys.identity)
const classic = generateIdentity('X25519')
const refused = /^age\.(header|identity|payload)\./

describe.each([
  ['mlkem768x25519', keys],
  ['X25519', classic],
] as const)('a file for a recipient of kind %s', (_kind, pair) => {
  const handle = openIdentity(pair.identity)

  test('holds any content for any of its recipients', () => {
    const other = openIdentity(classic.identity)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (plain) => {
        const file = encryptBytes(plain, [pair.recipient, pair.recipient])
        expect(Buffer.compare(decryptBytes(file, [other, handle]), plain)).toBe(0)
      }),
      { numRuns: 25 },
    )
  })

  test('says no-match to a stranger', async () => {
    const file = encryptBytes(Buffer.from('content'), [pair.recipient])
    const strangers = [generateIdentity().identity, generateIdentity('X25519').identity]
    expect(await readBothWays(file, strangers)).toEqual({
      whole: 'age.identity.no-match',
      streamed: 'age.identity.no-match',
      content: Buffer.alloc(0),
    })
    expect(codeOf(() => decryptBytes(file, []))).toBe('age.identity.no-match')
  })

  test('is refused when it ends anywhere earlier', async () => {
    const file = encryptBytes(Buffer.from('a few words'), [pair.recipient])
    for (let end = 0; end < file.length; end += 1) {
      expect(codeOf(() => decryptBytes(file.subarray(0, end), [handle]))).toMatch(refused)
    }
    for (const end of [0, 1, 21, 22, 100, file.length - 45, file.length - 28, file.length - 27, file.length - 1]) {
      const { streamed, content } = await readBothWays(file.subarray(0, end), [handle], 7)
      expect(streamed).toMatch(refused)
      expect(content).toHaveLength(0)
    }
  })

  test('is refused with any bit changed', () => {
    const file = encryptBytes(Buffer.from('a few words'), [pair.recipient])
    fc.assert(
      fc.property(fc.nat({ max: file.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        const changed = Uint8Array.from(file)
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        expect(codeOf(() => decryptBytes(changed, [handle]))).toMatch(refused)
      }),
      { numRuns: 300 },
    )
  })

  test('is refused with bytes behind its end', async () => {
    const file = encryptBytes(randomBytes(65_536), [pair.recipient])
    const { whole, streamed, content } = await readBothWays(Buffer.concat([file, Buffer.from('x')]), [handle])
    expect([whole, streamed]).toEqual(['age.payload.truncated', 'age.payload.forged'])
    expect(content).toHaveLength(0)
  })
})

describe('a payload of several chunks', () => {
  const plain = randomBytes(3 * 65_536)
  const file = encryptBytes(plain, [keys.recipient])
  const sealedChunk = 65_536 + 16
  const payloadAt = file.length - 3 * sealedChunk

  test('that was cut between two chunks is called truncated and gives out authentic chunks only', async () => {
    const { whole, streamed, content } = await readBothWays(file.subarray(0, payloadAt + 2 * sealedChunk), [identity])
    expect([whole, streamed]).toEqual(['age.payload.truncated', 'age.payload.truncated'])
    expect(Buffer.compare(content, plain.subarray(0, 65_536))).toBe(0)
  })

  test('is refused with two chunks exchanged', async () => {
    const chunk = (index: number) =>
      file.subarray(payloadAt + index * sealedChunk, payloadAt + (index + 1) * sealedChunk)
    const exchanged = Buffer.concat([file.subarray(0, payloadAt), chunk(1), chunk(0), chunk(2)])
    const { whole, streamed, content } = await readBothWays(exchanged, [identity])
    expect([whole, streamed]).toEqual(['age.payload.forged', 'age.payload.forged'])
    expect(content).toHaveLength(0)
  })
})

describe('a header made to cost much', () => {
  const stanza = '-> grease x\n\n'
  const start = 'age-encryption.org/v1\n'
  const end = `--- ${'A'.repeat(43)}\n${'\0'.repeat(32)}`

  test.each([
    ['has more stanzas than allowed', `${start}${stanza.repeat(2001)}${end}`, 'age.header.oversized'],
    ['never ends', `${start}${stanza.repeat(350_000)}`, 'age.header.oversized'],
    ['is one endless line', `${start}-> ${'a'.repeat(5_000_000)}`, 'age.header.oversized'],
    ['is one endless body', `${start}-> a\n${`${'A'.repeat(64)}\n`.repeat(70_000)}`, 'age.header.oversized'],
  ])('is refused when it %s', async (_what, text, code) => {
    const { whole, streamed } = await readBothWays(Buffer.from(text, 'latin1'), [identity])
    expect([whole, streamed]).toEqual([code, code])
  })

  test('is refused in tiny pieces as well', async () => {
    const text = Buffer.from(`${start}${stanza.repeat(20_000)}`)
    expect((await readBothWays(text, [identity], 3)).streamed).toBe('age.header.malformed')
  })
})

test('nothing at all, random bytes and an armoured file are no age files', async () => {
  for (const bytes of [Buffer.alloc(0), randomBytes(5000), Buffer.from('-----BEGIN AGE ENCRYPTED FILE-----\n')]) {
    const { whole, streamed } = await readBothWays(bytes, [identity])
    expect([whole, streamed]).toEqual(['age.header.malformed', 'age.header.malformed'])
  }
})
