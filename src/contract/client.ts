import * as z from 'zod/mini'
import { ApiError } from './api-error.ts'
import { errorBody, type BodyOf, type Endpoint, type ParamsOf, type ResponseOf } from './endpoint.ts'
import { sendJson, textOf, type UncheckedAnswer } from './send-json.ts'

export { ApiError } from './api-error.ts'

type QueryValues = Readonly<Record<string, string | number | undefined>>
type QueryNames<Query extends z.core.$ZodObject> = keyof z.input<Query> & string
type QueryGiven<E extends Endpoint> = [E] extends [{ readonly query: infer Query extends z.core.$ZodObject }]
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

/** Builds the address of an endpoint with its parameters filled in. */
export function addressOf<E extends Endpoint>(endpoint: E, options: CallOptions<E> = {}): string {
  const params: Readonly<Record<string, string>> = options.params ?? {}
  const path = endpoint.path.replace(/:([a-z]+)/gi, (_all, name: string) => encodeURIComponent(params[name] ?? ''))
  const given: QueryValues = options.query ?? {}
  const query = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return query.length === 0 ? path : `${path}?${new URLSearchParams(query).toString()}`
}

/** Turns a failed response into an ApiError. */
export const toApiError = async (failed: Response): Promise<ApiError> =>
  apiErrorOf({ status: failed.status, text: await textOf(failed) })

function apiErrorOf({ status, text }: UncheckedAnswer): ApiError {
  const parsed = errorBody.safeParse(jsonIn(text))
  if (parsed.success) return new ApiError(parsed.data.error.code, status, parsed.data.error.text)
  return new ApiError('http.failed', status, 'The server did not answer as expected.')
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The result in an answer, checked against the contract. Throws ApiError for a refusal. */
export function readAnswer<E extends Endpoint>(endpoint: E, answer: UncheckedAnswer): ResponseOf<E> {
  if (answer.status < 200 || answer.status > 299) throw apiErrorOf(answer)
  // oxlint-disable-next-line typescript/consistent-type-assertions -- codec: the schema of this very endpoint produced the value
  return z.parse(endpoint.response, JSON.parse(answer.text)) as ResponseOf<E>
}

/** Calls an endpoint with a JSON body and checks the answer against the contract. Throws ApiError; `offline` when there is no answer. */
export async function callApi<E extends Endpoint>(
  endpoint: E,
  body: BodyOf<E>,
  options: CallOptions<E> = {},
): Promise<ResponseOf<E>> {
  const { guestSession, signal } = options
  const address = addressOf(endpoint, options)
  return readAnswer(endpoint, await sendJson({ method: endpoint.method, address, body, guestSession, signal }))
}
