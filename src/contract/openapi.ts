import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { errorBody } from './endpoint.ts'
import { allEndpoints, hasJsonBody } from './index.ts'

const octets = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
const security = { public: [], guest: [{ guestSession: [] }], account: [{ session: [] }] } as const

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) },
})

function operationOf(endpoint: Endpoint): Record<string, unknown> {
  const names = [...endpoint.path.matchAll(/:([a-z]+)/gi)].map((match) => match[1] ?? '')
  const requestBody =
    endpoint.stream === 'request'
      ? { content: octets, required: true }
      : { content: json(endpoint.body, 'input'), required: true }
  return {
    summary: endpoint.summary,
    security: security[endpoint.access],
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } })),
    ...(hasJsonBody(endpoint) || endpoint.stream === 'request' ? { requestBody } : {}),
    responses: {
      200: {
        description: 'Done',
        content: endpoint.stream === 'response' ? octets : json(endpoint.response, 'output'),
      },
      default: { description: 'Refused or failed; `code` is stable', content: json(errorBody, 'output') },
    },
  }
}

/** The OpenAPI 3.1 document of the whole API, made from the contract. */
export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of allEndpoints) {
    const path = endpoint.path.replace(/:([a-z]+)/gi, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sealpost', version: '1', license: { name: 'Apache-2.0' } },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'sealpost_session' },
        guestSession: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}
