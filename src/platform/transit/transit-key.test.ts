import { createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isAppError } from '../../lib/errors/app-error.ts'
import { createTransitKey, loadTransitKey } from './transit-key.ts'

const key = createTransitKey(randomBytes(32))
const plain = Buffer.from('+4915112345678')
const isDamaged = (open: () => unknown) => {
  try {
    open()
    return false
  } catch (error) {
    return isAppError(error, 'transit.damaged') && !error.message.includes('49151')
  }
}

describe('a sealed value', () => {
  test.each([0, 1, 14, 100_000])('of %i bytes is opened again, and never looks the same twice', (size) => {
    const value = randomBytes(size)
    const sealed = key.seal(value, 'sms.number:1')
    expect(key.open(sealed, 'sms.number:1').equals(value)).toBe(true)
    expect(sealed).toHaveLength(size + 29)
    expect(key.seal(value, 'sms.number:1').equals(sealed)).toBe(false)
  })

  test('is not opened with another installation’s secret', () => {
    const sealed = key.seal(plain, 'a')
    expect(isDamaged(() => createTransitKey(randomBytes(32)).open(sealed, 'a'))).toBe(true)
  })

  test('is not opened in another row or column', () => {
    const sealed = key.seal(plain, 'copies.share:1')
    for (const context of ['copies.share:2', 'copies.proof:1', '', 'copies.share:1 '])
      expect(isDamaged(() => key.open(sealed, context))).toBe(true)
  })

  test('is under a key of its own context, so that no key seals more values than its nonces bear', () => {
    const secret = randomBytes(32)
    const sealed = createTransitKey(secret).seal(plain, 'copies.share:1')
    const root = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), 'sealpost/transit/v2', 32))
    const ownKey = createHmac('sha256', root).update('copies.share:1').digest()
    const decipher = createDecipheriv('aes-256-gcm', ownKey, sealed.subarray(1, 13)).setAAD(
      Buffer.from('copies.share:1'),
    )
    decipher.setAuthTag(sealed.subarray(-16))
    const opened = Buffer.concat([decipher.update(sealed.subarray(13, -16)), decipher.final()])
    expect([sealed[0], opened.toString()]).toEqual([2, plain.toString()])
  })

  test('is not opened with any one bit changed, nor cut short, nor lengthened', () => {
    const sealed = key.seal(plain, 'a')
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(isDamaged(() => key.open(changed, 'a'))).toBe(true)
    }
    for (let length = 0; length < sealed.length; length++)
      expect(isDamaged(() => key.open(sealed.subarray(0, length), 'a'))).toBe(true)
    expect(isDamaged(() => key.open(Buffer.concat([sealed, Buffer.of(0)]), 'a'))).toBe(true)
  })
})

describe('a keyed hash', () => {
  test('is the same for the same parts and another for another purpose, split or installation', () => {
    const hash = key.keyedHash('code', 'copy', '123456').toString('hex')
    expect(key.keyedHash('code', 'copy', '123456').toString('hex')).toBe(hash)
    const others = [
      key.keyedHash('number', 'copy', '123456'),
      key.keyedHash('code', 'copy1', '23456'),
      key.keyedHash('code', 'copy123456'),
      key.keyedHash('code', 'copy', '123456', ''),
      createTransitKey(randomBytes(32)).keyedHash('code', 'copy', '123456'),
    ].map((other) => other.toString('hex'))
    expect(new Set([hash, ...others]).size).toBe(6)
  })
})

describe('the secret file', () => {
  let folder = ''
  let path = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sealpost-secret-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  beforeEach(async () => {
    const own = await mkdtemp(join(folder, 'case-'))
    path = join(own, 'data', 'secret')
  })

  test('is made at first start, for its owner only, and read ever after', async () => {
    const sealed = (await loadTransitKey(path)).seal(plain, 'a')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readFile(path, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    expect((await loadTransitKey(path)).open(sealed, 'a').equals(plain)).toBe(true)
  })

  test('made by twenty starts at once is one secret, and nothing else is left behind', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => loadTransitKey(path)))
    const hashes = keys.map((loaded) => loaded.keyedHash('x').toString('hex'))
    expect(new Set(hashes).size).toBe(1)
    expect(await readdir(join(path, '..'))).toEqual(['secret'])
  })

  test.each([0o640, 0o604, 0o644, 0o666])('is refused with mode %o, with the command that helps', async (mode) => {
    await loadTransitKey(path)
    await chmod(path, mode)
    await expect(loadTransitKey(path)).rejects.toMatchObject({
      code: 'secret.unsafe',
      publicText: expect.stringContaining(`chmod 600 ${path}`),
    })
  })

  test.each([
    ['empty', ''],
    ['cut short', 'ab12'],
    ['something else', 'correct horse battery staple'],
    ['too long', 'a'.repeat(65)],
  ])('that is %s is refused and never replaced', async (_what, text) => {
    await loadTransitKey(path)
    await writeFile(path, text)
    await expect(loadTransitKey(path)).rejects.toMatchObject({ code: 'secret.unsafe' })
    await expect(loadTransitKey(path)).rejects.not.toMatchObject({ publicText: expect.stringContaining('horse') })
    expect(await readFile(path, 'utf8')).toBe(text)
  })
})
