import { expect, test } from 'vitest'
import { endpoint, nothing, uuid } from './endpoint.ts'
import { z } from 'zod'
import { errorsOf } from './errors-of.ts'
import { allEndpoints } from './index.ts'

const base = { summary: '', body: nothing, response: z.object({ id: uuid }) } as const

test('an endpoint refuses with what it declares and with what follows from its form', () => {
  const read = endpoint({ ...base, method: 'GET', path: '/api/a', access: 'public' })
  expect(errorsOf(read)).toEqual(['http.failed', 'http.cut-off', 'http.too-many', 'http.invalid'])
  const role = { name: 'administrator', refusal: 'directory.admins-only' } as const
  const errors = ['message.unknown'] as const
  const write = endpoint({ ...base, method: 'POST', path: '/api/a/:id', access: 'account', role, errors })
  expect(errorsOf(write).slice(4)).toEqual([
    'http.cross-site',
    'http.too-large',
    'http.not-found',
    'identity.signed-out',
    'directory.admins-only',
    'message.unknown',
  ])
  expect(errorsOf(endpoint({ ...base, method: 'GET', path: '/api/b', access: 'guest' }))).toContain(
    'portal.session-ended',
  )
})

test('no endpoint declares a code twice, or one that follows by itself', () => {
  expect(allEndpoints.length).toBeGreaterThan(25)
  for (const each of allEndpoints) {
    const codes = errorsOf(each)
    expect(codes.length, each.path).toBe(new Set(codes).size)
  }
})

test('every endpoint that names an object can say that there is none', () => {
  const named = allEndpoints.filter(({ path }) => path.includes('/:id'))
  expect(named.length).toBeGreaterThan(10)
  for (const { path, errors = [] } of named) expect(errors.length, path).toBeGreaterThan(0)
})
