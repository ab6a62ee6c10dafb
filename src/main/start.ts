import { once } from 'node:events'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { mailFrame } from '../contract/mail-frame.ts'
import { openApiDocument } from '../contract/openapi.ts'
import { registerDirectoryRoutes } from '../modules/tenancy/organisations/index.ts'
import { portalJobs, registerPortalRoutes } from '../modules/secure/portal/index.ts'
import { registerRecipientRoutes } from '../modules/tenancy/recipients/index.ts'
import { registerSealingRoutes } from '../modules/secure/sealing/index.ts'
import { createSubmission, type Submission } from '../modules/transport/submission/index.ts'
import { AppError } from '../lib/errors/app-error.ts'
import type { ServiceName } from '../platform/config/settings.ts'
import { registerHealth } from '../platform/http/health.ts'
import { createHttpServer, type HttpServer } from '../platform/http/http-server.ts'
import { serveClients } from '../platform/http/serve-clients.ts'
import { serveFonts } from '../platform/http/serve-fonts.ts'
import { serveDocument } from '../platform/http/serve-document.ts'
import { startJobs, type JobDefinition } from '../platform/jobs/jobs.ts'
import { serveMetrics } from '../platform/metrics/metrics.ts'
import { loadTlsPair } from '../platform/tls/tls-pair.ts'
import type { Parts } from './parts.ts'
import { portalPorts, submissionPorts } from './wiring.ts'
import { servedClients } from './served-clients.ts'

/** Ports that were opened; null where a listener is off. */
export interface Addresses {
  readonly http: number | null
  readonly submission: number | null
  readonly submissions: number | null
  readonly metrics: number | null
}

export interface Running {
  readonly addresses: Addresses
  /** Listeners closed, running work finished, connections closed, embedded database stopped. */
  stop(): Promise<void>
}

export interface StartOptions {
  /** Adds pages to the HTTP server before it listens; for the demo. */
  readonly extend?: (server: HttpServer) => Promise<void>
  /** Built clients; default: dist/clients beside the sources. */
  readonly distFolder?: string
  readonly maxRequestsPerMinute?: number
}

const defaultDistFolder = join(import.meta.dirname, '..', '..', 'dist', 'clients')

/** Undo steps, run in reverse order; a failing one does not keep the others from running. */
type Undo = () => Promise<unknown>

function explainListen(error: unknown, what: string, port: number): never {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE')
    throw new AppError(
      'invalid',
      'listen.taken',
      `Port ${port} (${what}) is already in use. Stop the other program or choose another port.`,
      { cause: error },
    )
  if (code === 'EACCES')
    throw new AppError(
      'invalid',
      'listen.forbidden',
      `Port ${port} (${what}) may not be opened by this user. Choose one above 1023.`,
      { cause: error },
    )
  throw error
}

async function buildHttp(parts: Parts, options: StartOptions): Promise<HttpServer> {
  const { config, log, metrics, directory, identity, recipients, sealing, database, audit } = parts
  const server = await createHttpServer({
    config,
    log,
    metrics,
    ...(options.maxRequestsPerMinute === undefined ? {} : { maxRequestsPerMinute: options.maxRequestsPerMinute }),
  })
  registerHealth(server, { database: () => database.withoutOrganisation(async () => undefined) })
  registerDirectoryRoutes(server, { database, directory, authenticate: identity.authenticate })
  identity.registerRoutes(server)
  registerRecipientRoutes(server, { database, audit, identity, recipients })
  registerSealingRoutes(server, { sealing, authenticate: identity.authenticate })
  registerPortalRoutes(server, portalPorts(parts))
  parts.setUp.registerRoutes(server)
  server.get('/api/openapi.json', (_request, reply) => reply.send(openApiDocument()))
  await options.extend?.(server)
  serveDocument(server, mailFrame)
  await serveFonts(server)
  await serveClients(server, options.distFolder ?? defaultDistFolder, servedClients)
  return server
}

async function listenHttp(parts: Parts, options: StartOptions, undo: Undo[]): Promise<number | null> {
  const { SEALPOST_HTTP_PORT: port, SEALPOST_HOST: host } = parts.config
  const server = await buildHttp(parts, options)
  undo.push(() => server.close())
  await server.listen({ port, host }).catch((error: unknown) => explainListen(error, 'SEALPOST_HTTP_PORT', port))
  return portOf(server.server)
}

function portOf(server: Pick<Server, 'address'>): number | null {
  const address = server.address()
  return address === null || typeof address === 'string' ? null : address.port
}

/** A configured 0 turns a listener off; tests ask for any free port through the data they pass. */
const portOrNull = (port: number) => (port === 0 ? null : port)

async function listenSubmission(parts: Parts, undo: Undo[]): Promise<Awaited<ReturnType<Submission['listen']>>> {
  const { config } = parts
  const submission = createSubmission({ ...submissionPorts(parts), tls: await loadTlsPair(config) })
  undo.push(() => submission.stop())
  const ports = {
    submission: portOrNull(config.SEALPOST_SUBMISSION_PORT),
    submissions: portOrNull(config.SEALPOST_SUBMISSIONS_PORT),
  }
  return submission
    .listen({ host: config.SEALPOST_HOST, ...ports })
    .catch((error: unknown) =>
      explainListen(
        error,
        'SEALPOST_SUBMISSION_PORT or SEALPOST_SUBMISSIONS_PORT',
        ports.submission ?? ports.submissions ?? 0,
      ),
    )
}

async function startBackground(parts: Parts, runs: (service: ServiceName) => boolean, undo: Undo[]): Promise<void> {
  const definitions: JobDefinition[] = []
  const afterJobs: Undo[] = []
  if (runs('jobs'))
    definitions.push(
      ...parts.sealing.jobs,
      ...parts.identity.jobs,
      ...parts.recipients.jobs,
      ...portalJobs(parts),
      ...parts.keyJobs,
    )
  if (runs('delivery')) {
    definitions.push(...parts.delivery.jobs)
    afterJobs.push(() => parts.delivery.stop())
  }
  if (runs('sms')) {
    const sender = parts.sms.startSending()
    definitions.push(...sender.jobs)
    afterJobs.push(() => sender.close())
  }
  undo.push(...afterJobs)
  if (definitions.length > 0) {
    const runner = await startJobs({ database: parts.database, definitions, log: parts.log, metrics: parts.metrics })
    undo.push(() => runner.stop())
  }
  if (runs('jobs')) {
    // Before the jobs end: what is being packed is given up at once and tried again at the next start.
    undo.push(() => parts.packaging.stop())
    const chainer = parts.audit.startChainer()
    undo.push(() => chainer.stop())
  }
}

async function startMetrics(parts: Parts, undo: Undo[]): Promise<number | null> {
  const port = parts.config.SEALPOST_METRICS_PORT
  if (port === 0) return null
  const server = await serveMetrics(parts.metrics, port).catch((error: unknown) =>
    explainListen(error, 'SEALPOST_METRICS_PORT', port),
  )
  undo.push(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close').catch(() => undefined)
  })
  return portOf(server)
}

/** Starts the services that the configuration names. When one cannot start, those that did are stopped again. */
export async function startSealpost(parts: Parts, options: StartOptions = {}): Promise<Running> {
  const { config, log } = parts
  const runs = (service: ServiceName) => config.SEALPOST_SERVICES.includes(service)
  const undo: Undo[] = [() => parts.close()]
  const stop = async () => {
    for (const step of undo.splice(0).toReversed())
      await step().catch((error: unknown) =>
        log.error('stop.failed', { reason: error instanceof Error ? error.message : 'unknown' }),
      )
  }
  try {
    await startBackground(parts, runs, undo)
    const metrics = await startMetrics(parts, undo)
    const submission = runs('submission')
      ? await listenSubmission(parts, undo)
      : { submission: null, submissions: null }
    const http = runs('http') && config.SEALPOST_HTTP_PORT !== 0 ? await listenHttp(parts, options, undo) : null
    const addresses = { http, metrics, ...submission }
    log.info('started', { ...addresses, services: config.SEALPOST_SERVICES.join(',') })
    return { addresses, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
