import { describe, expect, test } from 'vitest'
import { createArgon2id } from '../../platform/argon2/argon2id.ts'
import { decryptBytes, encryptBytes, vouchFor } from '../../platform/age/index.ts'
import { appPasswordKeysSync, openSecretSync } from '../../platform/split-key/index.ts'
import { decodeBase64Url, decodeUtf8, encodeBase64Url, encodeUtf8 } from '../bytes/index.ts'
import { passwordKeys, SplitKeyError, stretchPassword } from '../split-key/index.ts'
import {
  appPasswordContext,
  changePassword,
  deriveLogin,
  makeAccount,
  makeAppPassword,
  makeRecoveryCodes,
  newPassword,
  parseAppPassword,
  parseRecoveryCode,
  passwordProblem,
  unlockAccount,
  unlockMailbox,
  unlockWithRecoveryCode,
} from './index.ts'
import { wrapAccount } from './wrap-account.ts'

const argon2id = createArgon2id({ memoryKiB: 64, passes: 1, parallelism: 1, tagBytes: 32 })
const password = 'violet anchor 42'
const bytesOf = (text: string) => decodeBase64Url(text) ?? new Uint8Array()

describe('a new account', () => {
  test('is opened by its password, and its mailbox by its identity', async () => {
    const { identity, enrolment } = await makeAccount(password, argon2id)
    const login = await deriveLogin(password, enrolment.salt, argon2id)
    expect(login.authKey).toBe(enrolment.authKey)
    expect(await unlockAccount(login, enrolment.wrappedIdentity)).toBe(identity)
    const mailboxIdentity = await unlockMailbox(identity, enrolment.mailbox.sealedIdentity)
    const file = encryptBytes(encodeUtf8('hello'), [vouchFor(enrolment.mailbox.recipient)])
    expect(decodeUtf8(decryptBytes(file, [mailboxIdentity]))).toBe('hello')
  })

  test('gives the server neither password nor identity, and fits the contract', async () => {
    const { identity, enrolment } = await makeAccount(password, argon2id)
    const sent = JSON.stringify(enrolment)
    expect(sent).not.toContain(password)
    expect(sent).not.toContain(identity)
    expect(sent).not.toContain('AGE-SECRET-KEY')
    expect(enrolment.authKey).toHaveLength(43)
    expect(enrolment.salt).toHaveLength(22)
    expect(bytesOf(enrolment.wrappedIdentity).length).toBeLessThan(8192)
    expect(bytesOf(enrolment.mailbox.sealedIdentity).length).toBeLessThan(8192)
  })

  test('shares nothing with another account under the same password', async () => {
    const [first, second] = await Promise.all([makeAccount(password, argon2id), makeAccount(password, argon2id)])
    expect(first.enrolment.authKey).not.toBe(second.enrolment.authKey)
    await expect(unlockMailbox(first.identity, second.enrolment.mailbox.sealedIdentity)).rejects.toThrow(SplitKeyError)
  })
})

describe('the password', () => {
  test('is the same however a keyboard composes its characters', async () => {
    const { enrolment } = await makeAccount('grün gemüse', argon2id)
    const decomposed = await deriveLogin('gru\u0308n gemu\u0308se', enrolment.salt, argon2id)
    expect(decomposed.authKey).toBe(enrolment.authKey)
  })

  test('when wrong, opens nothing', async () => {
    const { enrolment } = await makeAccount(password, argon2id)
    const login = await deriveLogin('violet anchor 43', enrolment.salt, argon2id)
    expect(login.authKey).not.toBe(enrolment.authKey)
    await expect(unlockAccount(login, enrolment.wrappedIdentity)).rejects.toThrow(SplitKeyError)
  })

  test('is changed without changing the identity', async () => {
    const { identity, enrolment } = await makeAccount(password, argon2id)
    const login = await deriveLogin(password, enrolment.salt, argon2id)
    const body = await changePassword({ login, identity }, 'copper lantern 7', argon2id)
    expect(body.oldAuthKey).toBe(enrolment.authKey)
    expect(body.salt).not.toBe(enrolment.salt)
    const renewed = await deriveLogin('copper lantern 7', body.salt, argon2id)
    expect(renewed.authKey).toBe(body.newAuthKey)
    expect(await unlockAccount(renewed, body.wrappedIdentity)).toBe(identity)
    await expect(unlockAccount(login, body.wrappedIdentity)).rejects.toThrow(SplitKeyError)
  })

  test.each([
    ['123456789', 'too-short'],
    ['1234567890', null],
    ['🦊'.repeat(9), 'too-short'],
    ['🦊'.repeat(10), null],
    ['u\u0308'.repeat(9), 'too-short'],
    ['x'.repeat(1025), 'too-long'],
  ])('is judged by its length in characters, case %#', (text, problem) => {
    expect(passwordProblem(text)).toBe(problem)
  })

  test('that was chosen when eight characters were enough still opens the account', async () => {
    const salt = new Uint8Array(16)
    const { wrapKey } = await passwordKeys(await stretchPassword(argon2id, 'kurz1234', salt))
    const wrapped = await wrapAccount(wrapKey, 'AGE-SECRET-KEY-PQ-1TEST', 'account-identity/password')
    const login = await deriveLogin('kurz1234', encodeBase64Url(salt), argon2id)
    expect(await unlockAccount(login, wrapped)).toBe('AGE-SECRET-KEY-PQ-1TEST')
  })

  test('that is too short is refused with a text', async () => {
    await expect(newPassword('short', 'AGE', argon2id)).rejects.toMatchObject({
      code: 'account-keys.password-too-short',
    })
  })

  test.each(['', 'AAAA', '!!', 'A'.repeat(43)])('is not stretched with the salt %j', async (salt) => {
    await expect(deriveLogin(password, salt, argon2id)).rejects.toThrow(SplitKeyError)
  })
})

describe('recovery codes', () => {
  test('are eight, and each opens the account however it is typed', async () => {
    const { identity } = await makeAccount(password, argon2id)
    const codes = await makeRecoveryCodes(identity)
    expect(new Set(codes.map(({ text }) => text)).size).toBe(8)
    for (const { text, registration } of codes) {
      expect(text).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){7}[0-9a-hjkmnp-tv-z]{4}$/)
      const parsed = await parseRecoveryCode(`  ${text.toUpperCase().replaceAll('-', ' ')} `)
      expect(parsed?.codeAuthKey).toBe(registration.authKey)
      expect(await unlockWithRecoveryCode(parsed, registration.wrappedIdentity)).toBe(identity)
    }
  })

  test('do not open with one another', async () => {
    const [first, second] = await makeRecoveryCodes('AGE-SECRET-KEY-PQ-1TEST')
    const parsed = await parseRecoveryCode(first?.text ?? '')
    const wrapped = second?.registration.wrappedIdentity ?? ''
    await expect(unlockWithRecoveryCode(parsed, wrapped)).rejects.toThrow(SplitKeyError)
  })

  test.each(['', 'abcd', 'u'.repeat(32), 'a'.repeat(33), ' '.repeat(100_000)])(
    'are refused as typed before anything is sent, case %#',
    async (typed) => {
      expect(await parseRecoveryCode(typed)).toBeNull()
    },
  )
})

describe('an app password', () => {
  test('is turned into the identity by the server alone, from what the mail program sends', async () => {
    const { identity } = await makeAccount(password, argon2id)
    const { text, registration } = await makeAppPassword(identity)
    const keys = appPasswordKeysSync(parseAppPassword(text) ?? new Uint8Array())
    expect(Buffer.from(keys.authKey).toString('base64url')).toBe(registration.authKey)
    const opened = openSecretSync(keys.wrapKey, bytesOf(registration.wrappedIdentity), appPasswordContext)
    expect(decodeUtf8(opened)).toBe(identity)
    expect(JSON.stringify(registration)).not.toContain(text)
  })

  test('cannot stand in for a recovery code', async () => {
    const { text, registration } = await makeAppPassword('AGE-SECRET-KEY-PQ-1TEST')
    const asCode = await parseRecoveryCode(text)
    expect(asCode?.codeAuthKey).not.toBe(registration.authKey)
    await expect(unlockWithRecoveryCode(asCode, registration.wrappedIdentity)).rejects.toThrow(SplitKeyError)
  })
})
