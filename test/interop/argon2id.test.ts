import { argon2Sync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { argon2id as browserArgon2id, createArgon2id as createBrowser } from '../../src/clients/keys/argon2id.ts'
import { argon2Cost } from '../../src/lib/split-key/index.ts'
import { argon2id as nodeArgon2id, createArgon2id as createNode } from '../../src/platform/argon2/argon2id.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('the cost is the one that the design promises', () => {
  expect(argon2Cost).toEqual({ memoryKiB: 65_536, passes: 3, parallelism: 1, tagBytes: 32 })
})

describe.each([
  ['server', createNode],
  ['browser', createBrowser],
] as const)('the Argon2id of the %s', (_where, create) => {
  // The test suite of the reference implementation, Argon2id version 0x13.
  test.each([
    [2, 65_536, 1, 'password', 'somesalt', '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
    [2, 256, 2, 'password', 'somesalt', '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037'],
  ])(
    'gives the published bytes for %i passes, %i KiB, %i lanes',
    async (passes, memoryKiB, lanes, password, salt, tag) => {
      const argon2id = create({ memoryKiB, passes, parallelism: lanes, tagBytes: 32 })
      expect(hex(await argon2id(Buffer.from(password), Buffer.from(salt)))).toBe(tag)
    },
  )
})

test('server and browser give the same bytes at the cost in force', async () => {
  const password = Buffer.from('Grüße, 密码')
  const salt = Buffer.from('0123456789abcdef')
  expect(hex(await browserArgon2id(password, salt))).toBe(hex(await nodeArgon2id(password, salt)))
})

// RFC 9106 section 5.3 has a secret and associated data, which Sealpost does not use: it vouches for the engine below.
test('the engine of the server follows the RFC', () => {
  const tag = argon2Sync('argon2id', {
    message: Buffer.alloc(32, 1),
    nonce: Buffer.alloc(16, 2),
    secret: Buffer.alloc(8, 3),
    associatedData: Buffer.alloc(12, 4),
    parallelism: 4,
    tagLength: 32,
    memory: 32,
    passes: 3,
  })
  expect(hex(tag)).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659')
})
