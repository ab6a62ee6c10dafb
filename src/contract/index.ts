/**
 * The HTTP API as data: paths, who may call, requests, responses, refusals. The server registers these endpoints, the clients call them through
 * `callApi`, and the OpenAPI document lists them. Nothing here knows the server or a browser.
 */
import { nothing, type Endpoint } from './endpoint.ts'
import * as identity from './identity.ts'
import * as inbox from './inbox.ts'
import * as messages from './messages.ts'
import * as organisation from './organisation.ts'
import * as portal from './portal.ts'
import * as setUp from './set-up.ts'

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'access' in value

const nameOf = ({ path, method }: Endpoint) => `${path} ${method}`

/** Every endpoint, by path and method. */
export const allEndpoints: readonly Endpoint[] = [identity, inbox, messages, organisation, portal, setUp]
  .flatMap((part) => Object.values(part).filter(isEndpoint))
  .toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1))

/** Whether a request of this endpoint carries a JSON body. */
export const hasJsonBody = (endpoint: Endpoint): boolean => endpoint.body !== nothing && endpoint.stream !== 'request'
