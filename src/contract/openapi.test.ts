import { expect, test } from 'vitest'
import { allEndpoints } from './index.ts'
import { openApiDocument } from './openapi.ts'

test('every endpoint of the contract is in the document, with its way in', () => {
  const { paths } = openApiDocument() as { paths: Record<string, Record<string, { security: unknown[] }>> }
  expect(allEndpoints.length).toBeGreaterThan(25)
  for (const endpoint of allEndpoints) {
    const operation = paths[endpoint.path.replace(/:([a-z]+)/gi, '{$1}')]?.[endpoint.method.toLowerCase()]
    expect(operation?.security, endpoint.path).toHaveLength(endpoint.access === 'public' ? 0 : 1)
  }
})

test('no two endpoints share method and path', () => {
  const names = allEndpoints.map((endpoint) => `${endpoint.method} ${endpoint.path}`)
  expect(new Set(names).size).toBe(names.length)
})

test('path parameters are identifiers, never secrets', () => {
  const names = allEndpoints.flatMap((endpoint) => [...endpoint.path.matchAll(/:([a-z]+)/gi)].map((match) => match[1]))
  expect(new Set(names)).toEqual(new Set(['id']))
})

test('query parameters, role and codes are in the document as the endpoint declares them', () => {
  const { paths } = openApiDocument() as {
    paths: Record<string, Record<string, { parameters: { name: string; in: string }[]; responses: object }>>
  }
  expect(paths['/api/sent']?.['get']?.parameters).toMatchObject([
    { name: 'before', in: 'query' },
    { name: 'limit', in: 'query' },
  ])
  expect(paths['/api/set-up/domains']?.['get']).toMatchObject({
    'x-sealpost-role': 'administrator',
    responses: {
      401: { description: 'identity.signed-out' },
      403: { description: 'set-up.not-administrator' },
      404: { description: 'set-up.domain-unknown' },
    },
  })
  expect(paths['/api/portal/link']?.['post']?.responses).toMatchObject({ 404: { description: 'portal.link-unknown' } })
})
