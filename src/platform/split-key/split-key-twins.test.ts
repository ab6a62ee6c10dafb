import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as lib from '../../lib/split-key/index.ts'
import * as sync from './index.ts'

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const bytes20 = fc.uint8Array({ minLength: 20, maxLength: 20 })
const shares = fc.record({
  link: fc.constant(null).map(() => lib.generateLinkSecret()),
  serverShare: bytes32,
  accessKey: fc.oneof(bytes32, fc.constant(new Uint8Array(0))),
  context: fc.string(),
})

describe('the synchronous twins', () => {
  test('derive the same keys', async () => {
    await fc.assert(
      fc.asyncProperty(bytes32, bytes20, async (master, secret) => {
        const link = lib.generateLinkSecret()
        expect(sync.passwordKeysSync(master)).toEqual(await lib.passwordKeys(master))
        expect(sync.accessKeysSync(master)).toEqual(await lib.accessKeys(master))
        expect(sync.appPasswordKeysSync(secret)).toEqual(await lib.appPasswordKeys(secret))
        expect(sync.recoveryCodeKeysSync(secret)).toEqual(await lib.recoveryCodeKeys(secret))
        expect(sync.deriveLinkProofSync(link)).toEqual(await lib.deriveLinkProof(link))
        expect(sync.answerIdentitySync(master, 'copy-1')).toBe(await lib.answerIdentity(master, 'copy-1'))
        expect(sync.contentFileKeySync(master, 'content-1')).toEqual(await lib.contentFileKey(master, 'content-1'))
      }),
      { numRuns: 25 },
    )
  })

  test('open what the other sealed, both ways', async () => {
    await fc.assert(
      fc.asyncProperty(shares, bytes32, fc.string({ maxLength: 200 }), async (split, key, text) => {
        const identity = Buffer.from(text).toString('base64')
        expect(await lib.unwrapIdentity(split, sync.wrapIdentitySync(split, identity))).toBe(identity)
        expect(sync.unwrapIdentitySync(split, await lib.wrapIdentity(split, identity))).toBe(identity)
        const plain = Uint8Array.from(Buffer.from(text))
        expect(await lib.openSecret(key, sync.sealSecretSync(key, plain, split.context), split.context)).toEqual(plain)
        expect(sync.openSecretSync(key, await lib.sealSecret(key, plain, split.context), split.context)).toEqual(plain)
      }),
      { numRuns: 50 },
    )
  })

  test('refuse what is wrong with the same single error', () => {
    const key = randomBytes(32)
    const envelope = sync.sealSecretSync(key, Buffer.from('secret'), 'a')
    for (let at = 0; at < envelope.length; at++) {
      const changed = Uint8Array.from(envelope)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => sync.openSecretSync(key, changed, 'a')).toThrow(lib.SplitKeyError)
      expect(() => sync.openSecretSync(key, envelope.subarray(0, at), 'a')).toThrow(lib.SplitKeyError)
    }
    expect(() => sync.openSecretSync(key, envelope, 'b')).toThrow(lib.SplitKeyError)
    expect(() => sync.openSecretSync(key.subarray(1), envelope, 'a')).toThrow(lib.SplitKeyError)
  })

  test('refuse a destroyed share and a damaged wrap', () => {
    const split = {
      link: lib.generateLinkSecret(),
      serverShare: randomBytes(32),
      accessKey: new Uint8Array(0),
      context: 'a',
    }
    const wrapped = sync.wrapIdentitySync(split, 'identity')
    const destroyed = { ...split, serverShare: new Uint8Array(0) }
    expect(() => sync.unwrapIdentitySync(destroyed, wrapped)).toThrow(lib.SplitKeyError)
    expect(() => sync.unwrapIdentitySync(split, wrapped.subarray(1))).toThrow(lib.SplitKeyError)
    expect(() => sync.wrapIdentitySync(destroyed, 'identity')).toThrow(RangeError)
  })

  test('do not derive from a secret of the wrong length', () => {
    expect(() => sync.passwordKeysSync(new Uint8Array(20))).toThrow(RangeError)
    expect(() => sync.appPasswordKeysSync(new Uint8Array(32))).toThrow(RangeError)
    expect(() => sync.recoveryCodeKeysSync(new Uint8Array(32))).toThrow(RangeError)
    expect(() => sync.accessKeysSync(new Uint8Array(20))).toThrow(RangeError)
  })
})
