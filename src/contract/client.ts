import type { z } from 'zod'
import { errorBody, type BodyOf, type Endpoint, type ParamsOf, type ResponseOf } from './endpoint.ts'

/** What the server, or the way to it, answered instead of a result. `code` is stable; texts are chosen by it. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, text: string) {
    super(text)
    this.name = 'ApiError'
    this.code = code
    this.status = status
  }
}

type QueryValues = Readonly<Record<string, string | number | undefined>>
type QueryNames<Query extends z.ZodObject> = keyof z.input<Query> & string
type QueryGiven<E extends Endpoint> = [E] extends [{ readonly query: infer Query extends z.ZodObject }]
  ? { readonly [Name in QueryNames<Query>]?: string | number | undefined }
  : [Endpoint] extends [E]
    ? QueryValues
    : Readonly<Record<string, never>>

/** For one endpoint: its parameters by name, no others. */
export interface CallOptions<E extends Endpoint = Endpoint> {
  readonly params?: ParamsOf<E>
  readonly query?: QueryGiven<E>
  readonly guestSession?: string
  readonly signal?: AbortSignal
}

const jsonTimeoutMs = 30_000

/** Builds the address of an endpoint with its parameters filled in. */
export function addressOf<E extends Endpoint>(endpoint: E, options: CallOptions<E> = {}): string {
  const params: Readonly<Record<string, string>> = options.params ?? {}
  const path = endpoint.path.replace(/:([a-z]+)/gi, (_all, name: string) => encodeURIComponent(params[name] ?? ''))
  const given: QueryValues = options.query ?? {}
  const query = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return query.length === 0 ? path : `${path}?${new URLSearchParams(query).toString()}`
}

/** Turns a failed response into an ApiError. */
export async function toApiError(response: Response): Promise<ApiError> {
  const parsed = errorBody.safeParse(await response.json().catch(() => undefined))
  if (parsed.success) return new ApiError(parsed.data.error.code, response.status, parsed.data.error.text)
  return new ApiError('http.failed', response.status, 'The server did not answer as expected.')
}

/** Calls an endpoint with a JSON body and checks the answer against the contract. Throws ApiError; `offline` when there is no answer. */
export async function callApi<E extends Endpoint>(
  endpoint: E,
  body: BodyOf<E>,
  options: CallOptions<E> = {},
): Promise<ResponseOf<E>> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (options.guestSession !== undefined) headers['authorization'] = `Bearer ${options.guestSession}`
  const timeout = AbortSignal.timeout(jsonTimeoutMs)
  const init: RequestInit = {
    method: endpoint.method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    signal: options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]),
  }
  if (body !== undefined) init.body = JSON.stringify(body)
  const response = await fetch(addressOf(endpoint, options), init).catch(() => {
    throw new ApiError('offline', 0, 'The server cannot be reached.')
  })
  if (!response.ok) throw await toApiError(response)
  // oxlint-disable-next-line typescript/consistent-type-assertions -- codec: the schema of this very endpoint produced the value
  return endpoint.response.parse(await response.json()) as ResponseOf<E>
}
