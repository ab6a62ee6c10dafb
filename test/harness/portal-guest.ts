import type { Endpoint } from '../../src/contract/endpoint.ts'
import * as portal from '../../src/contract/portal.ts'
import { encodeBase64Url } from '../../src/lib/bytes/index.ts'
import { parseLinkSecret } from '../../src/lib/split-key/index.ts'
import { deriveLinkProofSync } from '../../src/platform/split-key/index.ts'
import type { PortalLink } from './guest-client.ts'

export interface Answer {
  readonly status: number
  /** The parsed JSON, or null. */
  readonly body: unknown
  readonly text: string
  readonly headers: Headers
}

let lastAddress = 0

/** An address of its own for every guest, so that limits per address do not mix what is tested. */
function nextAddress(): string {
  lastAddress += 1
  return `198.18.${Math.floor(lastAddress / 250)}.${(lastAddress % 250) + 1}`
}

/** A recipient's browser reduced to its calls: answers come back as they are, failures included. */
export class PortalGuest {
  readonly #baseUrl: string
  readonly link: PortalLink
  readonly address = nextAddress()
  session = ''
  cookie = ''

  constructor(baseUrl: string, link: PortalLink) {
    this.#baseUrl = baseUrl
    this.link = link
  }

  get proof(): string {
    const secret = parseLinkSecret(this.link.secret)
    if (secret === null) throw new Error('damaged secret')
    return encodeBase64Url(deriveLinkProofSync(secret))
  }

  headers(): Record<string, string> {
    return {
      'x-forwarded-for': this.address,
      ...(this.session === '' ? {} : { authorization: `Bearer ${this.session}` }),
      ...(this.cookie === '' ? {} : { cookie: this.cookie }),
    }
  }

  async send(path: string, init: RequestInit): Promise<Answer> {
    const headers = { ...this.headers(), ...(init.headers as Record<string, string> | undefined) }
    const response = await fetch(`${this.#baseUrl}${path}`, { ...init, headers })
    const text = await response.text()
    const device = /(sealpost_device=[^;]*)/.exec(response.headers.get('set-cookie') ?? '')?.[1]
    if (device !== undefined) this.cookie = device
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== ''
    const body: unknown = isJson ? JSON.parse(text) : null
    return { status: response.status, body, text, headers: response.headers }
  }

  call(endpoint: Endpoint, body?: unknown): Promise<Answer> {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    return this.send(endpoint.path, { method: endpoint.method, ...(body === undefined ? {} : json) })
  }

  /** Shows the link; keeps the session when there is one. */
  async prove(proof = this.proof): Promise<Answer> {
    const answer = await this.call(portal.proveLink, { token: this.link.token, proof, language: 'en' })
    const view = portal.linkView.safeParse(answer.body)
    if (view.success && view.data.state === 'check') this.session = view.data.guestSession
    return answer
  }

  requestCode = () => this.call(portal.requestCode, { language: 'en' })
  open = (proof: unknown, trustDevice = false) => this.call(portal.openMessage, { proof, trustDevice })
  openWithCode = (code: string, trustDevice = false) => this.open({ kind: 'code', code }, trustDevice)
  content = (id: string) => this.send(`/api/portal/contents/${id}`, { method: 'GET' })
  answer(content: Uint8Array, key: string): Promise<Answer> {
    return this.send(portal.sendAnswer.path, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'idempotency-key': key },
      body: new Uint8Array(content),
    })
  }
}

/** The code of a failed answer. */
export function errorCode(answer: Answer): string {
  const { body } = answer
  if (typeof body !== 'object' || body === null || !('error' in body)) return `no error but ${answer.status}`
  const { error } = body
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no code'
}
