import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { HttpLimits } from './http-limits.ts'
import { paceCredit } from './pace-credit.ts'

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** An answer to an earlier request still stands before this one's. */
  readonly isPipelined: boolean
  creditMs: number
  readBytes: number
  atMs: number
}

export interface RequestPace {
  /** From now on the request's client has to keep pace, until the body has come. */
  watch(request: IncomingMessage, response: ServerResponse): void
  /** Whether an answer has begun on this socket and not ended. */
  isAnswering(socket: Socket): boolean
}

/** Looks this often within the grace. */
const looksPerGrace = 12

/**
 * A body has no deadline, since a large one may take its time; it has a pace. Exchanges that ended are found by looking at
 * them, so nothing has to be told of any way of ending. Whoever takes an answer slowly is left to the idle timeout and the
 * bounds on connections: how much of a write has left is not to be seen from here.
 */
export function createRequestPace(limits: HttpLimits, tooSlow: () => void): RequestPace {
  const exchanges = new Map<Socket, Exchange>()
  let timer: NodeJS.Timeout | undefined
  const look = () => {
    const nowMs = performance.now()
    for (const [socket, exchange] of exchanges) {
      if (isOver(exchange)) exchanges.delete(socket)
      else if (spend(exchange, nowMs, limits) <= 0) {
        tooSlow()
        cutOff(exchange)
        exchanges.delete(socket)
      }
    }
    if (exchanges.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
  return {
    watch(request, response) {
      const { socket } = request
      const isPipelined = exchanges.get(socket)?.response.closed === false
      const start = { creditMs: limits.paceGraceMs, readBytes: socket.bytesRead, atMs: performance.now() }
      exchanges.set(socket, { request, response, isPipelined, ...start })
      timer ??= setInterval(look, limits.paceGraceMs / looksPerGrace).unref()
    },
    isAnswering(socket) {
      const exchange = exchanges.get(socket)
      if (exchange === undefined || exchange.response.closed) return false
      return exchange.isPipelined || exchange.response.headersSent
    },
  }
}

const isComing = ({ request }: Exchange): boolean => !request.complete && !request.destroyed

const isOver = (exchange: Exchange): boolean =>
  exchange.request.socket.destroyed || (exchange.response.closed && !isComing(exchange))

/** A body of which enough is waiting here is not being read, and Node takes no more of it from the client. */
const isReadyForMore = ({ request }: Exchange): boolean => request.readableLength < request.readableHighWaterMark

function spend(exchange: Exchange, nowMs: number, limits: HttpLimits): number {
  const { bytesRead } = exchange.request.socket
  const step = {
    elapsedMs: nowMs - exchange.atMs,
    movedBytes: bytesRead - exchange.readBytes,
    isClientsTurn: isComing(exchange) && isReadyForMore(exchange),
  }
  exchange.creditMs = paceCredit(exchange.creditMs, step, limits)
  exchange.readBytes = bytesRead
  exchange.atMs = nowMs
  return exchange.creditMs
}

/** Whoever reads the body hears that it will not come to its end. */
function cutOff({ request }: Exchange): void {
  request.destroy()
  request.socket.destroy()
}
