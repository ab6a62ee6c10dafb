import { ApiError } from './api-error.ts'

/** What came back, whole and not yet checked. */
export interface UncheckedAnswer {
  readonly status: number
  readonly text: string
}

export interface JsonRequest {
  readonly method: string
  readonly address: string
  /** Undefined for a request without a body. */
  readonly body: unknown
  readonly guestSession?: string | undefined
  readonly signal?: AbortSignal | undefined
}

const timeoutMs = 30_000

/**
 * Sends a request and reads all of what is answered. Throws ApiError `offline` when nothing is. It needs none of the
 * contract's schemas, so that a page can ask before it has loaded them.
 */
export async function sendJson({ method, address, body, guestSession, signal }: JsonRequest): Promise<UncheckedAnswer> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (guestSession !== undefined) headers['authorization'] = `Bearer ${guestSession}`
  const timeout = AbortSignal.timeout(timeoutMs)
  const init: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
  }
  if (body !== undefined) init.body = JSON.stringify(body)
  const response = await fetch(address, init).catch(() => {
    throw new ApiError('offline', 0, 'The server cannot be reached.')
  })
  return { status: response.status, text: response.ok ? await response.text() : await textOf(response) }
}

/** Of a failure: its status says enough when the rest is lost on its way. */
export const textOf = (failed: Response): Promise<string> => failed.text().catch(() => '')
