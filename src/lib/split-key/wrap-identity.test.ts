import { beforeAll, describe, expect, test } from 'vitest'
import { generateLinkSecret } from './link-secret.ts'
import type { SplitKeyShares } from './shares.ts'
import { SplitKeyError } from './split-key-error.ts'
import { unwrapIdentity, wrapIdentity } from './wrap-identity.ts'

const identity = 'AGE-SECRET-KEY-PQ-1EXAMPLE'
const shares: SplitKeyShares = {
  link: generateLinkSecret(),
  serverShare: new Uint8Array(32).fill(2),
  accessKey: new Uint8Array(32).fill(3),
  context: 'message/recipient',
}
const withoutCode: SplitKeyShares = { ...shares, accessKey: new Uint8Array(0) }

describe('a wrapped identity', () => {
  let wrapped: Uint8Array
  beforeAll(async () => {
    wrapped = await wrapIdentity(shares, identity)
  })

  test('opens with all shares', async () => {
    expect(await unwrapIdentity(shares, wrapped)).toBe(identity)
    expect(await unwrapIdentity(withoutCode, await wrapIdentity(withoutCode, identity))).toBe(identity)
  })

  test.each<[string, Partial<SplitKeyShares>]>([
    ['another link', { link: generateLinkSecret() }],
    ['another server share', { serverShare: new Uint8Array(32) }],
    ['a destroyed server share', { serverShare: new Uint8Array(0) }],
    ['another access code', { accessKey: new Uint8Array(32) }],
    ['no access code', { accessKey: new Uint8Array(0) }],
    ['an access key of a wrong length', { accessKey: new Uint8Array(31) }],
    ['another context', { context: 'message/somebody' }],
  ])('is refused to %s with the one error', async (_what, change) => {
    await expect(unwrapIdentity({ ...shares, ...change }, wrapped)).rejects.toEqual(new SplitKeyError())
  })

  test('is refused when damaged, with the same error', async () => {
    await expect(unwrapIdentity(shares, wrapped.subarray(0, -1))).rejects.toEqual(new SplitKeyError())
    await expect(unwrapIdentity(shares, new Uint8Array(0))).rejects.toEqual(new SplitKeyError())
  })

  test('is not made with an incomplete share', async () => {
    await expect(wrapIdentity({ ...shares, serverShare: new Uint8Array(31) }, identity)).rejects.toThrow(RangeError)
  })
})
