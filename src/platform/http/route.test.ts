import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { endpoint, nothing } from '../../contract/endpoint.ts'
import { AppError } from '../../lib/errors/app-error.ts'
import { loadConfig } from '../config/load-config.ts'
import { createLog } from '../log/log.ts'
import { createMetrics } from '../metrics/metrics.ts'
import { createHttpServer, type HttpServer } from './http-server.ts'
import { requireRegistered } from './require-access.ts'
import { route, routesFor } from './route.ts'

const administrator = { name: 'administrator', refusal: 'directory.admins-only' } as const
const word = z.object({ word: z.string() })
const base = { method: 'POST', summary: 'A test', body: word, response: z.object({ said: z.string() }) } as const

const open = endpoint({ ...base, path: '/api/open', access: 'public', errors: ['portal.closed'] })
const own = endpoint({
  ...base,
  path: '/api/own/:id',
  access: 'account',
  query: z.object({ page: z.string().optional() }),
})
const upload = endpoint({ ...base, path: '/api/upload', access: 'account', body: z.unknown(), stream: 'request' })
const administered = endpoint({ ...base, path: '/api/administered/:id', access: 'account', role: administrator })
const visited = endpoint({ ...base, path: '/api/visited', access: 'guest' })
const read = endpoint({ ...base, method: 'GET', path: '/api/read', access: 'account', body: nothing })

const signedOut = () => new AppError('refused', 'test.signed-out', 'Sign in.', { reason: 'signed-out' })
const accounts: Readonly<Record<string, { readonly name: string; readonly isAdmin: boolean }>> = {
  ada: { name: 'ada', isAdmin: true },
  ben: { name: 'ben', isAdmin: false },
}

let server: HttpServer
let handled: string[] = []
const lines: string[] = []
let authenticated = 0
beforeEach(() => {
  handled = []
  authenticated = 0
})

const create = () =>
  createHttpServer({
    config: loadConfig({}),
    log: createLog('error', { write: (line: string) => void lines.push(line) }),
    metrics: createMetrics(),
    maxRequestsPerMinute: 100_000,
  })

beforeAll(async () => {
  server = await create()
  const registers = routesFor(server, {
    account: async (request) => {
      authenticated += 1
      const account = accounts[request.cookies['who'] ?? '']
      if (account === undefined) throw signedOut()
      return account
    },
    guest: async (request) => {
      if (request.headers.authorization !== 'Bearer link') throw signedOut()
      return { link: 'link' }
    },
  })
  const say = async (said: string) => {
    if (said === 'closed') throw new AppError('refused', 'portal.closed', 'Closed.', { reason: 'gone' })
    if (said === 'full') throw new AppError('unavailable', 'blobs.full', 'Full.')
    if (said === 'locked') throw new AppError('refused', 'portal.locked', 'Locked.')
    handled.push(said)
    return { said }
  }
  registers(open, { handler: ({ body }) => say(body.word) })
  registers(own, { handler: ({ caller, params, query }) => say(`${caller.name} ${params.id} ${query.page ?? ''}`) })
  registers(upload, { limit: { max: 2, perMs: 60_000 }, maxBodyBytes: 10, handler: ({ caller }) => say(caller.name) })
  registers(administered, { handler: ({ caller }) => say(caller.name) })
  registers(visited, { handler: ({ caller }) => say(caller.link) })
  registers(read, { handler: ({ caller }) => say(caller.name) })
})
afterAll(() => server.close())

const id = '019ab000-0000-7000-8000-000000000000'
const call = async (
  url: string,
  payload: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly [number, string]> => {
  const type = url === '/api/upload' ? 'application/octet-stream' : 'application/json'
  const response = await server.inject({ method: 'POST', url, payload, headers: { 'content-type': type, ...headers } })
  const { error, said } = response.json<{ error?: { code: string }; said?: string }>()
  return [response.statusCode, error?.code ?? said ?? '']
}
const as = (who: string) => ({ cookie: `who=${who}` })
const fine = '{"word":"hello"}'

describe('who calls', () => {
  test('is known to the handler, with what the endpoint declares', async () => {
    expect(await call(`/api/own/${id}?page=2`, fine, as('ben'))).toEqual([200, `ben ${id} 2`])
    expect(await call('/api/visited', fine, { authorization: 'Bearer link' })).toEqual([200, 'link'])
  })

  test('is not asked where anyone may call', async () => {
    expect(await call('/api/open', fine)).toEqual([200, 'hello'])
    expect(authenticated).toBe(0)
  })

  test.each([
    ['a signed-in account for a guest', '/api/visited', as('ada')],
    ['a guest for an account', `/api/own/${id}`, { authorization: 'Bearer link' }],
    ['nobody for anybody', `/api/own/${id}`, {}],
  ])('is not taken: %s', async (_what, url, headers) => {
    expect(await call(url, fine, headers)).toEqual([401, 'test.signed-out'])
    expect(handled).toEqual([])
  })

  test('and has not the role is refused under the code that the endpoint names', async () => {
    expect(await call(`/api/administered/${id}`, fine, as('ben'))).toEqual([403, 'directory.admins-only'])
    expect(handled).toEqual([])
    expect(await call(`/api/administered/${id}`, fine, as('ada'))).toEqual([200, 'ada'])
  })

  test('is asked for HEAD as for GET', async () => {
    expect((await server.inject({ method: 'HEAD', url: '/api/read' })).statusCode).toBe(401)
    expect((await server.inject({ url: '/api/read', headers: as('ben') })).json()).toEqual({ said: 'ben' })
    expect(handled).toEqual(['ben'])
  })
})

describe('whoever may not call', () => {
  const nonsense = [
    ['a body that is no JSON', `/api/own/${id}`, '{'],
    ['a body in another form', `/api/own/${id}`, '{"word":1}'],
    ['a parameter that is no identifier', '/api/own/x', fine],
    ['a query in another form', `/api/own/${id}?page=1&page=2`, fine],
    ['a body that is too large', `/api/own/${id}`, `"${'x'.repeat(1_100_000)}"`],
  ] as const

  test.each(nonsense)('learns only that, also with %s', async (_what, url, payload) => {
    expect(await call(url, payload)).toEqual([401, 'test.signed-out'])
    const elsewhere = url.replace('/own/', '/administered/')
    expect(await call(elsewhere, payload, as('ben'))).toEqual([403, 'directory.admins-only'])
    const status = (await call(url, payload, as('ben')))[0]
    expect([400, 404, 413]).toContain(status)
  })

  test('from another site is refused before anybody asks who it is', async () => {
    const headers = { ...as('ada'), 'sec-fetch-site': 'cross-site' }
    expect(await call(`/api/own/${id}`, fine, headers)).toEqual([403, 'http.cross-site'])
    expect(authenticated).toBe(0)
  })

  test('sends no stream, and is counted by the limit first', async () => {
    const large = 'x'.repeat(11)
    expect(await call('/api/upload', large)).toEqual([401, 'test.signed-out'])
    expect(await call('/api/upload', large, as('ben'))).toEqual([413, 'http.too-large'])
    expect(await call('/api/upload', 'x', as('ben'))).toEqual([429, 'http.too-many'])
    expect([authenticated, handled]).toEqual([2, []])
  })
})

describe('a refusal', () => {
  test('that the endpoint does not declare is answered, and noted as a mistake of ours', async () => {
    lines.length = 0
    expect(await call('/api/open', '{"word":"closed"}')).toEqual([410, 'portal.closed'])
    expect(await call('/api/open', '{"word":"full"}')).toEqual([503, 'blobs.full'])
    expect(await call('/api/open', '{')).toEqual([400, 'http.invalid'])
    expect(lines).toEqual([])
    expect(await call('/api/open', '{"word":"locked"}')).toEqual([403, 'portal.locked'])
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ route: '/api/open', method: 'POST', errorCode: 'portal.locked' })
  })
})

describe('what is not registered', () => {
  test('is an endpoint for whose callers nobody answers', async () => {
    const other = await create()
    const say = async () => ({ said: '' })
    // @ts-expect-error -- the compiler says the same
    expect(() => routesFor(other, {})(own, { handler: say })).toThrow('POST /api/own/:id')
    // @ts-expect-error -- guests are no accounts
    expect(() => routesFor(other, { guest: async () => ({}) })(own, { handler: say })).toThrow('POST /api/own/:id')
    // @ts-expect-error -- nor is it open to anyone
    expect(() => route(other, visited, { handler: say })).toThrow('POST /api/visited')
    expect(other.hasRoute({ method: 'POST', url: own.path })).toBe(false)
    await other.close()
  })

  test('is a route of the API past the contract', async () => {
    const other = await create()
    expect(() => other.get('/api/past', () => 'past')).toThrow('GET /api/past')
    expect(() => other.get('/elsewhere', () => 'elsewhere')).not.toThrow()
    await other.close()
  })

  test('is told by name when the contract promises it', () => {
    expect(() => requireRegistered(server, [open, own, read])).not.toThrow()
    const promised = endpoint({ ...base, path: '/api/promised', access: 'public' })
    expect(() => requireRegistered(server, [open, promised])).toThrow('POST /api/promised')
  })
})

describe('the compiler', () => {
  test('gives no caller where anyone may call, no undeclared parameter, and none of a role nobody tells', async () => {
    const other = await create()
    const registers = routesFor(other, { account: async () => ({ name: 'ada' }) })
    // @ts-expect-error -- no caller
    registers(open, { handler: async ({ caller }) => ({ said: String(caller) }) })
    // @ts-expect-error -- another parameter
    registers(own, { handler: async ({ params }) => ({ said: String(params.other) }) })
    // @ts-expect-error -- callers do not say whether they are administrators
    registers(administered, { handler: async () => ({ said: '' }) })
    const refused = await other.inject({ method: 'POST', url: `/api/administered/${id}`, payload: { word: 'x' } })
    expect(refused.statusCode).toBe(403)
    const open200 = await other.inject({ method: 'POST', url: '/api/open', payload: { word: 'x' } })
    expect(open200.json()).toEqual({ said: 'undefined' })
    await other.close()
  })
})
