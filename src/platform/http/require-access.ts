import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Access, Endpoint } from '../../contract/endpoint.ts'
import type { ErrorCode } from '../../contract/errors/index.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call; every route under /api/ says it. */
    readonly access?: Access
    /** What an endpoint of the contract refuses with. */
    readonly errors?: readonly ErrorCode[]
  }
}

/** As a hook of the server: a route of the API that does not say who may call is not registered. */
export function requireAccess({ url, method, config }: RouteOptions): void {
  if (!url.startsWith('/api/') || config?.access !== undefined) return
  throw new Error(`${String(method)} ${url}: nobody says who may call; register it as an endpoint of the contract`)
}

/** Throws for endpoints that the contract promises and nobody has registered. */
export function requireRegistered(server: Pick<FastifyInstance, 'hasRoute'>, endpoints: readonly Endpoint[]): void {
  const missing = endpoints.filter(({ method, path }) => !server.hasRoute({ method, url: path }))
  if (missing.length === 0) return
  throw new Error(`nobody serves ${missing.map(({ method, path }) => `${method} ${path}`).join(', ')}`)
}
