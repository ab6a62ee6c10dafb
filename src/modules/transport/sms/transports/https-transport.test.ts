import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startHttpProvider } from '../../../../../test/conformance/sms-http-provider.ts'
import type { HttpProvider, ProviderAnswer } from '../../../../../test/conformance/sms-http-provider.ts'
import { makeLoopbackTlsPair } from '../../../../../test/conformance/sms-tls-pair.ts'
import { createHttpsTransport } from './https-transport.ts'

const message = { to: '+4915123456789', text: 'Ihr Code: 491327', reference: 'r-1' }
const patient = { signal: AbortSignal.timeout(60_000) }
let provider: HttpProvider

beforeEach(async () => {
  provider = await startHttpProvider()
})
afterEach(() => provider.close())

const sendTo = (path: string, credentials = '') =>
  createHttpsTransport({
    url: new URL(`http://${credentials}127.0.0.1:${provider.port}${path}`),
    timeoutMs: 2_000,
  }).send(message, patient)
const answerWith = (answer: ProviderAnswer): void => {
  provider.answer = answer
}

describe('the HTTPS transport', () => {
  it('posts number, text and reference as JSON, with the reference as Idempotency-Key', async () => {
    expect(await sendTo('/texts?account=7')).toEqual({ status: 'accepted', providerId: 'p-r-1' })
    const [request] = provider.requests
    expect(request).toMatchObject({ method: 'POST', path: '/texts?account=7', body: message })
    expect(request?.headers).toMatchObject({
      'idempotency-key': 'r-1',
      'content-type': expect.stringContaining('json'),
    })
    expect(request?.headers.authorization).toBeUndefined()
  })

  it('turns user and password of the address into Basic authorisation and keeps them out of the path', async () => {
    await sendTo('/', 'user:p%40ss%3Aword@')
    const [request] = provider.requests
    expect(request?.headers.authorization).toBe(`Basic ${Buffer.from('user:p@ss:word').toString('base64')}`)
    expect(request?.path).toBe('/')
  })

  it.each([[200], [201], [202], [204], [299]])('takes %i as acceptance', async (statusCode) => {
    answerWith((response) => response.writeHead(statusCode).end())
    expect(await sendTo('/')).toEqual({ status: 'accepted', providerId: 'r-1' })
  })

  it.each([
    [400, 'provider-refused'],
    [401, 'not-authorised'],
    [403, 'not-authorised'],
    [404, 'provider-refused'],
    [410, 'provider-refused'],
    [422, 'provider-refused'],
  ])('takes %i as a refusal for good', async (statusCode, reason) => {
    answerWith((response) => response.writeHead(statusCode).end('+4915123456789 is not a customer'))
    expect(await sendTo('/')).toEqual({ status: 'refused', permanent: true, reason })
  })

  it.each([
    [408, 'provider-error'],
    [425, 'provider-error'],
    [429, 'throttled'],
    [500, 'provider-error'],
    [502, 'provider-error'],
    [503, 'provider-error'],
  ])('takes %i as a refusal that passes', async (statusCode, reason) => {
    answerWith((response) => response.writeHead(statusCode).end())
    expect(await sendTo('/')).toEqual({ status: 'refused', permanent: false, reason })
  })

  it.each([[301], [302], [303], [307], [308]])('follows no redirect (%i)', async (statusCode) => {
    answerWith((response) => response.writeHead(statusCode, { location: '/elsewhere' }).end())
    expect(await sendTo('/')).toMatchObject({ status: 'unavailable', reason: 'redirected', retryable: false })
    expect(provider.requests.map(({ path }) => path)).toEqual(['/'])
  })

  it.each([
    ['not JSON', 'OK'],
    ['an array', '["p-1"]'],
    ['null', 'null'],
    ['a number for the id', '{"id":7}'],
    ['an id with spaces', '{"id":"a b"}'],
    ['an overlong id', JSON.stringify({ id: 'x'.repeat(129) })],
  ])('uses its own reference when the body is %s', async (_what, body) => {
    answerWith((response) => response.writeHead(200).end(body))
    expect(await sendTo('/')).toEqual({ status: 'accepted', providerId: 'r-1' })
  })

  it('stops reading an answer that does not end, and keeps the acceptance', async () => {
    let pouring = true
    answerWith((response) => {
      response.writeHead(200)
      response.once('close', () => {
        pouring = false
      })
      const pour = (): void => {
        if (pouring) response.write('x'.repeat(16_384), () => setImmediate(pour))
      }
      pour()
    })
    expect(await sendTo('/')).toEqual({ status: 'accepted', providerId: 'r-1' })
    await expect.poll(() => pouring).toBe(false)
  })

  it('calls a connection that breaks before the answer unreachable, with a text that may have left', async () => {
    answerWith((response) => response.destroy())
    expect(await sendTo('/')).toEqual({
      status: 'unavailable',
      reason: 'unreachable',
      retryable: true,
      mayHaveLeft: true,
    })
  })

  it('does not speak to a server whose certificate it cannot trust', async () => {
    const secure = await startHttpProvider({ tls: makeLoopbackTlsPair() })
    const transport = createHttpsTransport({ url: new URL(`https://127.0.0.1:${secure.port}/`) })
    const outcome = await transport.send(message, patient)
    expect(outcome).toEqual({ status: 'unavailable', reason: 'certificate', retryable: false, mayHaveLeft: false })
    expect(secure.requests).toEqual([])
    await secure.close()
  })

  it('has no more than ten requests open at once', async () => {
    let open = 0
    let most = 0
    answerWith((response) => {
      open += 1
      most = Math.max(most, open)
      setImmediate(() => {
        open -= 1
        response.writeHead(200).end()
      })
    })
    const transport = createHttpsTransport({ url: new URL(`http://127.0.0.1:${provider.port}/`) })
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => transport.send(message, patient)))
    expect(outcomes.every(({ status }) => status === 'accepted')).toBe(true)
    expect(most).toBeLessThanOrEqual(10)
  })
})
