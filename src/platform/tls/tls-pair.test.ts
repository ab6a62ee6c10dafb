import { X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig } from '../config/load-config.ts'
import { loadTlsPair } from './tls-pair.ts'

let parent = ''
let folder = ''
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'sealpost-tls-'))
})
afterAll(() => rm(parent, { recursive: true, force: true }))
beforeEach(async () => {
  folder = await mkdtemp(join(parent, 'case-'))
})
const configWith = (settings: Readonly<Record<string, string>>) =>
  loadConfig({ SEALPOST_DATA_DIR: folder, ...settings })

describe('a self-signed pair', () => {
  test('is made at first start for the host name and the loopback, and kept', async () => {
    const config = configWith({ SEALPOST_HOSTNAME: 'mail.praxis.example' })
    const made = await loadTlsPair(config)
    const certificate = new X509Certificate(made.cert)
    expect(certificate.subjectAltName).toBe('DNS:mail.praxis.example, DNS:localhost, IP Address:127.0.0.1')
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
    expect((await stat(join(folder, 'tls', 'key.pem'))).mode & 0o777).toBe(0o600)
    expect(await loadTlsPair(config)).toEqual(made)
  })

  test('names an address as an address', async () => {
    const { cert } = await loadTlsPair(configWith({ SEALPOST_PUBLIC_URL: 'https://192.0.2.7' }))
    expect(new X509Certificate(cert).subjectAltName).toContain('IP Address:192.0.2.7')
  })

  test('made by eight starts at once is one pair, whose halves fit', async () => {
    const pairs = await Promise.all(Array.from({ length: 8 }, () => loadTlsPair(configWith({}))))
    expect(new Set(pairs.map(({ cert }) => cert)).size).toBe(1)
    expect(new Set(pairs.map(({ key }) => key)).size).toBe(1)
    expect(await readdir(folder)).toEqual(['tls'])
  })
})

describe('a configured pair', () => {
  test('is used as it is', async () => {
    const own = await loadTlsPair(configWith({}))
    const names = {
      SEALPOST_TLS_CERT: join(folder, 'tls', 'cert.pem'),
      SEALPOST_TLS_KEY: join(folder, 'tls', 'key.pem'),
    }
    expect(await loadTlsPair(configWith(names))).toEqual(own)
  })

  test('that cannot be read is an error that names the settings', async () => {
    const missing = { SEALPOST_TLS_CERT: '/does/not/exist', SEALPOST_TLS_KEY: '/does/not/exist' }
    await expect(loadTlsPair(configWith(missing))).rejects.toMatchObject({
      code: 'tls.unreadable',
      publicText: expect.stringContaining('SEALPOST_TLS_CERT'),
    })
  })

  test('whose halves do not fit, or that is no PEM, is refused at start and not at the first connection', async () => {
    await loadTlsPair(configWith({}))
    const other = await mkdtemp(join(parent, 'other-'))
    await loadTlsPair(loadConfig({ SEALPOST_DATA_DIR: other }))
    const mixed = {
      SEALPOST_TLS_CERT: join(folder, 'tls', 'cert.pem'),
      SEALPOST_TLS_KEY: join(other, 'tls', 'key.pem'),
    }
    await expect(loadTlsPair(configWith(mixed))).rejects.toMatchObject({ code: 'tls.unusable' })
    await writeFile(join(folder, 'noise'), 'not a key')
    const noise = { SEALPOST_TLS_CERT: join(folder, 'tls', 'cert.pem'), SEALPOST_TLS_KEY: join(folder, 'noise') }
    await expect(loadTlsPair(configWith(noise))).rejects.toMatchObject({ code: 'tls.unusable' })
  })
})
