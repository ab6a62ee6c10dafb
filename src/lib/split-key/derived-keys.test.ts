import { describe, expect, test } from 'vitest'
import { encodeHex } from '../bytes/index.ts'
import { accessKeys, appPasswordKeys, deriveLinkProof, passwordKeys, recoveryCodeKeys } from './derived-keys.ts'
import { hkdfInfo, labels } from './labels.ts'
import { formatLinkSecret, parseLinkSecret, type LinkSecret } from './link-secret.ts'
import {
  isShortAccessCode,
  normaliseAccessCode,
  normalisePassword,
  stretchAccessCode,
  stretchFormerAccessCode,
  stretchPassword,
  type Argon2id,
} from './stretch.ts'

const master = Uint8Array.from({ length: 32 }, (_, index) => index)
const secret = master.subarray(0, 20)
const linkSecret = (): LinkSecret => {
  const link = parseLinkSecret('AAECAwQFBgcICQoLDA0ODxAREhM')
  if (link === null) throw new Error('the example is a link secret')
  return link
}

describe('derived keys', () => {
  test('are all different, although the secret is the same', async () => {
    const keys = [
      ...Object.values(await passwordKeys(master)),
      ...Object.values(await accessKeys(master)),
      ...Object.values(await appPasswordKeys(secret)),
      ...Object.values(await recoveryCodeKeys(secret)),
      await deriveLinkProof(linkSecret()),
    ]
    expect(keys).toHaveLength(8)
    expect(keys.every((key) => key.length === 32)).toBe(true)
    expect(new Set(keys.map(encodeHex)).size).toBe(8)
  })

  // Computed once with an independent HKDF (Python, hmac and hashlib); a change here locks everybody out.
  test('never change', async () => {
    const { authKey, wrapKey } = await passwordKeys(master)
    expect([authKey, wrapKey, await deriveLinkProof(linkSecret())].map(encodeHex)).toEqual([
      '14315b4ccc27bb477838b8234959fa7a0ed8b493cfc5b64dffcbe4fa285e6dad',
      'ec301ea79bc8de4de403ffcd4ad68f89c5e48436477e4d6d4ff0065f65e4b45b',
      'c7175097ca26986d18ec59568f505fad43a094cc49f94f72812e17ad33332dea',
    ])
    expect(formatLinkSecret(linkSecret())).toBe('AAECAwQFBgcICQoLDA0ODxAREhM')
  })

  test('are not made from a secret of the wrong length', async () => {
    expect(() => passwordKeys(secret)).toThrow(RangeError)
    expect(() => appPasswordKeys(master)).toThrow(RangeError)
    expect(() => recoveryCodeKeys(master)).toThrow(RangeError)
    await expect(accessKeys(secret)).rejects.toThrow(RangeError)
  })

  test('have labels of their own', () => {
    const all = Object.values(labels)
    expect(new Set(all).size).toBe(all.length)
    expect(hkdfInfo(labels.splitKey, 'a')).not.toEqual(hkdfInfo(labels.splitKey))
  })
})

describe('what people type', () => {
  test.each([
    ['  Sonne 7 ', 'sonne7'],
    ['SONNE7', 'sonne7'],
    ['Ｓｏｎｎｅ', 'sonne'],
    ['Sonne ٧', 'sonne7'],
    ['\u200fsonne\u00a07\u200b', 'sonne7'],
    ['Stra\u00dfe', 'strasse'],
    ['STRASSE', 'strasse'],
    ['A\u0308', '\u00e4'],
    ['Sonne-7', 'sonne-7'],
    [' \t\n\u200b', ''],
  ])('access code %j is used as %j', (typed, used) => expect(normaliseAccessCode(typed)).toBe(used))

  test.each([
    ['Apfel-77', 'Apfel-77'],
    [' Sonne 7', 'Sonne 7'],
    ['apfel-77', null],
    ['  apfel-77 ', null],
    ['\u200b', '\u200b'],
    [' ', null],
  ])('access code %j was %j for 0.1.0, null being the same', async (typed, former) => {
    const echo: Argon2id = (password) => Promise.resolve(password)
    const stretched = await stretchFormerAccessCode(echo, typed, secret)
    expect(stretched === null ? null : new TextDecoder().decode(stretched)).toBe(former)
  })

  test.each([
    ['a b c d e f', false],
    ['a b c d e', true],
    ['a-b-c-', false],
    ['\u200ba\u200bb\u200bc\u200b', true],
    ['١٢٣٤٥٦', false],
    ['      ', true],
  ])('access code %j counts as used: too short is %s', (typed, isShort) =>
    expect(isShortAccessCode(typed)).toBe(isShort),
  )

  test('a password keeps the spaces at its ends', () => {
    expect(normalisePassword(' u\u0308 ')).toBe(' \u00fc ')
  })

  test('is stretched in its normal form and never when empty', async () => {
    const echo: Argon2id = (password) => Promise.resolve(password)
    expect(encodeHex(await stretchAccessCode(echo, ' a\u0308 ', secret))).toBe('c3a4')
    expect(encodeHex(await stretchPassword(echo, ' a', secret))).toBe('2061')
    expect(() => stretchAccessCode(echo, '  ', secret)).toThrow(RangeError)
    expect(() => stretchPassword(echo, '', secret)).toThrow(RangeError)
  })
})
