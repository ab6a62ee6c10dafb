import { createServer, type RequestListener, type Server } from 'node:http'
import { BlockList, isIPv6, type Socket } from 'node:net'
import { createOpenConnections } from '../connections/open-connections.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { answerClientError } from './client-error.ts'
import type { HttpLimits } from './http-limits.ts'
import { createRequestPace } from './request-pace.ts'
import { createTurnAway } from './turn-away.ts'

export interface GuardOptions {
  readonly limits: HttpLimits
  readonly metrics: Metrics
  /** Addresses and networks of our own proxies, behind which everybody is. */
  readonly proxies: readonly string[]
}

/** How often Node looks for headers that are late. */
const lookEveryMs = 5000

/** Node's HTTP server, in front of which connections are counted and behind which bodies keep pace. */
export function createGuardedServer(handler: RequestListener, { limits, metrics, proxies }: GuardOptions): Server {
  const server = createServer(
    {
      headersTimeout: limits.headerTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      // Bodies have a pace in its place.
      requestTimeout: 0,
      connectionsCheckingInterval: Math.min(lookEveryMs, limits.headerTimeoutMs),
    },
    handler,
  )
  server.setTimeout(limits.idleTimeoutMs)
  countConnections(server, { limits, metrics, proxies })
  keepPace(server, { limits, metrics, proxies })
  return server
}

/** Node's own listener comes after the count: it gets a socket only when there is room for it. */
function countConnections(server: Server, { limits, metrics, proxies }: GuardOptions): void {
  const gauge = metrics.gauge('sealpost_http_connections_open', 'HTTP connections that are open now')
  const total = metrics.counter('sealpost_http_connections_total', 'HTTP connections, by whether they were let in', [
    'result',
  ])
  const isShared = addressTest(proxies)
  const connections = createOpenConnections({ ...limits, isShared }, (open) => gauge.set(open))
  const turnAway = createTurnAway()
  const serve = server.listeners('connection')
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => socket.destroy())
    const isAdmitted = connections.admit(socket)
    total.inc({ result: isAdmitted ? 'admitted' : 'refused' })
    if (!isAdmitted) turnAway(socket)
    else for (const listener of serve) listener.call(server, socket)
  })
}

function keepPace(server: Server, { limits, metrics }: GuardOptions): void {
  const cutOff = metrics.counter('sealpost_http_cut_off_total', 'HTTP connections ended for what the client did', [
    'reason',
  ])
  const pace = createRequestPace(limits, () => cutOff.inc({ reason: 'slow-body' }))
  server.prependListener('request', pace.watch)
  server.on('clientError', (error, socket) => {
    cutOff.inc({ reason: 'code' in error && error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'slow-header' : 'not-http' })
    // oxlint-disable-next-line typescript/consistent-type-assertions -- a server without TLS accepts sockets and no other streams
    answerClientError(error, socket as Socket, pace.isAnswering(socket as Socket))
  })
}

/** Whether an address is one of the listed addresses and networks. */
function addressTest(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
