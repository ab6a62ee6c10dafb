import { once } from 'node:events'
import { get } from 'node:http'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { loadConfig } from '../config/load-config.ts'
import { createLog } from '../log/log.ts'
import { createMetrics } from '../metrics/metrics.ts'
import { createHttpServer } from './http-server.ts'

const open = (closeGraceMs: number) =>
  createHttpServer({
    config: loadConfig({}),
    log: createLog('error'),
    metrics: createMetrics(),
    limits: { closeGraceMs },
  })

test('a download without end does not keep the server from closing', async () => {
  const server = await open(50)
  server.get('/endless', (_request, reply) => {
    const endless = new Readable({ read: () => undefined })
    endless.push('the beginning')
    return reply.send(endless)
  })
  const baseUrl = await server.listen({ port: 0, host: '127.0.0.1' })
  const request = get(`${baseUrl}/endless`)
  request.on('error', () => undefined)
  await once(request, 'response')
  await server.close()
  expect(server.server.listening).toBe(false)
})

test('a request that ends in time is answered while the server closes', async () => {
  const server = await open(60_000)
  let finish = (_text: string): void => undefined
  const text = new Promise<string>((resolve) => (finish = resolve))
  server.get('/late', () => text)
  const baseUrl = await server.listen({ port: 0, host: '127.0.0.1' })
  const answer = fetch(`${baseUrl}/late`)
  await once(server.server, 'request')
  const closed = server.close()
  finish('done')
  expect(await (await answer).text()).toBe('done')
  await closed
})
