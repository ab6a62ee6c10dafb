import { request as requestHttp } from 'node:http'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { createConcurrencyLimit } from './concurrency-limit.ts'
import { isCertificateError } from './is-certificate-error.ts'
import { refused, unavailable } from './transport.ts'
import { urlCredentials } from './url-credentials.ts'
import type { SmsMessage, SmsOutcome, SmsReason, SmsTransport } from './transport.ts'

export interface HttpsTransportOptions {
  /** `https:`, or `http:` to a loopback address; user and password in it become Basic authorisation. */
  readonly url: URL
  readonly timeoutMs?: number
  /** PEM of the authority to trust in place of the system's. */
  readonly ca?: string
}

const defaultTimeoutMs = 15_000
const maxConcurrent = 10
const maxResponseCharacters = 65_536
/** 4xx that pass by themselves: request timeout, too early, too many requests (RFC 9110, RFC 8470, RFC 6585). */
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * JSON POST of to, text and reference to the provider's address; any 2xx is acceptance. The reference is also the
 * Idempotency-Key, so that a provider that honours it sends a repeated text once. Redirects are never followed: they
 * could carry the text and the password elsewhere.
 */
export function createHttpsTransport(options: HttpsTransportOptions): SmsTransport {
  const limit = createConcurrencyLimit(maxConcurrent)
  const closing = new AbortController()
  return {
    async send(message, { signal }) {
      if (closing.signal.aborted) return unavailable('closed')
      try {
        return await limit.run(() => post(message, signal, options), signal)
      } catch (error) {
        if (signal.aborted) return unavailable('aborted')
        throw error
      }
    },
    async close() {
      closing.abort()
      await limit.idle()
    },
  }
}

async function post(message: SmsMessage, signal: AbortSignal, options: HttpsTransportOptions): Promise<SmsOutcome> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs)
  const body = JSON.stringify({ to: message.to, text: message.text, reference: message.reference })
  const exchange = startRequest(options, {
    reference: message.reference,
    bodyBytes: Buffer.byteLength(body),
    signal: AbortSignal.any([signal, timeout]),
  })
  let handedOver = false
  exchange.once('finish', () => {
    handedOver = true
  })
  try {
    const response = await answerOf(exchange, body)
    return await readOutcome(response, message.reference)
  } catch (error) {
    if (signal.aborted) return unavailable('aborted', { mayHaveLeft: handedOver })
    if (timeout.aborted) return unavailable('timeout', { mayHaveLeft: handedOver })
    if (isCertificateError(error)) return unavailable('certificate', { retryable: false })
    return unavailable('unreachable', { mayHaveLeft: handedOver })
  } finally {
    exchange.destroy()
  }
}

function startRequest(
  { url, ca }: HttpsTransportOptions,
  one: { readonly reference: string; readonly bodyBytes: number; readonly signal: AbortSignal },
): ClientRequest {
  const options: RequestOptions & { readonly ca?: string } = {
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: `${url.pathname}${url.search}`,
    agent: false,
    signal: one.signal,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': one.bodyBytes,
      accept: 'application/json',
      'idempotency-key': one.reference,
      'user-agent': 'Sealpost',
      ...authorisationOf(url),
    },
    ...(ca === undefined ? {} : { ca }),
  }
  return url.protocol === 'https:' ? requestHttps(options) : requestHttp(options)
}

function authorisationOf(url: URL): { readonly authorization?: string } {
  const { user, password } = urlCredentials(url) ?? { user: '', password: '' }
  if (user === '' && password === '') return {}
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}

function answerOf(exchange: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    exchange.once('response', resolve)
    // Stays for the life of the request: an abort after the response is an error event as well.
    exchange.on('error', reject)
    exchange.end(body)
  })
}

async function readOutcome(response: IncomingMessage, reference: string): Promise<SmsOutcome> {
  const statusCode = response.statusCode ?? 0
  if (statusCode >= 200 && statusCode < 300) {
    return { status: 'accepted', providerId: providerIdOf(await readBounded(response)) ?? reference }
  }
  if (statusCode >= 300 && statusCode < 400) return unavailable('redirected', { retryable: false })
  if (statusCode === 429) return refused('throttled', { permanent: false })
  if (statusCode >= 400 && statusCode < 500) {
    return refused(refusalReason(statusCode), { permanent: !passingStatuses.has(statusCode) })
  }
  return refused('provider-error', { permanent: false })
}

function refusalReason(statusCode: number): SmsReason {
  if (passingStatuses.has(statusCode)) return 'provider-error'
  return statusCode === 401 || statusCode === 403 ? 'not-authorised' : 'provider-refused'
}

/** The answer was a 2xx, so the text is taken whatever its body does: a body that breaks or grows is only cut off. */
async function readBounded(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8')
  let body = ''
  try {
    for await (const chunk of response) {
      body += String(chunk)
      if (body.length > maxResponseCharacters) return ''
    }
    return body
  } catch {
    return ''
  }
}

function providerIdOf(body: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(body)
    if (typeof answer !== 'object' || answer === null || !('id' in answer)) return undefined
    return typeof answer.id === 'string' && /^[\w.:-]{1,128}$/.test(answer.id) ? answer.id : undefined
  } catch {
    return undefined
  }
}
