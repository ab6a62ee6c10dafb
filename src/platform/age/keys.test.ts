import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { encodeBech32 } from '../../lib/age/bech32.ts'
import { codeOf } from './age-fixtures.ts'
import { decryptBytes, encryptBytes, generateIdentity, openIdentity, recipientOf, vouchFor } from './index.ts'

// C2SP age, "Native recipient types".
const published = {
  identity: 'AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX',
  recipient: 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj',
}

describe('generated keys', () => {
  test('are of the hybrid kind unless another one is asked for', () => {
    expect(generateIdentity().identity).toMatch(/^AGE-SECRET-KEY-PQ-1[0-9A-Z]{58}$/)
    expect(generateIdentity().recipient).toMatch(/^age1pq1[0-9a-z]{1952}$/)
    expect(generateIdentity('X25519').identity).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/)
    expect(generateIdentity('X25519').recipient).toMatch(/^age1[0-9a-z]{58}$/)
  })

  test.each(['mlkem768x25519', 'X25519'] as const)('of kind %s belong together', (kind) => {
    const { identity, recipient } = generateIdentity(kind)
    expect(recipientOf(identity)).toBe(recipient)
    expect(generateIdentity(kind).identity).not.toBe(identity)
  })

  test('follow the example of the format', () => {
    expect(recipientOf(published.identity)).toBe(published.recipient)
  })
})

describe('an identity', () => {
  test.each([
    ['nothing', ''],
    ['a recipient', published.recipient],
    ['another prefix', encodeBech32('age-secret-kex-', randomBytes(32)).toUpperCase()],
    ['31 bytes', encodeBech32('age-secret-key-', randomBytes(31)).toUpperCase()],
    ['33 bytes', encodeBech32('age-secret-key-pq-', randomBytes(33)).toUpperCase()],
    ['a megabyte', `AGE-SECRET-KEY-1${'Q'.repeat(1_000_000)}`],
  ])('that is %s is refused', (_what, text) => {
    expect(codeOf(() => openIdentity(text))).toBe('age.identity.invalid')
    expect(codeOf(() => decryptBytes(new Uint8Array(0), [text]))).toMatch(/^age\./)
  })

  test('never shows up in the error about it', () => {
    const damaged = published.identity.replace('GFPQ4', 'GFPQQ')
    expect(() => openIdentity(damaged)).toThrow(/^not an identity of a kind in use here$/)
  })

  test('can be prepared once for many files', () => {
    const { identity, recipient } = generateIdentity()
    const handle = openIdentity(identity)
    for (const text of ['one', 'two']) {
      expect(Buffer.from(decryptBytes(encryptBytes(Buffer.from(text), [recipient]), [handle])).toString()).toBe(text)
    }
  })
})

describe('a recipient', () => {
  const lowOrder = encodeBech32('age', new Uint8Array(32))
  const hybridLowOrder = encodeBech32('age1pq', new Uint8Array(1216))
  const unreduced = encodeBech32('age1pq', new Uint8Array(1216).fill(0xff))

  test.each([
    ['nothing', ''],
    ['an identity', published.identity],
    ['31 bytes', encodeBech32('age', randomBytes(31))],
    ['1215 bytes', encodeBech32('age1pq', randomBytes(1215))],
    ['no ML-KEM key', unreduced],
    ['a point of low order', lowOrder],
    ['a hybrid key with a point of low order', hybridLowOrder],
    ['a plug-in recipient', encodeBech32('age1yubikey', randomBytes(33))],
    ['of mixed case', published.recipient.replace('age', 'Age')],
    ['a megabyte', `age1${'q'.repeat(1_000_000)}`],
  ])('that is %s is refused', (_what, text) => {
    expect(codeOf(() => encryptBytes(new Uint8Array(1), [vouchFor(text)]))).toBe('age.recipient.invalid')
  })

  test('is needed', () => expect(codeOf(() => encryptBytes(new Uint8Array(1), []))).toBe('age.recipient.none'))

  test('without quantum resistance is not mixed with one that has it', () => {
    const recipients = [generateIdentity().recipient, vouchFor(published.recipient)]
    expect(codeOf(() => encryptBytes(new Uint8Array(1), recipients))).toBe('age.recipient.mixed')
  })

  test('cannot be one of more than 2,000', () => {
    const recipients = Array.from({ length: 2001 }, () => vouchFor(published.recipient))
    expect(codeOf(() => encryptBytes(new Uint8Array(1), recipients))).toBe('age.header.oversized')
  })
})
