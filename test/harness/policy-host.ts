import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TestPair } from './certificate-authority.ts'

export interface PolicyHost {
  readonly port: number
  /** Requests so far, as `host path`. */
  readonly requests: string[]
  /** What it answers from now on. */
  answer: (response: ServerResponse) => void
  /** The certificate it shows from now on. */
  show(pair: TestPair): void
  close(): Promise<void>
}

export const policyText = (mode: string, mx: readonly string[], maxAge = 604_800) =>
  ['version: STSv1', `mode: ${mode}`, ...mx.map((name) => `mx: ${name}`), `max_age: ${maxAge}`, ''].join('\r\n')

export const plainPolicy = (text: string) => (response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(text)

/** The web server of a domain that publishes an MTA-STS policy. */
export async function startPolicyHost(pair: TestPair, text: string): Promise<PolicyHost> {
  const server = createServer({ cert: pair.cert, key: pair.key })
  const host = { answer: plainPolicy(text) }
  const requests: string[] = []
  server.on('request', (request, response) => {
    requests.push(`${request.headers.host ?? ''} ${request.url ?? ''}`)
    host.answer(response)
  })
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(host, {
    port: (server.address() as AddressInfo).port,
    requests,
    show: ({ cert, key }: TestPair) => server.setSecureContext({ cert, key }),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}
