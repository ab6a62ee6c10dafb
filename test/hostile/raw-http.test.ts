import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { allEndpoints } from '../../src/contract/index.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { startServer, type RunningServer } from '../harness/running-server.ts'

/** Bytes that no browser sends, at every route of the real server: each is refused, and nothing is a fault of ours. */
let server: RunningServer
const logLines: string[] = []

beforeAll(async () => {
  const log = createLog('debug', { write: (line: string) => void logLines.push(line) })
  server = await startServer({ log })
})
afterAll(() => server.close())

const port = () => Number(new URL(server.baseUrl).port)

async function open(): Promise<Socket> {
  const socket = connect({ port: port(), host: '127.0.0.1' })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Everything that comes back until the server closes, or until nothing more is to be expected of it. */
async function answerTo(bytes: string | Buffer, limitMs = 10_000): Promise<string> {
  const socket = await open()
  const parts: Buffer[] = []
  socket.on('data', (part: Buffer) => parts.push(part))
  socket.end(bytes)
  const timer = setTimeout(() => socket.destroy(), limitMs)
  if (!socket.closed) await once(socket, 'close')
  clearTimeout(timer)
  return Buffer.concat(parts).toString('latin1')
}

const statusesIn = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
const faults = () => logLines.filter((line) => /"event":"http\.failed"|TypeError|RangeError/.test(line))

let failedBefore = 0
async function failedSoFar(): Promise<number> {
  const lines = (await server.parts.metrics.text()).split('\n')
  const failed = lines.filter((line) => /^sealpost_http_request_seconds_count\{[^}]*status="5/.test(line))
  return failed.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

beforeEach(async () => {
  logLines.length = 0
  failedBefore = await failedSoFar()
})

async function expectNoFault(): Promise<void> {
  expect(faults()).toEqual([])
  expect(await failedSoFar()).toBe(failedBefore)
  const alive = await answerTo('GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  expect(statusesIn(alive)).toEqual([200])
}

afterEach(expectNoFault)

const targets = [
  ...new Set([
    ...allEndpoints.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, 'x')}`),
    ...allEndpoints.map(
      ({ method, path }) => `${method} ${path.replace(/:\w+/g, '019ab000-0000-7000-8000-0000000000aa')}`,
    ),
    'GET /',
    'GET /o/x',
    'GET /nothing',
    'GET /assets/web/x.js',
    'GET /api/openapi.json',
    'GET /healthz',
    'GET /.well-known/autoconfig/mail/config-v1.1.xml',
    'POST /autodiscover/autodiscover.xml',
  ]),
]

/** What stands between the request line and the empty line. */
const headers: readonly [string, string][] = [
  ['no Host at all', ''],
  ['an empty Host', 'host:\r\n'],
  ['two Hosts', 'host: a\r\nhost: b\r\n'],
  ['a Host that is none', 'host: ]]][[[%%%\\\\\r\n'],
  ['a Host of 8 kB', `host: ${'h'.repeat(8000)}\r\n`],
  ['an Origin that is none', 'host: x\r\norigin: ::::\r\n'],
  ['an empty Origin', 'host: x\r\norigin:\r\n'],
  ['content types twice', 'host: x\r\ncontent-type: application/json\r\ncontent-type: text/plain\r\n'],
  ['an empty content type', 'host: x\r\ncontent-type:\r\ncontent-length: 2\r\n\r\n{}'],
  ['a content type that is none', 'host: x\r\ncontent-type: ;;;=/;"\r\ncontent-length: 2\r\n\r\n{}'],
  [
    'a content type of 8 kB',
    `host: x\r\ncontent-type: application/json;${'a=b;'.repeat(2000)}\r\ncontent-length: 2\r\n\r\n{}`,
  ],
  [
    'a charset nobody has',
    'host: x\r\ncontent-type: application/json; charset=x-nobody\r\ncontent-length: 2\r\n\r\n{}',
  ],
  ['a body of another type', 'host: x\r\ncontent-type: multipart/form-data; boundary=\r\ncontent-length: 2\r\n\r\n{}'],
  [
    'XML with entities',
    'host: x\r\ncontent-type: text/xml\r\ncontent-length: 34\r\n\r\n<!DOCTYPE a [<!ENTITY b "c">]><a/>',
  ],
  ['an octet stream', 'host: x\r\ncontent-type: application/octet-stream\r\ncontent-length: 2\r\n\r\n{}'],
  ['a negative length', 'host: x\r\ncontent-length: -1\r\n'],
  ['a length that is none', 'host: x\r\ncontent-length: 0x10\r\n'],
  ['a length beyond all numbers', `host: x\r\ncontent-length: ${'9'.repeat(40)}\r\n`],
  ['two lengths', 'host: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n'],
  ['length and chunks', 'host: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['chunks that are none', 'host: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
  ['chunks cut off', 'host: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{'],
  [
    'a stream of chunks cut off',
    'host: x\r\ncontent-type: application/octet-stream\r\ntransfer-encoding: chunked\r\n\r\nff\r\nage',
  ],
  ['a body cut off', 'host: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a":'],
  ['a stream cut off', 'host: x\r\ncontent-type: application/octet-stream\r\ncontent-length: 100\r\n\r\nage'],
  ['an encoding nobody has', 'host: x\r\ntransfer-encoding: x-nobody\r\n'],
  [
    'a compressed body',
    'host: x\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}',
  ],
  ['a wish to upgrade', 'host: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n'],
  [
    'a wish for HTTP/2',
    'host: x\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n',
  ],
  ['an expectation', 'host: x\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n{}'],
  ['another expectation', 'host: x\r\nexpect: miracles\r\n'],
  ['no accepted encoding', 'host: x\r\naccept-encoding:\r\n'],
  ['accepted encodings without sense', 'host: x\r\naccept-encoding: ;q=,*;q=0,br;q=x,,,;\r\naccept-encoding: gzip\r\n'],
  ['accepted languages without sense', 'host: x\r\naccept-language: ;q=9,*-*,\xff\r\naccept:\r\n'],
  ['a range without sense', 'host: x\r\nrange: bytes=9-1,-,a-b\r\nif-range: x\r\n'],
  ['a date without sense', 'host: x\r\nif-modified-since: never\r\nif-none-match: """\r\n'],
  ['cookies without sense', `host: x\r\ncookie: ;;;=;a=%;${'b=c;'.repeat(1000)}__proto__=x\r\ncookie: =\r\n`],
  ['an authorisation without sense', 'host: x\r\nauthorization:\r\nauthorization: Bearer\r\n'],
  ['a bearer of bytes', 'host: x\r\nauthorization: Bearer \xff\xfe\x80%00\r\n'],
  ['an idempotency key without sense', 'host: x\r\nidempotency-key: %%%\r\nidempotency-key:\r\n'],
  ['a forwarded address that is none', 'host: x\r\nx-forwarded-for: nobody, ::::, fe80::1%eth0\r\n'],
  ['no forwarded address', 'host: x\r\nx-forwarded-for:\r\nx-forwarded-for: ,,,\r\n'],
  ['a forwarded address with a zone', 'host: x\r\nx-forwarded-for: fe80::1%eth0\r\n'],
  ['a forwarded address with a port', 'host: x\r\nx-forwarded-for: [2001:db8::1]:443\r\n'],
  ['a mapped address with a zone', 'host: x\r\nx-forwarded-for: ::ffff:192.0.2.1%1\r\n'],
  ['a network for an address', 'host: x\r\nx-forwarded-for: 2001:db8::/0\r\n'],
  ['a forwarded host that is none', 'host: x\r\nx-forwarded-host: ,\r\nx-forwarded-proto: ,javascript\r\n'],
  ['a site that is none', 'host: x\r\nsec-fetch-site: cross-site, none\r\n'],
  ['eight-bit names', 'host: x\r\nx-\xe4: y\r\n'],
  ['a header without a name', 'host: x\r\n: y\r\n'],
  ['a header with a space before the colon', 'host: x\r\ncontent-length : 2\r\n'],
  ['a folded header', 'host: x\r\nx: a\r\n  b\r\n'],
  ['control characters', 'host: x\r\nx: a\x00b\x07c\r\n'],
  ['line feeds alone', 'host: x\nx: y\n'],
  ['two hundred headers', `host: x\r\n${Array.from({ length: 200 }, (_none, at) => `x-${at}: y\r\n`).join('')}`],
  ['a prototype', 'host: x\r\n__proto__: y\r\nconstructor: z\r\n'],
]

/** The request; a body that a header brings along has ended the header itself. */
function requestOf(target: string, header: string, version = 'HTTP/1.1'): Buffer {
  const head = `${target} ${version}\r\n${header}`
  return Buffer.from(header.includes('\r\n\r\n') ? head : `${head}\r\n`, 'latin1')
}

describe('every route answers in its own words, with', () => {
  test.each(headers)('%s', async (_what, header) => {
    const answers = await Promise.all(targets.map((target) => answerTo(requestOf(target, header))))
    expect(answers.flatMap(statusesIn).filter((status) => status >= 500)).toEqual([])
    expect(answers.flatMap(statusesIn).length).toBeGreaterThan(0)
  })

  test.each(['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.1 ', 'http/1.1', ''])('the version “%s”', async (version) => {
    const answers = await Promise.all(
      targets.flatMap((target) => [
        answerTo(requestOf(target, '', version)),
        answerTo(requestOf(target, 'host: x\r\n', version)),
      ]),
    )
    expect(answers.flatMap(statusesIn).filter((status) => status >= 500)).toEqual([])
  })
})

const uris = [
  'http://other.example/api/session',
  'http://%zz/',
  'HTTP://x',
  '//x/y',
  '/%',
  '/%00',
  '/%c0%af',
  '/%ff',
  '/o/%zz%23',
  '/api/messages/%2e%2e/%2e%2e',
  '/assets/web/%2e%2e/%2e%2e/package.json',
  '/assets/web/%00',
  '/assets/web/%zz',
  '/assets/web/\\..\\..',
  '/assets/web/..;/x',
  '/assets/portal/',
  '/assets/web/x.js.br',
  '*',
  '/?',
  '/?a[b]=c&a=d&__proto__=x&%=%',
  `/api/recipients?search=${'%25'.repeat(3000)}`,
  `/${'a/'.repeat(3000)}`,
  `/messages/${'x'.repeat(15_000)}`,
  '/api/sent?before=x&limit=-1&limit=2',
  'mailto:x',
  '\xff\xfe',
]
const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'QUERY',
  'PURGE',
  'get',
  'X',
]

describe('an address', () => {
  test.each(uris)('%.60s is answered or refused, whatever the method', async (uri) => {
    const answers = await Promise.all(methods.map((method) => answerTo(requestOf(`${method} ${uri}`, 'host: x\r\n'))))
    expect(answers.flatMap(statusesIn).filter((status) => status >= 500)).toEqual([])
    expect(answers.flatMap(statusesIn).length).toBeGreaterThan(0)
  })

  test('of CONNECT opens nothing', async () => {
    expect(statusesIn(await answerTo('CONNECT other.example:25 HTTP/1.1\r\nhost: x\r\n\r\n'))).not.toContain(200)
  })
})

describe('bytes that are no HTTP', () => {
  test.each([
    ['a TLS handshake', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc])],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['SMTP', 'EHLO x\r\n'],
    ['zeros', Buffer.alloc(1000)],
    ['a header without end', `GET / HTTP/1.1\r\nhost: x\r\n${'x: y\r\n'.repeat(20_000)}`],
    ['nothing but line ends', '\r\n\r\n\r\n'],
    ['a PROXY line', 'PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n'],
  ])('%s are refused in the form of every failure, and the connection ends', async (what, bytes) => {
    const answer = await answerTo(bytes)
    const statuses = statusesIn(answer)
    if (what === 'nothing but line ends') return expect(statuses).toEqual([])
    expect([[400], [431]]).toContainEqual(statuses)
    expect(answer).toMatch(/\{"error":\{"code":"http\.(invalid|too-large)","text":"[^"]+"\}\}$/)
    expect(answer).toContain('x-content-type-options: nosniff')
  })

  test('behind a request that is being answered do not get into its answer', async () => {
    const answer = await answerTo('GET /api/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n\x00\x01garbage\r\n\r\n')
    const [head = '', ...rest] = answer.split('\r\n\r\n')
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
    const body = rest.join('\r\n\r\n')
    if (body.length > length) expect(body.slice(length)).toMatch(/^HTTP\/1\.1 400 /)
  })
})

describe('a client that is gone', () => {
  test.each(['GET /', 'POST /api/session', 'GET /assets/web/x.js', 'POST /api/portal/link', 'GET /nothing'])(
    'before %s is answered is no fault',
    async (target) => {
      const body = 'content-type: application/json\r\ncontent-length: 2\r\n\r\n{}'
      for (let time = 0; time < 200; time++) {
        const socket = connect({ port: port(), host: '127.0.0.1' })
        socket.on('error', () => undefined)
        socket.once('connect', () => {
          socket.write(requestOf(target, `host: x\r\n${target.startsWith('POST') ? body : ''}`))
          socket.resetAndDestroy()
        })
        if (time % 20 === 0) await once(socket, 'close')
      }
    },
  )
})
