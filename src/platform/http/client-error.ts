import type { Socket } from 'node:net'

const answers = {
  408: ['Request Timeout', 'http.timeout', 'The request took too long.'],
  431: ['Request Header Fields Too Large', 'http.too-large', 'This is larger than the server accepts.'],
  400: ['Bad Request', 'http.invalid', 'The request is not in the expected form.'],
} as const

function statusOf(code: string): keyof typeof answers {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
}

/**
 * Ends a connection whose bytes are no HTTP (RFC 9112), in the form that other failures have. Where an answer has begun
 * nothing is written: it would become part of that answer.
 */
export function answerClientError(error: Error, socket: Socket, isAnswering: boolean): void {
  if (isAnswering || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const status = statusOf('code' in error ? String(error.code) : '')
  const [reason, code, text] = answers[status]
  const body = JSON.stringify({ error: { code, text } })
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
