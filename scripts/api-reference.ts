import * as z from 'zod/mini'
import { errorsOf } from '../src/contract/errors-of.ts'
import { httpStatusOf } from '../src/contract/errors/http-status.ts'
import { errorCatalogue, type ErrorCode } from '../src/contract/errors/index.ts'
import { allEndpoints, hasJsonBody } from '../src/contract/index.ts'
import type { Endpoint } from '../src/contract/endpoint.ts'

const access = { public: 'anyone', guest: 'guest', account: 'account' } as const

/** A table row; a bar inside a cell would end it. */
const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
const names = (list: readonly string[]) => list.map((name) => `\`${name}\``).join(', ')

/** The names on the first level; `?` after those that may be left out. */
function fieldsOf(schema: z.core.$ZodType, io: 'input' | 'output'): string {
  const { properties, required = [], oneOf, anyOf } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  if (properties === undefined) return oneOf === undefined && anyOf === undefined ? '' : 'one of several forms'
  return names(Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`)))
}

function takes(endpoint: Endpoint): string {
  const query = endpoint.query === undefined ? '' : `query: ${fieldsOf(endpoint.query, 'input')}`
  const body = endpoint.stream === 'request' ? 'octets' : hasJsonBody(endpoint) ? fieldsOf(endpoint.body, 'input') : ''
  return [query, body].filter((part) => part !== '').join('; ')
}

const describe = (endpoint: Endpoint): readonly string[] => [
  `\`${endpoint.method} ${endpoint.path}\``,
  endpoint.role?.name ?? access[endpoint.access],
  endpoint.summary,
  takes(endpoint),
  endpoint.stream === 'response' ? 'octets' : fieldsOf(endpoint.response, 'output'),
  names(endpoint.errors ?? []),
]

const describeCode = (code: ErrorCode): readonly string[] => {
  const entry = errorCatalogue[code]
  const other = 'orKind' in entry ? [httpStatusOf({ kind: entry.orKind })] : []
  return [`\`${code}\``, [httpStatusOf(entry), ...other].join(' or '), entry.meaning]
}

/** The text of docs/api.md. */
export function apiReference(): string {
  const codes = [...new Set(allEndpoints.flatMap(errorsOf))].toSorted()
  return `${[
    '# The HTTP API',
    'Generated from `src/contract` by `node scripts/write-api-reference.ts`. A running server gives the whole, with the form of every field, as OpenAPI 3.1 at `/api/openapi.json`.',
    'Bytes travel as base64url without padding, times as ISO 8601 in UTC. Writes from other sites are refused. For whom: *anyone*; a *guest* who proved a link (`authorization: Bearer …`); an *account* that is signed in (cookie `sealpost_session`); an *administrator*, which is an account too. Who calls is checked before anything of the body is read. Query parameters that are not named here are not looked at.',
    '## Endpoints',
    table(
      ['Endpoint', 'For', 'What it does', 'Takes', 'Gives', 'Refuses with, besides the common'],
      allEndpoints.map(describe),
    ),
    '## Codes',
    'A refusal is `{ "error": { "code", "text" } }`: `code` is stable, `text` is English for people and may say more than the meaning here. Common to all: `http.*`; without a session `identity.signed-out` or `portal.session-ended`. An answer of 503 or 500 may come from every endpoint, also with a code that is not named here.',
    table(['Code', 'Status', 'Meaning'], codes.map(describeCode)),
  ].join('\n\n')}\n`
}
