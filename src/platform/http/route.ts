import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { AppError } from '../../lib/errors/app-error.ts'
import type { Endpoint, ResponseOf } from '../../contract/endpoint.ts'
import type { HttpServer } from './http-server.ts'

export interface RouteRequest<E extends Endpoint> {
  readonly body: z.output<E['body']>
  /** Path parameters; every `:id` is a checked UUID. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export interface RouteOptions<E extends Endpoint> {
  /** Requests per address (IPv6: per /64), in place of the server's general limit. */
  readonly limit?: { readonly max: number; readonly perMs: number }
  /** For `stream: 'request'`: a stream announced as larger is refused. One without a length is the handler's to bound. */
  readonly maxBodyBytes?: number
  readonly handler: (input: RouteRequest<E>) => Promise<ResponseOf<E>>
}

const maxQueryChars = 300
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function refuseAnnounced(request: FastifyRequest, maxBytes: number | undefined): void {
  if (maxBytes === undefined || Number(request.headers['content-length'] ?? 0) <= maxBytes) return
  throw new AppError('invalid', 'http.too-large', 'This is larger than the server accepts.', { reason: 'too-large' })
}

/** Browsers say where a request comes from; a write from another site is refused whatever cookie it carries. */
function refuseCrossSite(request: FastifyRequest): void {
  if (request.method === 'GET') return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const foreign =
    site === undefined
      ? origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== request.headers.host)
      : site !== 'same-origin' && site !== 'none'
  if (foreign) throw new AppError('refused', 'http.cross-site', 'This request comes from another site.')
}

function stringsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length <= maxQueryChars,
  )
  return Object.fromEntries(entries)
}

function checkParams(params: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(params)) {
    if (name.toLowerCase().endsWith('id') && !uuidPattern.test(value))
      throw new AppError('not-found', 'http.not-found', 'There is nothing at this address.')
  }
  return params
}

/** An octet stream is the handler's to check; a JSON body is checked here. */
function readBody<E extends Endpoint>(endpoint: E, body: unknown): z.output<E['body']> {
  const parsed =
    endpoint.stream === 'request' ? { success: true as const, data: body } : endpoint.body.safeParse(body ?? undefined)
  // oxlint-disable-next-line typescript/consistent-type-assertions -- codec: the schema of this very endpoint produced the value
  if (parsed.success) return parsed.data as z.output<E['body']>
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new AppError(
    'invalid',
    'http.invalid',
    where === '' ? 'The request is not in the expected form.' : `The field “${where}” is not in the expected form.`,
  )
}

/**
 * Registers one endpoint of the contract: cross-site writes are refused, parameters and body validated, the answer
 * checked against the schema before it leaves, nothing cached. Stream responses are sent by the handler itself.
 */
export function route<E extends Endpoint>(server: HttpServer, endpoint: E, options: RouteOptions<E>): void {
  const config =
    options.limit === undefined ? {} : { rateLimit: { max: options.limit.max, timeWindow: options.limit.perMs } }
  server.route({
    method: endpoint.method,
    url: endpoint.path,
    config,
    ...(options.maxBodyBytes === undefined ? {} : { bodyLimit: options.maxBodyBytes }),
    handler: async (request, reply) => {
      refuseCrossSite(request)
      refuseAnnounced(request, options.maxBodyBytes)
      reply.header('cache-control', 'no-store')
      const params = checkParams(stringsOf(request.params))
      const body = readBody(endpoint, request.body)
      const result = await options.handler({
        body,
        params,
        query: stringsOf(request.query),
        request,
        reply,
      })
      if (endpoint.stream === 'response') return result
      return reply.send(endpoint.response.parse(result))
    },
  })
}
