import { z } from 'zod'
import { allEndpoints, hasJsonBody } from '../src/contract/index.ts'
import type { Endpoint } from '../src/contract/endpoint.ts'

const access = {
  public: 'anyone',
  guest: 'guest session (`authorization: Bearer …`)',
  account: 'signed in (cookie `sealpost_session`)',
} as const

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') =>
  JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }), null, 2)
const block = (text: string) => `\`\`\`json\n${text}\n\`\`\``

function describe(endpoint: Endpoint): string {
  const request =
    endpoint.stream === 'request'
      ? 'Request: an octet stream.'
      : hasJsonBody(endpoint)
        ? `Request:\n\n${block(schemaOf(endpoint.body, 'input'))}`
        : 'Request: no body.'
  const response =
    endpoint.stream === 'response'
      ? 'Response: an octet stream.'
      : `Response:\n\n${block(schemaOf(endpoint.response, 'output'))}`
  return [
    `## ${endpoint.method} ${endpoint.path}`,
    endpoint.summary,
    `For: ${access[endpoint.access]}.`,
    request,
    response,
  ].join('\n\n')
}

/** The text of docs/api.md. */
export function apiReference(): string {
  const head = [
    '# The HTTP API',
    'Generated from `src/contract` by `node scripts/write-api-reference.ts`. A running server gives the same as OpenAPI 3.1 at `/api/openapi.json`.',
    'Bytes travel as base64url without padding, times as ISO 8601 in UTC. A refusal is `{ "error": { "code", "text" } }`: `code` is stable, `text` is English for people. Writes from other sites are refused.',
  ].join('\n\n')
  return `${head}\n\n${allEndpoints.map(describe).join('\n\n')}\n`
}
