import type { FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod/mini'
import type { Endpoint, QueryOf, ReadParamsOf, ResponseOf } from '../../contract/endpoint.ts'
import { errorsOf } from '../../contract/errors-of.ts'
import { guardOf, type Authenticators, type CallerOf, type EndpointFor } from './access.ts'
import type { HttpServer } from './http-server.ts'
import { readersOf } from './read-request.ts'
import { refuseAnnounced, refuseCrossSite } from './refuse-head.ts'

interface Visit<E extends Endpoint> {
  readonly body: z.output<E['body']>
  /** Path parameters; each is a checked UUID. */
  readonly params: ReadParamsOf<E>
  readonly query: QueryOf<E>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** What a handler gets: what the endpoint declares, checked, and who calls unless anyone may. */
export type RouteRequest<E extends Endpoint, A extends Authenticators> = E['access'] extends 'public'
  ? Visit<E>
  : Visit<E> & { readonly caller: CallerOf<E, A> }

export interface RouteOptions<E extends Endpoint, A extends Authenticators> {
  /** Requests per address (IPv6: per /64), in place of the server's general limit. */
  readonly limit?: { readonly max: number; readonly perMs: number }
  /** For `stream: 'request'`: a stream announced as larger is refused. One without a length is the handler's to bound. */
  readonly maxBodyBytes?: number
  readonly handler: (input: RouteRequest<E, A>) => Promise<ResponseOf<E>>
}

interface Admitted {
  readonly caller: object | undefined
  readonly params: Readonly<Record<string, string>>
  readonly query: unknown
}

/**
 * Registers endpoints of the contract for one set of authenticators. The order of checks is that of what they cost and
 * tell: rate limit, another site, who calls and as what, parameters, announced size, all of that before a byte of the body is
 * read; then the body. So who may not call learns nothing but that, whatever they send. The answer is checked against the
 * schema before it leaves, and nothing is cached. Stream responses are sent by the handler itself.
 */
export function routesFor<A extends Authenticators>(server: HttpServer, authenticators: A) {
  return <E extends EndpointFor<A>>(endpoint: E, options: RouteOptions<E, A>): void => {
    const { limit, maxBodyBytes } = options
    const guard = guardOf(endpoint, authenticators)
    const read = readersOf(endpoint)
    const admitted = new WeakMap<FastifyRequest, Admitted>()
    server.route({
      method: endpoint.method,
      url: endpoint.path,
      config: {
        access: endpoint.access,
        errors: errorsOf(endpoint),
        ...(limit === undefined ? {} : { rateLimit: { max: limit.max, timeWindow: limit.perMs } }),
      },
      ...(maxBodyBytes === undefined ? {} : { bodyLimit: maxBodyBytes }),
      preParsing: async (request, reply) => {
        reply.header('cache-control', 'no-store')
        refuseCrossSite(request)
        const caller = await guard(request)
        admitted.set(request, { caller, params: read.params(request.params), query: read.query(request.query) })
        refuseAnnounced(request, maxBodyBytes)
      },
      handler: async (request, reply) => {
        const visit = { ...admitted.get(request), body: read.body(request.body), request, reply }
        // oxlint-disable-next-line typescript/consistent-type-assertions -- codec: the schemas of this very endpoint and its own guard produced the values
        const result = await options.handler(visit as unknown as RouteRequest<E, A>)
        if (endpoint.stream === 'response') return result
        return reply.send(z.parse(endpoint.response, result))
      },
    })
  }
}

interface NoAuthenticators {
  readonly guest?: never
  readonly account?: never
}

/** Registers an endpoint that anyone may call. */
export function route<E extends EndpointFor<NoAuthenticators>>(
  server: HttpServer,
  endpoint: E,
  options: RouteOptions<E, NoAuthenticators>,
): void {
  routesFor<NoAuthenticators>(server, {})(endpoint, options)
}
