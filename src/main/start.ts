import { once } from 'node:events'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { allEndpoints } from '../contract/index.ts'
import { mailFrame } from '../contract/mail-frame.ts'
import { openApiDocument } from '../contract/openapi.ts'
import { AppError } from '../contract/errors/app-error.ts'
import type { ServiceName } from '../platform/config/settings.ts'
import { registerHealth } from '../platform/http/health.ts'
import { createHttpServer, type HttpServer } from '../platform/http/http-server.ts'
import { requireRegistered } from '../platform/http/require-access.ts'
import { serveClients } from '../platform/http/serve-clients.ts'
import { serveFonts } from '../platform/http/serve-fonts.ts'
import { serveDocument } from '../platform/http/serve-document.ts'
import { startJobs, type JobDefinition } from '../platform/jobs/jobs.ts'
import type { ListenerName } from '../platform/module/module.ts'
import { serveMetrics } from '../platform/metrics/metrics.ts'
import type { Parts } from './parts.ts'
import { servedClients } from './served-clients.ts'

/** Ports that were opened; null where a listener is off. */
export type Addresses = Readonly<Record<'http' | 'metrics' | ListenerName, number | null>>

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

/** Whether this process runs a service. */
type Runs = (service: ServiceName) => boolean

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
  const { config, log, metrics, database } = parts
  const server = await createHttpServer({
    config,
    log,
    metrics,
    ...(options.maxRequestsPerMinute === undefined ? {} : { maxRequestsPerMinute: options.maxRequestsPerMinute }),
  })
  registerHealth(server, { database: () => database.withoutOrganisation(async () => undefined) })
  for (const module of parts.modules) module.routes?.(server)
  requireRegistered(server, allEndpoints)
  server.get('/api/openapi.json', { config: { access: 'public' } }, (_request, reply) => reply.send(openApiDocument()))
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

/** Opens every listener whose service runs here; the others, and those that are turned off, stay null. */
async function listen(parts: Parts, runs: Runs, undo: Undo[]): Promise<Readonly<Record<ListenerName, number | null>>> {
  const addresses: Record<ListenerName, number | null> = { submission: null, submissions: null }
  for (const listener of parts.modules.flatMap(({ listeners }) => listeners ?? [])) {
    const { name, setting, port } = listener
    if (!runs(listener.service) || port === 0) continue
    undo.push(() => listener.close())
    addresses[name] = await listener
      .open({ host: parts.config.SEALPOST_HOST, port })
      .catch((error: unknown) => explainListen(error, setting, port))
  }
  return addresses
}

/** Starts the modules whose service runs here, then their jobs. */
async function startBackground(parts: Parts, runs: Runs, undo: Undo[]): Promise<void> {
  const definitions: JobDefinition[] = []
  const interrupts: Undo[] = []
  for (const module of parts.modules) {
    const { service = 'jobs', startsIn = [service] } = module
    const running = startsIn.some(runs) ? module.start?.() : undefined
    if (running?.stop !== undefined) undo.push(running.stop)
    if (running?.interrupt !== undefined) interrupts.push(running.interrupt)
    if (runs(service)) definitions.push(...(module.jobs ?? []), ...(running?.jobs ?? []))
  }
  if (definitions.length > 0) {
    const runner = await startJobs({ database: parts.database, definitions, log: parts.log, metrics: parts.metrics })
    undo.push(() => runner.stop())
  }
  undo.push(...interrupts)
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
  const runs: Runs = (service) => config.SEALPOST_SERVICES.includes(service)
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
    const listeners = await listen(parts, runs, undo)
    const http = runs('http') && config.SEALPOST_HTTP_PORT !== 0 ? await listenHttp(parts, options, undo) : null
    const addresses = { http, metrics, ...listeners }
    log.info('started', { ...addresses, services: config.SEALPOST_SERVICES.join(',') })
    return { addresses, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
