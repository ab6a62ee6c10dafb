import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connected, hangUp, reset, type Ending } from './smtp-endings.ts'

export async function said(port: number, bytes: string): Promise<Socket> {
  const socket = await connected(port)
  socket.write(bytes)
  return socket
}

/** What still comes until the connection is gone. */
export const restOf = async (socket: Socket): Promise<string> => {
  const parts: Buffer[] = []
  socket.on('data', (part: Buffer) => parts.push(part))
  if (!socket.closed) await once(socket, 'close')
  return Buffer.concat(parts).toString('latin1')
}

export const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nhost: x\r\n${more}\r\n`
export const post = (path: string, body: string, { type = 'application/octet-stream', bytes = body.length } = {}) =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ncontent-length: ${bytes}\r\n\r\n${body}`

export async function answered(port: number, bytes: string): Promise<Socket> {
  const socket = await said(port, bytes)
  await once(socket, 'data')
  return socket
}

/** Paths of the server: a short answer, a long one, a JSON body, a body that is read as a stream, one that is not read. */
export interface HttpPaths {
  readonly quick: string
  readonly large: string
  readonly json: string
  readonly stream: string
  readonly early: string
}

/** Every way in which an HTTP connection may end. */
export const httpEndings = (paths: HttpPaths): readonly (readonly [string, Ending])[] => [
  ['hanging up without a word', async (port) => hangUp(await connected(port))],
  ['a reset without a word', async (port) => reset(await connected(port))],
  ['hanging up in the header', async (port) => hangUp(await said(port, 'GET / HT'))],
  ['a reset in the header', async (port) => reset(await said(port, 'GET / HT'))],
  ['an answer, and the client’s goodbye', async (port) => hangUp(await answered(port, get(paths.quick)))],
  ['an answer, and a reset', async (port) => reset(await answered(port, get(paths.quick)))],
  [
    'an answer that ends the connection',
    async (port) => restOf(await said(port, get(paths.quick, 'connection: close\r\n'))),
  ],
  ['a reset before the answer', async (port) => reset(await said(port, get(paths.quick)))],
  ['a reset in the middle of an answer', async (port) => reset(await answered(port, get(paths.large)))],
  [
    'hanging up in the body',
    async (port) => hangUp(await said(port, post(paths.json, '{', { type: 'application/json', bytes: 9 }))),
  ],
  [
    'a reset in the body',
    async (port) => reset(await said(port, post(paths.json, '{', { type: 'application/json', bytes: 9 }))),
  ],
  ['hanging up in a stream', async (port) => hangUp(await said(port, post(paths.stream, 'x', { bytes: 9 })))],
  ['a reset in a stream', async (port) => reset(await said(port, post(paths.stream, 'x', { bytes: 9 })))],
  [
    'an answer before the body, and a reset',
    async (port) => reset(await answered(port, post(paths.early, 'x', { bytes: 9 }))),
  ],
  ['bytes that are no HTTP', async (port) => restOf(await said(port, 'EHLO x\r\n\r\n'))],
]
