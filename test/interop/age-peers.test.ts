import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import {
  Decrypter,
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  decryptBytes,
  decryptStream,
  encryptBytes,
  encryptStream,
  generateIdentity,
  recipientOf,
} from '../../src/platform/age/index.ts'
import { requireProgram } from '../harness/programs.ts'

const sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_001]
const plainOf = (bytes: number): Buffer => randomBytes(bytes)

const peerEncrypt = async (plain: Uint8Array, recipient: string): Promise<Uint8Array> => {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return encrypter.encrypt(plain)
}

const peerDecrypt = async (file: Uint8Array, identity: string): Promise<Uint8Array> => {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return decrypter.decrypt(file)
}

describe.each([
  ['mlkem768x25519', generateHybridIdentity],
  ['X25519', generateX25519Identity],
] as const)('age-encryption and recipients of kind %s', (kind, generate) => {
  test('each derives the same recipient from the identity of the other', async () => {
    const theirs = await generate()
    expect(recipientOf(theirs)).toBe(await identityToRecipient(theirs))
    const ours = generateIdentity(kind)
    expect(await identityToRecipient(ours.identity)).toBe(ours.recipient)
  })

  test.each(sizes)('the peer opens our files of %i bytes', async (bytes) => {
    const { identity, recipient } = generateIdentity(kind)
    const other = generateIdentity(kind)
    const plain = plainOf(bytes)
    expect(await peerDecrypt(encryptBytes(plain, [other.recipient, recipient]), identity)).toEqual(
      Uint8Array.from(plain),
    )
    const streamed = await buffer(Readable.from([plain]).pipe(encryptStream([recipient])))
    expect(await peerDecrypt(streamed, identity)).toEqual(Uint8Array.from(plain))
  })

  test.each(sizes)('we open files of %i bytes from the peer', async (bytes) => {
    const identity = await generate()
    const plain = plainOf(bytes)
    const file = await peerEncrypt(plain, recipientOf(identity))
    expect(Buffer.compare(decryptBytes(file, [identity]), plain)).toBe(0)
    expect(Buffer.compare(await buffer(Readable.from([file]).pipe(decryptStream([identity]))), plain)).toBe(0)
  })
})

describe('the age program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sealpost-age-'))
  const keyFile = join(folder, 'identity.txt')
  const { identity, recipient } = generateIdentity('X25519')
  let age = ''

  beforeAll(() => {
    age = requireProgram('age')
    writeFileSync(keyFile, `${identity}\n`, { mode: 0o600 })
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(sizes)('opens our X25519 files of %i bytes', (bytes) => {
    const plain = plainOf(bytes)
    const opened = execFileSync(age, ['--decrypt', '--identity', keyFile], { input: encryptBytes(plain, [recipient]) })
    expect(Buffer.compare(opened, plain)).toBe(0)
  })

  test.each(sizes)('writes X25519 files of %i bytes that we open', (bytes) => {
    const plain = plainOf(bytes)
    const file = execFileSync(age, ['--encrypt', '--recipient', recipient], { input: plain })
    expect(Buffer.compare(decryptBytes(file, [identity]), plain)).toBe(0)
  })
})
