import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allEndpoints } from '../../src/contract/index.ts'
import { createPortalWorld, type PortalWorld } from '../harness/portal-world.ts'
import type { PortalGuest } from '../harness/portal-guest.ts'

/**
 * Link scanners fetch what is in a mail, run its page, and press and fill in whatever they find. They see the link, in the
 * worst case with its secret, but neither the phone nor the code.
 */
let world: PortalWorld
beforeAll(async () => {
  world = await createPortalWorld()
})
afterAll(() => world.close())

const endpoints = allEndpoints.filter(({ path }) => path.startsWith('/api/portal/'))

const scrawl: readonly ((token: string) => string | undefined)[] = [
  () => undefined,
  () => '',
  () => '{}',
  () => '[]',
  () => '"x"',
  () => 'null',
  () => `{"token":"${randomBytes(16).toString('base64url')}"}`,
  (token) => `{"token":"${token}"}`,
  (token) => `{"token":"${token}","proof":"${randomBytes(32).toString('base64url')}"}`,
  () => `{"code":"${randomInt(1_000_000)}"}`,
  () => randomBytes(40).toString('latin1'),
  () => 'a=1&b=2',
]
const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream', 'a/b']
const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH']

async function scan(guest: PortalGuest, rounds: number): Promise<number> {
  let calls = 0
  for (let round = 0; round < rounds; round++) {
    for (const { path } of endpoints) {
      for (const method of methods) {
        const body =
          method === 'GET' || method === 'HEAD' ? undefined : scrawl[calls % scrawl.length]?.(guest.link.token)
        const type = types[calls % types.length] ?? 'a/b'
        const headers = { 'content-type': type, 'idempotency-key': randomUUID() }
        await guest.send(path.replace(':id', randomUUID()), {
          method,
          headers,
          ...(body === undefined ? {} : { body }),
        })
        calls += 1
      }
    }
  }
  return calls
}

async function everythingStored(): Promise<string> {
  const { database } = world.parts
  const { rows } = await database.ownerPool.query<{ state: string }>(`
    select json_build_object(
      'copies', (select json_agg(c order by id) from sealpost.copies c),
      'messages', (select json_agg(m order by id) from sealpost.messages m),
      'recipients', (select json_agg(r order by id) from sealpost.recipients r),
      'codes', (select json_agg(k order by copy_id) from sealpost.portal_codes k),
      'sends', (select json_agg(s order by id) from sealpost.portal_code_sends s),
      'answers', (select json_agg(a order by id) from sealpost.answers a),
      'audit', (select json_agg(e order by id) from sealpost.audit_entries e)
    )::text as state`)
  return rows[0]?.state ?? ''
}

test('a scanner without the secret that calls everything, however often, changes nothing at all', async () => {
  await world.setCheck('a@mail.example', { check: 'sms', number: '+4915112345678' })
  const { link } = await world.send('a@mail.example')
  const before = await everythingStored()
  expect(endpoints.length).toBeGreaterThan(7)
  expect(await scan(world.guest(link), 4)).toBeGreaterThan(200)
  for (const token of [link.token, randomBytes(16).toString('base64url')])
    for (const proof of [undefined, '', 'A'.repeat(43), randomBytes(32).toString('base64url')])
      await world.guest(link).send('/api/portal/new-link', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, proof }),
      })
  expect(await everythingStored()).toBe(before)
  expect(world.texts).toEqual([])
})

test('a scanner that runs the page with the secret and opens it a hundred times sends and uses up nothing', async () => {
  await world.setCheck('b@mail.example', { check: 'sms', number: '+4915112345678' })
  const { link } = await world.send('b@mail.example')
  const before = await everythingStored()
  for (let time = 0; time < 100; time++) expect((await world.guest(link).prove()).status).toBe(200)
  expect(await everythingStored()).toBe(before)
  expect(world.texts).toEqual([])
})

test('a scanner that presses every button leaves the recipient a way in: their code is on their phone', async () => {
  await world.setCheck('c@mail.example', { check: 'sms', number: '+4915112345678' })
  const { link } = await world.send('c@mail.example')
  const scanner = await world.visitor(link)
  await scan(scanner, 1)
  for (let time = 0; time < 5; time++) await scanner.requestCode()
  expect(world.texts).toHaveLength(3)
  const recipient = await world.visitor(link)
  const code = world.texts.at(-1)?.text.slice(0, 6) ?? ''
  expect((await recipient.openWithCode(code)).status).toBe(200)
})
