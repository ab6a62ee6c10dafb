import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { text as readText } from 'node:stream/consumers'

/** One POST as the provider saw it. */
export interface ProviderRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: { readonly to: string; readonly text: string; readonly reference: string }
}

export type ProviderAnswer = (response: ServerResponse, request: ProviderRequest) => void

export interface HttpProvider {
  readonly port: number
  readonly requests: readonly ProviderRequest[]
  /** Texts the provider took, that is, answered with a 2xx. */
  readonly taken: readonly ProviderRequest['body'][]
  /** How requests are answered from now on; undefined: 200 with an id. */
  answer: ProviderAnswer | undefined
  close(): Promise<void>
}

/** An SMS provider's web server on a loopback port. */
export async function startHttpProvider(
  options: { readonly tls?: { readonly key: string; readonly cert: string }; readonly port?: number } = {},
): Promise<HttpProvider> {
  const requests: ProviderRequest[] = []
  const taken: ProviderRequest['body'][] = []
  const provider = { answer: undefined as ProviderAnswer | undefined } // widened: it is set later
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    readText(incoming).then(
      (body) => {
        const request = {
          method: incoming.method ?? '',
          path: incoming.url ?? '',
          headers: incoming.headers,
          body: JSON.parse(body),
        }
        requests.push(request)
        response.once('close', () => response.statusCode < 300 && response.writableEnded && taken.push(request.body))
        const answer = provider.answer ?? acceptWithId
        answer(response, request)
      },
      () => response.destroy(),
    )
  }
  const server = options.tls === undefined ? createHttpServer(listener) : createHttpsServer(options.tls, listener)
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The provider is not listening.')
  return Object.assign(provider, {
    port: address.port,
    requests,
    taken,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}

const acceptWithId: ProviderAnswer = (response, request) => {
  response.writeHead(202, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ id: `p-${request.body.reference}` }))
}
