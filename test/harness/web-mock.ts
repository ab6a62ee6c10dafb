/** A stand-in for the server while only the web app is under test: the contract over HTTP, with real keys, in memory. */
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join, resolve } from 'node:path'
import type { Endpoint } from '../../src/contract/endpoint.ts'
import { mailFrame } from '../../src/contract/mail-frame.ts'
import { readContent } from '../../src/contract/messages.ts'
import { AppError } from '../../src/lib/errors/app-error.ts'
import { securityHeaders } from '../../src/platform/http/http-server.ts'
import { httpStatusOf } from '../../src/platform/http/http-status.ts'
import { mockRoutes, sessionOf, type MockCall, type MockRoute } from './web-mock-routes.ts'
import type { MockWorld } from './web-mock-world.ts'

export interface WebMock {
  readonly url: string
  /** Requests that were answered, as "POST /api/session": to count what the page did. */
  readonly requests: string[]
  /** Makes the API unreachable without stopping the listener. */
  offline: boolean
  readonly close: () => Promise<void>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}
const policy = Object.entries(securityHeaders.contentSecurityPolicy.directives)
  .map(([name, values]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${values.join(' ')}`)
  .join('; ')

/** Serves the built page of `distDir` and the contract, for one world. The caller closes it. */
export async function startWebMock(
  world: MockWorld,
  distDir = resolve(import.meta.dirname, '../../dist/clients/web'),
  port = 0,
): Promise<WebMock> {
  const requests: string[] = []
  const mock = { url: '', requests, offline: false, close: async () => {} }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://mock')
    if (!url.pathname.startsWith('/api/')) return void serveFile(url.pathname, distDir, response)
    requests.push(`${request.method} ${url.pathname}`)
    if (mock.offline) return void request.socket.destroy()
    void answer(world, url, request, response)
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const address = server.address()
  mock.url = `http://localhost:${typeof address === 'object' && address !== null ? address.port : port}`
  mock.close = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return mock
}

async function serveFile(path: string, distDir: string, response: ServerResponse): Promise<void> {
  if (path === mailFrame.path) {
    response.writeHead(200, mailFrame.headers)
    return void response.end(mailFrame.document)
  }
  const asset = /^\/(?:clients|assets)\/web\/(.+)$/.exec(path)?.[1]
  const file = join(distDir, asset ?? 'index.html')
  const body = await readFile(file).catch(() => null)
  const type = types[extname(file)] ?? 'application/octet-stream'
  response.writeHead(body === null ? 404 : 200, { 'content-type': type, 'content-security-policy': policy })
  response.end(body)
}

async function answer(world: MockWorld, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const found = findRoute(request.method ?? 'GET', url.pathname)
    if (found === undefined) throw new AppError('not-found', 'http.not-found', 'There is nothing at this address.')
    const { route, params } = found
    const cookie = /sealpost_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? null
    const call: MockCall = {
      world,
      params,
      query: url.searchParams,
      body: route.endpoint.body.parse(await readJson(request)),
      session: sessionOf(world, cookie),
      setCookie: (value) =>
        response.setHeader('set-cookie', `sealpost_session=${value}; Path=/; HttpOnly; SameSite=Strict`),
    }
    if (route.endpoint.access === 'account' && call.session === null)
      throw new AppError('refused', 'identity.signed-out', 'Sign in first.', { reason: 'signed-out' })
    const result = await route.handle(call)
    if (route.endpoint === readContent) return sendBytes(response, result)
    sendJson(response, 200, route.endpoint.response.parse(result))
  } catch (error) {
    if (error instanceof AppError)
      return sendJson(response, httpStatusOf(error), { error: { code: error.code, text: error.publicText } })
    sendJson(response, 500, { error: { code: 'mock.failed', text: String(error) } })
  }
}

function findRoute(method: string, path: string): { route: MockRoute; params: Record<string, string> } | undefined {
  for (const route of mockRoutes) {
    const params = method === route.endpoint.method ? matchPath(route.endpoint, path) : null
    if (params !== null) return { route, params }
  }
  return undefined
}

function matchPath(endpoint: Endpoint, path: string): Record<string, string> | null {
  const pattern = new RegExp(`^${endpoint.path.replace(/:([a-z]+)/g, '(?<$1>[^/]+)')}$`)
  const match = pattern.exec(path)
  return match === null ? null : { ...match.groups }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

function sendBytes(response: ServerResponse, bytes: unknown): void {
  if (!(bytes instanceof Uint8Array)) throw new Error('content is bytes')
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length })
  response.end(bytes)
}
