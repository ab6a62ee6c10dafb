import type { IncomingMessage } from 'node:http'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { AppError } from '../../contract/errors/app-error.ts'
import { httpStatusOf } from '../../contract/errors/http-status.ts'
import type { Config } from '../config/load-config.ts'
import { describeError, type Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { createGuardedServer } from './guarded-server.ts'
import { defaultHttpLimits, type HttpLimits } from './http-limits.ts'
import { requireAccess } from './require-access.ts'

export type HttpServer = FastifyInstance

/** Largest JSON body; content is streamed on routes that set their own limit. */
export const maxJsonBytes = 1_048_576
const maxReadOnBytes = 134_217_728

export const securityHeaders = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      workerSrc: ["'self'", 'blob:'],
      frameSrc: ["'self'", 'blob:'],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' as const },
  crossOriginResourcePolicy: { policy: 'same-origin' as const },
  crossOriginOpenerPolicy: { policy: 'same-origin' as const },
}

function sendError(error: unknown, reply: FastifyReply, log: Log): FastifyReply {
  const known = toAppError(error)
  if (known.kind === 'broken') log.error('http.failed', describeError(error))
  if (known.temporary) reply.header('retry-after', '30')
  return reply
    .code(httpStatusOf(known))
    .header('cache-control', 'no-store')
    .send({ error: { code: known.code, text: known.publicText } })
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const status =
    error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
  if (status === 413)
    return new AppError('invalid', 'http.too-large', 'This is larger than the server accepts.', { reason: 'too-large' })
  if (status === 429)
    return new AppError('refused', 'http.too-many', 'Too many requests. Wait a minute and try again.', {
      reason: 'too-many',
    })
  if (status >= 400 && status < 500)
    return new AppError('invalid', 'http.invalid', 'The request is not in the expected form.')
  return new AppError('broken', 'http.failed', 'Something went wrong on the server. Try again in a moment.', {
    cause: error,
  })
}

/** A refusal that the contract does not promise is answered all the same, and a mistake of ours. */
function noteUndeclared(error: unknown, request: FastifyRequest, log: Log): void {
  const { access, errors } = request.routeOptions.config
  if (access === undefined || errors === undefined || !(error instanceof AppError)) return
  if (error.kind === 'unavailable' || error.kind === 'broken' || errors.some((code) => code === error.code)) return
  log.error('http.undeclared', { route: request.routeOptions.url, method: request.method, errorCode: error.code })
}

/** The client went away, or was sent away, in the middle of its request: whatever failed then is no fault of ours. */
const isCutOff = (request: IncomingMessage): boolean => request.destroyed && !request.complete
const cutOff = new AppError('invalid', 'http.cut-off', 'The connection ended before the request was complete.')

/**
 * A body that was answered before it had all arrived blocks the connection: the next request on it would wait for ever.
 * Node reads on by itself only where nobody had begun to read.
 */
function readOn(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return
  const announcedBytes = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY)
  if (announcedBytes <= maxReadOnBytes) request.resume()
  else request.destroy()
}

/** Route, status and time of every answer; never path, query or body. */
function noteAnswers(server: HttpServer, log: Log, metrics: Metrics): void {
  const handled = metrics.histogram('sealpost_http_request_seconds', 'Time to answer, by route and status', [
    'route',
    'method',
    'status',
  ])
  server.addHook('onResponse', async (request, reply) => {
    readOn(request.raw)
    const route = request.routeOptions.url ?? 'none'
    handled.observe({ route, method: request.method, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
    log.debug('http.answered', {
      route,
      method: request.method,
      status: reply.statusCode,
      elapsedMs: Math.round(reply.elapsedTime),
    })
  })
}

/**
 * A Fastify server with strict headers, bounded bodies, rate limits per address and one place that turns an AppError
 * into a status. Requests are logged without path, query or body: a path may hold a recipient's link.
 */
export async function createHttpServer(options: {
  readonly config: Config
  readonly log: Log
  readonly metrics: Metrics
  readonly maxRequestsPerMinute?: number
  readonly limits?: Partial<HttpLimits>
}): Promise<HttpServer> {
  const { config, log, metrics } = options
  const limits = { ...defaultHttpLimits, ...options.limits }
  const proxies = config.SEALPOST_TRUSTED_PROXIES.split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
  const server = fastify({
    logger: false,
    bodyLimit: maxJsonBytes,
    trustProxy: proxies.length > 0 ? proxies : false,
    serverFactory: (handler) => createGuardedServer(handler, { limits, metrics, proxies }),
    // The guarded server answers what is no HTTP.
    clientErrorHandler: () => undefined,
    forceCloseConnections: 'idle',
    // What cannot even be routed (a broken escape in the address) gets the same form of answer, without repeating it.
    frameworkErrors: (error, _request, reply) =>
      void sendError(error, reply.header('x-content-type-options', 'nosniff'), log),
  })
  // Octet streams stay streams: content is piped to its place, never collected in memory.
  server.addContentTypeParser('application/octet-stream', (_request, payload, parsed) => parsed(null, payload))
  await server.register(helmet, { ...securityHeaders, strictTransportSecurity: config.publicUrl.startsWith('https:') })
  await server.register(cookie)
  await server.register(rateLimit, { max: options.maxRequestsPerMinute ?? 600, timeWindow: 60_000 })
  noteAnswers(server, log, metrics)
  server.addHook('onRoute', requireAccess)
  // Whoever reads a large content slowly, or never to its end, must not keep the process from stopping.
  server.addHook('preClose', async () => {
    setTimeout(() => server.server.closeAllConnections(), limits.closeGraceMs).unref()
  })
  server.setErrorHandler((error, request, reply) => {
    noteUndeclared(error, request, log)
    return sendError(isCutOff(request.raw) ? cutOff : error, reply, log)
  })
  server.setNotFoundHandler((_request, reply) =>
    sendError(new AppError('not-found', 'http.not-found', 'There is nothing at this address.'), reply, log),
  )
  return server
}
