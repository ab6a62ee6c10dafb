import type { FastifyRequest } from 'fastify'
import { errorCatalogue } from '../../contract/errors/index.ts'
import type { Access, Endpoint, RequiredRole } from '../../contract/endpoint.ts'
import { AppError } from '../../contract/errors/app-error.ts'

/**
 * Says who calls; throws an AppError with the reason "signed-out" for everybody else. The module that owns the sessions
 * supplies it. It sees the head of the request only: the body has not been read.
 */
export type Authenticator<Caller> = (request: FastifyRequest) => Promise<Caller>

/** One for each way to call that is not open to anyone. */
export interface Authenticators {
  readonly guest?: Authenticator<object>
  readonly account?: Authenticator<object>
}

type KindsOf<A extends Authenticators> = {
  [Kind in keyof A & Access]: undefined extends A[Kind] ? never : Kind
}[keyof A & Access]

/** The endpoints that can be registered with these authenticators; one with a role needs callers that say what they are. */
export type EndpointFor<A extends Authenticators> = Endpoint &
  (
    | { readonly access: 'public' | KindsOf<A>; readonly role?: never }
    | (A['account'] extends Authenticator<{ readonly isAdmin: boolean }>
        ? { readonly access: 'account'; readonly role: RequiredRole }
        : never)
  )

/** What the handler of an endpoint learns about who calls. */
export type CallerOf<E extends Endpoint, A extends Authenticators> = E['access'] extends keyof A
  ? A[E['access']] extends Authenticator<infer Caller>
    ? Caller
    : never
  : never

function hasRole(caller: object, { name }: RequiredRole): boolean {
  switch (name) {
    case 'administrator':
      return 'isAdmin' in caller && caller.isAdmin === true
  }
}

/**
 * The check of an endpoint's access and role. Throws at once, before anything is served, when nobody can say who calls: an
 * endpoint that is not open to anyone does not come to be without it.
 */
export function guardOf(endpoint: Endpoint, authenticators: Authenticators): Authenticator<object | undefined> {
  const { access, role } = endpoint
  if (access === 'public') return async () => undefined
  const authenticate = authenticators[access]
  if (authenticate === undefined)
    throw new Error(`${endpoint.method} ${endpoint.path}: nobody authenticates a caller of the kind "${access}"`)
  return async (request) => {
    const caller = await authenticate(request)
    if (role !== undefined && !hasRole(caller, role))
      throw new AppError('refused', role.refusal, errorCatalogue[role.refusal].meaning)
    return caller
  }
}
