import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSealingWorld, type SealingWorld } from '../../../../test/harness/sealing-world.ts'
import { createHttpServer, type HttpServer } from '../../../platform/http/http-server.ts'

let world: SealingWorld
let server: HttpServer
beforeAll(async () => {
  world = await createSealingWorld()
  server = await createHttpServer(world.deps)
  world.sealing.routes(server)
})
afterAll(async () => {
  await server.close()
  await world.close()
})

test.each(['limit=0', 'limit=101', 'limit=x', 'before=x', `before=${'-'.repeat(36)}`, `before=${'0'.repeat(36)}`])(
  'a page that cannot be is refused as the caller’s mistake: %s',
  async (query) => {
    for (const list of ['sent', 'inbox', 'waiting']) {
      const response = await server.inject({ url: `/api/${list}?${query}` })
      expect(response.statusCode).toBe(400)
      expect(response.json()).toMatchObject({ error: { code: 'http.invalid' } })
    }
  },
)

test('a page that can be is given', async () => {
  const response = await server.inject({ url: `/api/sent?limit=1&before=${world.organisationId}` })
  expect(response.json()).toEqual({ messages: [], next: null })
  const waiting = await server.inject({ url: `/api/waiting?limit=1&before=${world.organisationId}` })
  expect(waiting.json()).toEqual({ messages: [], next: null, waiting: 0 })
  const inbox = await server.inject({ url: `/api/inbox?limit=1&before=${world.organisationId}` })
  expect(inbox.json()).toEqual({ entries: [], next: null, unread: 0 })
})
