import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAppError } from '../../lib/errors/app-error.ts'
import { loadConfig } from './load-config.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealpost-config-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

function problemsOf(environment: Readonly<Record<string, string>>): string[] {
  try {
    loadConfig(environment)
    return []
  } catch (error) {
    if (isAppError(error, 'config.invalid')) return error.publicText.split('\n')
    throw error
  }
}

describe('settings', () => {
  test('all have a default that works on one machine', () => {
    expect(loadConfig({})).toMatchObject({
      SEALPOST_HTTP_PORT: 8080,
      SEALPOST_HOST: '127.0.0.1',
      SEALPOST_SERVICES: ['http', 'submission', 'delivery', 'sms', 'jobs'],
      hostname: 'localhost',
      publicUrl: 'http://localhost:8080',
      dataDir: join(process.cwd(), 'data'),
      secretFile: join(process.cwd(), 'data', 'secret'),
      blobsDir: join(process.cwd(), 'data', 'blobs'),
      shredDir: join(process.cwd(), 'data', 'shred'),
    })
  })

  test.each([
    ['nothing', {}, { submission: 2587, submissions: 2465 }],
    [
      'a redirect',
      { SEALPOST_PUBLIC_SUBMISSION_PORT: '587', SEALPOST_PUBLIC_SUBMISSIONS_PORT: '465' },
      { submission: 587, submissions: 465 },
    ],
    [
      'a port that is for relays only',
      { SEALPOST_PUBLIC_SUBMISSION_PORT: '0' },
      { submission: null, submissions: 2465 },
    ],
    [
      'a listener that is off',
      { SEALPOST_SUBMISSION_PORT: '0', SEALPOST_PUBLIC_SUBMISSION_PORT: '587' },
      { submission: null, submissions: 2465 },
    ],
  ])('mail programs are told the public ports: %s', (_what, given, ports) => {
    expect(loadConfig(given).publicPorts).toEqual(ports)
  })

  test.each(['x', '65536', '-1', '123456'])('a public port cannot be “%s”', (port) => {
    expect(problemsOf({ SEALPOST_PUBLIC_SUBMISSION_PORT: port })).toEqual([
      'SEALPOST_PUBLIC_SUBMISSION_PORT: must be a port number, 0 to 65535',
    ])
  })

  test('are reported with all their problems at once, by name', () => {
    const problems = problemsOf({
      SEALPOST_HTTP_PORT: '80800',
      SEALPOST_PUBLIC_URL: 'ftp://x',
      SEALPOST_LOG_LEVEL: 'loud',
      SEALPOST_TLS_CERT: '/cert.pem',
      SEALPOST_DATABASE_URL_FILE: '/does/not/exist',
      SEALPOST_CONFIG_FILE: '/neither/does/this',
      SEALPOST_COLOUR: 'blue',
    })
    expect(problems.map((problem) => problem.split(':')[0] ?? '').toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'SEALPOST_COLOUR',
      'SEALPOST_CONFIG_FILE',
      'SEALPOST_DATABASE_URL_FILE',
      'SEALPOST_HTTP_PORT',
      'SEALPOST_LOG_LEVEL',
      'SEALPOST_PUBLIC_URL',
      'SEALPOST_TLS_CERT, SEALPOST_TLS_KEY',
    ])
  })

  test('never show a value in a problem: it may be a secret in the wrong place', () => {
    const secret = 'hunter2-hunter2'
    const names = [
      'DATABASE_URL DATABASE_URL_FILE SMARTHOST SMARTHOST_FILE SMS_URL SMS_URL_FILE HTTP_PORT PUBLIC_URL BLOBS_URL SHRED_URL',
      'SERVICES LOG_LEVEL DNS_SERVERS TRUSTED_PROXIES MAX_MESSAGE_BYTES HOSTNAME CONFIG_FILE',
    ].flatMap((line) => line.split(' '))
    const hostile = names.map((name) => [`SEALPOST_${name}`, `x://user:${secret}@ /\u0000`] as const)
    const problems = problemsOf(Object.fromEntries(hostile))
    expect(problems.length).toBeGreaterThan(names.length - 5)
    expect(problems.join('\n')).not.toContain(secret)
  })

  test('with an unknown name are refused, so that a misspelt one is noticed; other programs’ names are none of our business', () => {
    expect(problemsOf({ SEALPOST_HTTP_PROT: '80', PATH: '/bin', POSTGRES_URL: 'x' })).toEqual([
      'SEALPOST_HTTP_PROT: unknown setting',
    ])
  })

  test('that are empty are as if not given', () => {
    const empty = { SEALPOST_HTTP_PORT: '', SEALPOST_DATABASE_URL: '', SEALPOST_DATABASE_URL_FILE: '' }
    expect(loadConfig(empty).SEALPOST_HTTP_PORT).toBe(8080)
  })

  test.each([
    ['SEALPOST_HTTP_PORT', ' '],
    ['SEALPOST_HTTP_PORT', '-1'],
    ['SEALPOST_HTTP_PORT', '65536'],
    ['SEALPOST_HTTP_PORT', '0x50'],
    ['SEALPOST_HTTP_PORT', '1e3'],
    ['SEALPOST_MAX_MESSAGE_BYTES', '1023'],
    ['SEALPOST_MAX_MESSAGE_BYTES', '50 MB'],
    ['SEALPOST_PUBLIC_URL', 'mail.example'],
    ['SEALPOST_PUBLIC_URL', 'https://mail.example/?a=b'],
    ['SEALPOST_PUBLIC_URL', 'https://user:pw@mail.example/'],
    ['SEALPOST_SMARTHOST', 'http://mail.example'],
    ['SEALPOST_SMS_URL', 'http://sms.example/send'],
    ['SEALPOST_BLOBS_URL', 'file:relative'],
    ['SEALPOST_BLOBS_URL', 's3://bucket'],
    ['SEALPOST_SHRED_URL', 'file:relative'],
    ['SEALPOST_SHRED_URL', 'mysql://host/keys'],
    ['SEALPOST_SERVICES', 'http,imap'],
    ['SEALPOST_SERVICES', ' , '],
    ['SEALPOST_HOSTNAME', 'mail example'],
    ['SEALPOST_DNS_SERVERS', 'dns.example'],
    ['SEALPOST_DNSSEC_RESOLVER', 'dns.example:53'],
    ['SEALPOST_DNSSEC_RESOLVER', '127.0.0.1:99999'],
    ['SEALPOST_TRUSTED_PROXIES', '10.0.0.0/33'],
  ])('%s cannot be “%s”', (name, value) => {
    expect(problemsOf({ [name]: value }).map((problem) => problem.split(':')[0])).toEqual([name])
  })

  test.each([
    ['SEALPOST_SMS_URL', 'http://127.0.0.1:9000/send'],
    ['SEALPOST_SMS_URL', 'smpp://user:pass@sms.example:2775'],
    ['SEALPOST_SMARTHOST', 'smtps://user:pass@mail.example'],
    ['SEALPOST_PUBLIC_URL', 'https://mail.example/sealpost/'],
    ['SEALPOST_DNS_SERVERS', '9.9.9.9, 1.1.1.1:5353, 2620:fe::fe, [2620:fe::9]:53'],
    ['SEALPOST_DNSSEC_RESOLVER', '127.0.0.1:5300'],
    ['SEALPOST_DNSSEC_RESOLVER', '[::1]:5300'],
    ['SEALPOST_TRUSTED_PROXIES', '10.0.0.0/8,fd00::/8,127.0.0.1'],
    ['SEALPOST_HTTP_PORT', '0'],
  ])('%s can be “%s”', (name, value) => expect(problemsOf({ [name]: value })).toEqual([]))
})

describe('derived settings', () => {
  test('the public address ends without a slash, and gives the host name unless one is set', () => {
    expect(loadConfig({ SEALPOST_PUBLIC_URL: 'https://mail.example/sealpost//' })).toMatchObject({
      publicUrl: 'https://mail.example/sealpost',
      hostname: 'mail.example',
    })
    expect(loadConfig({ SEALPOST_HOSTNAME: 'mx1.example' }).hostname).toBe('mx1.example')
  })

  test('contents lie in the data folder or in the folder that is named', () => {
    expect(loadConfig({ SEALPOST_DATA_DIR: '/srv/data' }).blobsDir).toBe('/srv/data/blobs')
    expect(loadConfig({ SEALPOST_BLOBS_URL: 'file:///srv/blobs' }).blobsDir).toBe('/srv/blobs')
    expect(loadConfig({ SEALPOST_SHRED_URL: 'file:///srv/keys' }).shredDir).toBe('/srv/keys')
    expect(loadConfig({ SEALPOST_SHRED_URL: 'postgresql://keys.example/keys' }).shredDir).toBeNull()
  })
})

describe('secrets in files', () => {
  test('are read without the line end that editors add', async () => {
    const path = await file('url', 'postgresql://u:p@h/db\n')
    expect(loadConfig({ SEALPOST_DATABASE_URL_FILE: path }).SEALPOST_DATABASE_URL).toBe('postgresql://u:p@h/db')
  })

  test('are for secrets only', () => {
    expect(problemsOf({ SEALPOST_HTTP_PORT_FILE: '/x' })).toEqual(['SEALPOST_HTTP_PORT_FILE: unknown setting'])
  })

  test('and the value itself are not both given', async () => {
    const path = await file('smarthost', 'smtp://a.example')
    expect(problemsOf({ SEALPOST_SMARTHOST: 'smtp://b.example', SEALPOST_SMARTHOST_FILE: path })).toEqual([
      'SEALPOST_SMARTHOST, SEALPOST_SMARTHOST_FILE: give one of them',
    ])
  })
})

describe('a settings file', () => {
  test('holds NAME=value lines, comments and quotes; the environment wins', async () => {
    const text = '# ports\n\nSEALPOST_HTTP_PORT = 9000\nSEALPOST_DATA_DIR="/srv/my data"\r\nSEALPOST_LOG_LEVEL=warn\n'
    const config = loadConfig({ SEALPOST_CONFIG_FILE: await file('conf', text), SEALPOST_LOG_LEVEL: 'error' })
    expect(config).toMatchObject({
      SEALPOST_HTTP_PORT: 9000,
      dataDir: '/srv/my data',
      SEALPOST_LOG_LEVEL: 'error',
    })
  })

  test('with a line that is none of these is refused by line number, not by content', async () => {
    const path = await file('broken', 'SEALPOST_HTTP_PORT=1\nSEALPOST_SMARTHOST smtp://user:secret@x\n')
    expect(problemsOf({ SEALPOST_CONFIG_FILE: path })).toEqual(['SEALPOST_CONFIG_FILE: line 2 is not NAME=value'])
  })

  test('is searched for misspelt names as well', async () => {
    const path = await file('misspelt', 'SEALPOST_HTPP_PORT=1\n')
    expect(problemsOf({ SEALPOST_CONFIG_FILE: path })).toEqual(['SEALPOST_HTPP_PORT: unknown setting'])
  })
})
