import * as z from 'zod/mini'
import { errorBody, paramNames, type Endpoint } from './endpoint.ts'
import { errorsOf } from './errors-of.ts'
import { httpStatusOf } from './errors/http-status.ts'
import { errorCatalogue } from './errors/index.ts'
import { allEndpoints, hasJsonBody } from './index.ts'

const octets = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
const security = { public: [], guest: [{ guestSession: [] }], account: [{ session: [] }] } as const

const json = (schema: z.core.$ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) },
})

function parametersOf(endpoint: Endpoint): readonly unknown[] {
  const inPath = paramNames(endpoint).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  }))
  if (endpoint.query === undefined) return inPath
  const { properties = {} } = z.toJSONSchema(endpoint.query, { io: 'input', target: 'draft-2020-12' })
  return [...inPath, ...Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }))]
}

/** Under each status the codes that it may come with. */
function refusalsOf(endpoint: Endpoint): Readonly<Record<string, unknown>> {
  const byStatus = Map.groupBy(errorsOf(endpoint), (code) => httpStatusOf(errorCatalogue[code]))
  return Object.fromEntries(
    Array.from(byStatus, ([status, codes]) => [
      status,
      { description: codes.toSorted().join(', '), content: json(errorBody, 'output') },
    ]),
  )
}

function operationOf(endpoint: Endpoint): Record<string, unknown> {
  const requestBody =
    endpoint.stream === 'request'
      ? { content: octets, required: true }
      : { content: json(endpoint.body, 'input'), required: true }
  return {
    summary: endpoint.summary,
    security: security[endpoint.access],
    ...(endpoint.role === undefined ? {} : { 'x-sealpost-role': endpoint.role.name }),
    parameters: parametersOf(endpoint),
    ...(hasJsonBody(endpoint) || endpoint.stream === 'request' ? { requestBody } : {}),
    responses: {
      200: {
        description: 'Done',
        content: endpoint.stream === 'response' ? octets : json(endpoint.response, 'output'),
      },
      ...refusalsOf(endpoint),
      default: { description: 'Failed, or not at present; `code` is stable', content: json(errorBody, 'output') },
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
