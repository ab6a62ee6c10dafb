import type { HttpServer } from './http-server.ts'

/** `/healthz`: the process answers. `/readyz`: everything it needs answers as well; names what does not. */
export function registerHealth(server: HttpServer, checks: Readonly<Record<string, () => Promise<void>>>): void {
  server.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }))
  server.get('/readyz', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const passed = await check().then(
          () => true,
          () => false,
        )
        return [name, passed ? 'ok' : 'failing'] as const
      }),
    )
    const isReady = results.every(([, result]) => result === 'ok')
    return reply
      .code(isReady ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: isReady ? 'ok' : 'failing', checks: Object.fromEntries(results) })
  })
}
