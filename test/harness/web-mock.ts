/** A stand-in for the server while only the web app is under test: the contract over HTTP, with real keys, in memory. */
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../../src/lib/errors/app-error.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createHttpServer, type HttpServer } from '../../src/platform/http/http-server.ts'
import { routesFor } from '../../src/platform/http/route.ts'
import { servedClients } from '../../src/main/served-clients.ts'
import { serveClients } from '../../src/platform/http/serve-clients.ts'
import { serveFonts } from '../../src/platform/http/serve-fonts.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { createMetrics } from '../../src/platform/metrics/metrics.ts'
import { inboxRoutes } from './web-mock-inbox.ts'
import { organisationRoutes } from './web-mock-organisation.ts'
import { mockRoutes, sessionOf, type MockRoute } from './web-mock-routes.ts'
import { setUpRoutes } from './web-mock-set-up.ts'
import type { MockWorld } from './web-mock-world.ts'

export interface WebMock {
  readonly url: string
  /** Requests to the API in their order, as "POST /api/session": to count what the page did. */
  readonly requests: string[]
  /** Breaks every connection to the API. */
  offline: boolean
  readonly close: () => Promise<void>
}

/** Serves the built page of `distFolder`/web and the contract, for one world. The caller closes it. */
export async function startWebMock(
  world: MockWorld,
  distFolder = resolve(import.meta.dirname, '../../dist/clients'),
): Promise<WebMock> {
  const requests: string[] = []
  const config = loadConfig({ SEALPOST_DATA_DIR: '/nonexistent' })
  const options = { config, log: createLog('error'), metrics: createMetrics(), maxRequestsPerMinute: 100_000 }
  const server = await createHttpServer(options)
  const mock: WebMock = {
    url: '',
    requests,
    offline: false,
    close: async () => {
      server.server.closeAllConnections()
      await server.close()
    },
  }
  server.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return
    requests.push(`${request.method} ${new URL(request.url, 'http://mock').pathname}`)
    if (!mock.offline) return
    reply.hijack()
    request.raw.socket.destroy()
  })
  for (const answered of [...mockRoutes, ...inboxRoutes, ...organisationRoutes, ...setUpRoutes])
    register(server, answered, world)
  await serveFonts(server)
  await serveClients(
    server,
    distFolder,
    servedClients.filter(({ name }) => name === 'web'),
  )
  await server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.server.address() as AddressInfo
  return Object.assign(mock, { url: `http://localhost:${port}` })
}

function register(server: HttpServer, { endpoint, handle }: MockRoute, world: MockWorld): void {
  const authenticate = async (request: FastifyRequest) => {
    const session = sessionOf(world, request.cookies['sealpost_session'] ?? null)
    if (session === null)
      throw new AppError('refused', 'identity.signed-out', 'Sign in first.', { reason: 'signed-out' })
    return { ...session, isAdmin: world.account.isAdmin }
  }
  routesFor(server, { account: authenticate })(endpoint, {
    handler: async ({ body, params, query, request, reply }) => {
      const session = sessionOf(world, request.cookies['sealpost_session'] ?? null)
      const setCookie = (value: string) =>
        void reply.setCookie('sealpost_session', value, { path: '/', httpOnly: true, sameSite: 'strict' })
      const result = await handle({ world, params, query, body, session, setCookie })
      if (!(result instanceof Uint8Array)) return result
      return reply.type('application/octet-stream').send(Buffer.from(result))
    },
  })
}
