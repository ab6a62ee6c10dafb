import { paramNames, type Endpoint } from './endpoint.ts'
import type { ErrorCode } from './errors/index.ts'

const everywhere = ['http.failed', 'http.cut-off', 'http.too-many', 'http.invalid'] as const
const ofAccess = { public: [], guest: ['portal.session-ended'], account: ['identity.signed-out'] } as const

/**
 * Every code under which an endpoint refuses: what it declares, and what follows from its method, access, parameters and
 * body. What is temporary or a failure of the server's own may come besides.
 */
export function errorsOf(endpoint: Endpoint): readonly ErrorCode[] {
  const { method, access, role, errors = [] } = endpoint
  const hasParams = paramNames(endpoint).length > 0
  return [
    ...everywhere,
    ...(method === 'GET' ? [] : (['http.cross-site', 'http.too-large'] as const)),
    ...(hasParams ? (['http.not-found'] as const) : []),
    ...ofAccess[access],
    ...(role === undefined ? [] : [role.refusal]),
    ...errors,
  ]
}
