import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { endpoint, nothing } from '../../contract/endpoint.ts'
import { AppError, type AppErrorKind } from '../../lib/errors/app-error.ts'
import { loadConfig } from '../config/load-config.ts'
import { createLog } from '../log/log.ts'
import { createMetrics, type Metrics } from '../metrics/metrics.ts'
import { createHttpServer, maxJsonBytes, type HttpServer } from './http-server.ts'
import { route } from './route.ts'

const lines: string[] = []
let metrics: Metrics
let server: HttpServer

async function create(settings: Readonly<Record<string, string>> = {}, maxRequestsPerMinute = 100_000) {
  metrics = createMetrics()
  const log = createLog('debug', { write: (line: string) => void lines.push(line) })
  return createHttpServer({ config: loadConfig(settings), log, metrics, maxRequestsPerMinute })
}

const kinds: readonly [AppErrorKind, number][] = [
  ['refused', 403],
  ['invalid', 400],
  ['conflict', 409],
  ['not-found', 404],
  ['unavailable', 503],
  ['broken', 500],
]
const reasons = [
  ['signed-out', 401],
  ['too-many', 429],
  ['too-large', 413],
  ['gone', 410],
] as const

const echo = endpoint({
  method: 'POST',
  path: '/api/echo',
  access: 'public',
  summary: 'Gives the word back',
  body: z.object({ word: z.string().max(10), deep: z.object({ list: z.array(z.number()) }).optional() }),
  response: z.object({ word: z.string() }),
})
const item = endpoint({
  method: 'GET',
  path: '/api/items/:id',
  access: 'public',
  summary: 'An item',
  query: z.object({ a: z.string().max(100).optional() }),
  body: nothing,
  response: z.object({ id: z.string(), query: z.record(z.string(), z.unknown()) }),
})
const upload = endpoint({
  method: 'POST',
  path: '/api/upload',
  access: 'public',
  summary: 'Counts bytes',
  body: z.unknown(),
  response: z.object({ bytes: z.number() }),
  stream: 'request',
})
const download = endpoint({
  method: 'GET',
  path: '/api/download',
  access: 'public',
  summary: 'Bytes',
  body: nothing,
  response: z.unknown(),
  stream: 'response',
})
const wrongAnswer = endpoint({
  method: 'GET',
  path: '/api/wrong',
  access: 'public',
  summary: 'A handler that breaks the contract',
  body: nothing,
  response: z.object({ safe: z.string() }),
})
const limited = endpoint({
  method: 'GET',
  path: '/api/limited',
  access: 'public',
  summary: 'Three a minute',
  body: nothing,
  response: z.object({ ok: z.boolean() }),
})

function registerAll(): void {
  route(server, echo, { handler: async ({ body }) => ({ word: body.word }) })
  route(server, item, { handler: async ({ params, query }) => ({ id: params['id'] ?? '', query: { ...query } }) })
  route(server, upload, {
    maxBodyBytes: 3_000_000,
    handler: async ({ body }) => {
      let bytes = 0
      if (body instanceof Readable) for await (const chunk of body) bytes += (chunk as Buffer).length
      return { bytes }
    },
  })
  route(server, download, {
    handler: async ({ reply }) => reply.type('application/octet-stream').send(Readable.from([Buffer.from('sealed')])),
  })
  route(server, wrongAnswer, {
    // The mistake under test.
    handler: async () => ({ secret: 'heliotrope' }) as unknown as { safe: string },
  })
  route(server, limited, { limit: { max: 3, perMs: 60_000 }, handler: async () => ({ ok: true }) })
  for (const [kind] of kinds)
    server.get(`/fail/${kind}`, () => {
      throw new AppError(kind, `test.${kind}`, 'A text for people.', { cause: new Error('heliotrope cause') })
    })
  for (const [reason] of reasons)
    server.get(`/reason/${reason}`, () => {
      throw new AppError('refused', `test.${reason}`, 'A text for people.', { reason })
    })
  server.get('/crash', () => {
    throw Object.assign(new Error('heliotrope at row 7'), { detail: 'Key (subject)=(heliotrope)' })
  })
}

beforeAll(async () => {
  server = await create()
  registerAll()
})
afterAll(() => server.close())

const post = (payload: unknown, headers: Readonly<Record<string, string>> = {}) =>
  server.inject({
    method: 'POST',
    url: '/api/echo',
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })

describe('a failure', () => {
  test.each(kinds)('of kind %s is answered with %i, its code and its text', async (kind, status) => {
    const response = await server.inject({ url: `/fail/${kind}` })
    expect(response.statusCode).toBe(status)
    expect(response.json()).toEqual({ error: { code: `test.${kind}`, text: 'A text for people.' } })
    expect(response.headers['cache-control']).toBe('no-store')
  })

  test.each(reasons)('with the reason %s is answered with %i', async (reason, status) => {
    expect((await server.inject({ url: `/reason/${reason}` })).statusCode).toBe(status)
  })

  test('that will pass says when to try again', async () => {
    expect((await server.inject({ url: '/fail/unavailable' })).headers['retry-after']).toBe('30')
    expect((await server.inject({ url: '/fail/refused' })).headers['retry-after']).toBeUndefined()
  })

  test('that nobody foresaw tells the caller nothing of itself', async () => {
    const response = await server.inject({ url: '/crash' })
    expect(response.statusCode).toBe(500)
    expect(response.json()).toMatchObject({ error: { code: 'http.failed' } })
    expect(response.body).not.toMatch(/heliotrope|\.ts|node_modules|at /)
  })

  test('that nobody foresaw is logged once, without the details a database adds', async () => {
    lines.length = 0
    await server.inject({ url: '/crash' })
    const failed = lines.filter((line) => line.includes('http.failed'))
    expect(failed).toHaveLength(1)
    expect(failed[0]).not.toContain('subject')
  })

  test.each(['/', '/nothing/here', '/api', '/api/', '/../etc/passwd', '/.git/config', '/o/x'])(
    'at %s is one plain 404',
    async (url) => {
      const response = await server.inject({ url })
      expect([response.statusCode, response.json()]).toEqual([
        404,
        { error: { code: 'http.not-found', text: 'There is nothing at this address.' } },
      ])
    },
  )

  test.each(['/o/%zz', '/api/items/%'])(
    'in the spelling of the address (%s) is answered in the same form, without repeating it',
    async (url) => {
      const response = await server.inject({ url })
      expect(response.statusCode).toBe(400)
      expect(response.json()).toMatchObject({ error: { code: 'http.invalid' } })
      expect(response.body).not.toContain('%')
    },
  )
})

describe('a request body', () => {
  test('is checked against the contract; the answer names the field, not the value', async () => {
    const response = await post({ word: 'heliotrope heliotrope' })
    expect(response.statusCode).toBe(400)
    expect(response.json()).toMatchObject({ error: { code: 'http.invalid', text: expect.stringContaining('“word”') } })
    expect(response.body).not.toContain('heliotrope')
  })

  test('loses what the contract does not know', async () => {
    expect((await post({ word: 'x', isAdmin: true })).json()).toEqual({ word: 'x' })
  })

  test.each([
    ['no JSON', '{"word":'],
    ['nothing', ''],
    ['a prototype', '{"__proto__":{"word":"x"},"word":"x"}'],
    ['a constructor’s prototype', '{"word":"x","constructor":{"prototype":{"x":1}}}'],
    ['a list', '["x"]'],
    ['null', 'null'],
  ])('of %s is refused', async (_what, payload) => {
    const response = await post(payload)
    expect([response.statusCode, response.json()]).toMatchObject([400, { error: { code: 'http.invalid' } }])
  })

  test('of another type than JSON is refused, also one that forms can send', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'a/b'])
      expect((await post('{"word":"x"}', { 'content-type': type })).statusCode).toBe(400)
  })

  test('of more than a megabyte is refused, whether its length is told or not', async () => {
    const large = JSON.stringify({ word: 'x'.repeat(1_100_000) })
    expect((await post(large)).json()).toMatchObject({ error: { code: 'http.too-large' } })
    const address = await server.listen({ port: 0, host: '127.0.0.1' })
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const sending = request(`${address}/api/echo`, init)
    // One byte more than is taken, and no end: whoever waits for the end of the body does not answer.
    sending.write(' '.repeat(maxJsonBytes + 1))
    const [response] = await once(sending, 'response')
    expect(response.statusCode).toBe(413)
    sending.destroy()
  })

  test('that is a stream is not gathered in memory, nor limited as JSON is', async () => {
    const headers = { 'content-type': 'application/octet-stream' }
    const response = await server.inject({
      method: 'POST',
      url: '/api/upload',
      headers,
      payload: Buffer.alloc(2_000_000),
    })
    expect(response.json()).toEqual({ bytes: 2_000_000 })
    const larger = await server.inject({
      method: 'POST',
      url: '/api/upload',
      headers,
      payload: Buffer.alloc(3_000_001),
    })
    expect(larger.statusCode).toBe(413)
  })

  test('nested a hundred thousand deep does not take the process with it', async () => {
    const response = await post(`{"word":"x","deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
    expect(response.statusCode).toBe(400)
  })
})

describe('a connection', () => {
  test('is of use again after an answer that came before the whole body', async () => {
    const own = await create()
    own.post('/half', (half) => {
      const body = half.body as Readable
      body.once('data', () => body.pause())
      throw new AppError('refused', 'test.half', 'Enough.')
    })
    own.get('/next', (_request, reply) => reply.send('next'))
    const address = await own.listen({ port: 0, host: '127.0.0.1' })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ask = (method: string, path: string, body?: Buffer) =>
      new Promise<number>((resolve, reject) => {
        const headers = { 'content-type': 'application/octet-stream', 'content-length': body?.length ?? 0 }
        const asking = request(
          `${address}${path}`,
          { method, agent, ...(body === undefined ? {} : { headers }) },
          (answer) => {
            answer.resume().once('end', () => resolve(answer.statusCode ?? 0))
          },
        )
        asking.once('error', reject).setTimeout(10_000, () => asking.destroy(new Error('no answer')))
        asking.end(body)
      })
    expect(await ask('POST', '/half', Buffer.alloc(5_000_000))).toBe(403)
    expect(await ask('GET', '/next')).toBe(200)
    agent.destroy()
    await own.close()
  })
})

describe('a write', () => {
  test.each([
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['from a neighbouring host', { 'sec-fetch-site': 'same-site' }],
    ['whose origin is another host', { origin: 'https://evil.example' }],
    ['whose origin is another port', { origin: 'http://localhost:81' }],
    ['whose origin is hidden', { origin: 'null' }],
  ])('%s is refused before its body is looked at', async (_what, headers) => {
    const response = await post({ nonsense: true }, headers)
    expect([response.statusCode, response.json()]).toMatchObject([403, { error: { code: 'http.cross-site' } }])
  })

  test.each([
    ['from our own page', { 'sec-fetch-site': 'same-origin' }],
    ['from our own page in an old browser', { origin: 'http://localhost:8080', host: 'localhost:8080' }],
    ['from a program', {}],
  ])('%s is taken', async (_what, headers) => expect((await post({ word: 'x' }, headers)).statusCode).toBe(200))
})

describe('an answer', () => {
  test('that breaks the contract does not leave', async () => {
    const response = await server.inject({ url: '/api/wrong' })
    expect(response.statusCode).toBe(500)
    expect(response.body).not.toContain('heliotrope')
  })

  test('carries strict headers, errors included', async () => {
    for (const url of ['/api/limited', '/nothing', '/crash']) {
      const { headers } = await server.inject({ url })
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe-inline')
      expect(policy).not.toContain('unsafe-eval;')
      expect(policy).not.toMatch(/https?:|\*/)
      expect(headers).toMatchObject({
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers['x-powered-by']).toBeUndefined()
      expect(headers['server']).toBeUndefined()
    }
  })

  test('of the API is never kept by a cache', async () => {
    for (const url of ['/api/download', '/api/items/019ab000-0000-7000-8000-000000000000'])
      expect((await server.inject({ url })).headers['cache-control']).toBe('no-store')
  })

  test('asks for https for a year when the public address has it, and not otherwise', async () => {
    const secure = await create({ SEALPOST_PUBLIC_URL: 'https://mail.example' })
    expect((await secure.inject({ url: '/' })).headers['strict-transport-security']).toMatch(/^max-age=\d{8}/)
    expect((await server.inject({ url: '/' })).headers['strict-transport-security']).toBeUndefined()
    await secure.close()
  })
})

describe('parameters', () => {
  test.each(['1', '019AB000-0000-7000-8000-000000000000', "x'--", '019ab000-0000-7000-8000-000000000000x'])(
    'that are no identifier (%s) name nothing',
    async (id) => expect((await server.inject({ url: `/api/items/${encodeURIComponent(id)}` })).statusCode).toBe(404),
  )

  test('of a query are single strings of bounded length', async () => {
    const url = `/api/items/019ab000-0000-7000-8000-000000000000?a=1&b=1&b=2&c=${'x'.repeat(400)}&__proto__=1`
    expect((await server.inject({ url })).json()).toMatchObject({ query: { a: '1' } })
    expect(Object.keys((await server.inject({ url })).json<{ query: object }>().query)).not.toContain('c')
  })

  test.each([
    ['twice', 'a=1&a=2'],
    ['in another form', `a=${'x'.repeat(101)}`],
  ])('of a query that are declared and there %s are refused, without repeating them', async (_what, query) => {
    const response = await server.inject({ url: `/api/items/019ab000-0000-7000-8000-000000000000?${query}` })
    expect([response.statusCode, response.json()]).toMatchObject([
      400,
      { error: { code: 'http.invalid', text: expect.stringContaining('“a”') } },
    ])
    expect(response.body).not.toContain('xx')
  })
})

describe('limits', () => {
  test('count per address: the fourth request of one is refused, the first of another is not', async () => {
    const ask = (remoteAddress: string) => server.inject({ url: '/api/limited', remoteAddress })
    const statuses: number[] = []
    for (let time = 0; time < 4; time++) statuses.push((await ask('198.51.100.1')).statusCode)
    expect(statuses).toEqual([200, 200, 200, 429])
    expect((await ask('198.51.100.1')).json()).toMatchObject({ error: { code: 'http.too-many' } })
    expect((await ask('198.51.100.2')).statusCode).toBe(200)
  })

  test('believe a forwarded address from a trusted proxy only', async () => {
    const ask = (remoteAddress: string, forwarded: string) =>
      server.inject({ url: '/api/limited', remoteAddress, headers: { 'x-forwarded-for': forwarded } })
    const direct: number[] = []
    for (let time = 0; time < 4; time++) direct.push((await ask('198.51.100.9', `203.0.113.${time}`)).statusCode)
    expect(direct).toEqual([200, 200, 200, 429])
    const proxied: number[] = []
    for (let time = 0; time < 4; time++) proxied.push((await ask('127.0.0.1', `203.0.113.${time}`)).statusCode)
    expect(proxied).toEqual([200, 200, 200, 200])
  })

  test('hold for the whole server as well', async () => {
    const strict = await create({}, 5)
    strict.get('/x', (_request, reply) => reply.send('x'))
    const statuses: number[] = []
    for (let time = 0; time < 6; time++) statuses.push((await strict.inject({ url: '/x' })).statusCode)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    await strict.close()
  })
})

describe('what is written down about a request', () => {
  test('is its route, method, status and time, never path, query, headers or body', async () => {
    lines.length = 0
    await server.inject({
      url: '/api/items/019ab000-0000-7000-8000-0000000000aa?q=heliotrope',
      headers: { authorization: 'Bearer heliotrope', cookie: 'a=heliotrope' },
    })
    await post({ word: 'helio' })
    await server.inject({ url: '/o/AAAAAAAAAAAAAAAAAAAAAA%23heliotrope' })
    const written = lines.join('')
    expect(written).toContain('"route":"/api/items/:id"')
    expect(written).not.toMatch(/helio|0000000000aa|AAAAAAAA/)
    const text = await metrics.text()
    expect(text).not.toMatch(/helio|0000000000aa|AAAAAAAA/)
  })
})
