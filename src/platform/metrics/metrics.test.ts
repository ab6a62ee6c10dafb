import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Server } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { createMetrics, serveMetrics } from './metrics.ts'

let server: Server | undefined
afterEach(() => {
  server?.close()
  server = undefined
})

async function serve(): Promise<number> {
  const metrics = createMetrics()
  metrics.counter('sealpost_seals_total', 'Seals', ['result']).inc({ result: 'done' })
  server = await serveMetrics(metrics, 0)
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('metrics', () => {
  test('are one per name, however often they are asked for', async () => {
    const metrics = createMetrics()
    expect(metrics.counter('a_total', 'A')).toBe(metrics.counter('a_total', 'A'))
    metrics.counter('a_total', 'A').inc()
    expect(await metrics.text()).toContain('a_total 1')
  })

  test('of two processes in one test do not mix', async () => {
    createMetrics().counter('b_total', 'B').inc()
    expect(await createMetrics().text()).not.toContain('b_total')
  })

  test('are served as text at one address, everything else is not found', async () => {
    const port = await serve()
    const response = await fetch(`http://127.0.0.1:${port}/metrics`)
    expect(response.headers.get('content-type')).toContain('text/plain')
    expect(await response.text()).toContain('sealpost_seals_total{result="done"} 1')
    for (const path of ['/', '/metrics/', '/metrics?x', '/../metrics/x'])
      expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(404)
  })

  test('are served on the loopback only', async () => {
    const port = await serve()
    expect(server?.address()).toMatchObject({ address: '127.0.0.1' })
    const outside = Object.values(networkInterfaces()).flatMap((addresses) =>
      (addresses ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
    )
    for (const host of outside) {
      const socket = connect(port, host)
      const outcome = await once(socket, 'connect').then(
        () => 'connected',
        () => 'refused',
      )
      expect(outcome).toBe('refused')
      socket.destroy()
    }
  })

  test('on a port that is taken fail with the reason', async () => {
    const port = await serve()
    await expect(serveMetrics(createMetrics(), port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
