import * as z from 'zod/mini'
import { answerIdentities } from '../../src/clients/keys/content-identity.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'
import { toApiError } from '../../src/contract/client.ts'
import type { BodyOf, Endpoint, ResponseOf } from '../../src/contract/endpoint.ts'
import * as portal from '../../src/contract/portal.ts'
import type { LinkView, OpenedMessage, OpenLinkView } from '../../src/contract/portal.ts'
import { decodeBase64Url, encodeBase64Url } from '../../src/lib/bytes/index.ts'
import {
  accessKeys,
  deriveLinkProof,
  parseCopyKeys,
  parseLinkSecret,
  recipientDigest,
  stretchAccessCode,
  unwrapIdentity,
  type CopyKeys,
} from '../../src/lib/split-key/index.ts'
import { decryptBytes, encryptBytes, recipientOf, vouchFor, type IdentityInput } from '../../src/platform/age/index.ts'
import { contentOpener } from '../../src/platform/split-key/index.ts'

/** What stands behind the button of a notification. */
export interface PortalLink {
  readonly token: string
  readonly secret: string
}

/** Finds the link in a caught notification. */
export function linkInMail(raw: Buffer): PortalLink {
  const text = raw.toString('latin1').replace(/=\r\n/g, '').replace(/=3D/g, '=')
  const match = /\/o\/([A-Za-z0-9_-]{22})#([A-Za-z0-9_-]{27})/.exec(text)
  if (match?.[1] === undefined || match[2] === undefined) throw new Error('no link in this mail')
  return { token: match[1], secret: match[2] }
}

/** The six digits in a text message. */
export function codeIn(text: string): string {
  const match = /^\d{6}/.exec(text)
  if (match === null) throw new Error('no code in this text')
  return match[0]
}

/** The page's calls without a browser: the same contract, the same key handling. */
export class GuestClient {
  readonly #baseUrl: string
  readonly #link: PortalLink
  #session = ''
  cookie = ''

  constructor(baseUrl: string, link: PortalLink) {
    this.#baseUrl = baseUrl
    this.#link = link
  }

  async call<E extends Endpoint>(endpoint: E, body: BodyOf<E>): Promise<ResponseOf<E>> {
    const response = await fetch(`${this.#baseUrl}${endpoint.path}`, {
      method: endpoint.method,
      headers: this.#headers(body),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw await toApiError(response)
    const device = /sealpost_device=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')
    if (device?.[1] !== undefined) this.cookie = `sealpost_device=${device[1]}`
    return z.parse(endpoint.response, await response.json()) as ResponseOf<E>
  }

  #headers(body: unknown): Record<string, string> {
    return {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(this.#session === '' ? {} : { authorization: `Bearer ${this.#session}` }),
      ...(this.cookie === '' ? {} : { cookie: this.cookie }),
    }
  }

  async #proof(): Promise<string> {
    const link = parseLinkSecret(this.#link.secret)
    if (link === null) throw new Error('damaged secret')
    return encodeBase64Url(await deriveLinkProof(link))
  }

  async requestNewLink(): Promise<void> {
    await this.call(portal.requestNewLink, { token: this.#link.token, proof: await this.#proof() })
  }

  async prove(): Promise<LinkView> {
    const view = await this.call(portal.proveLink, {
      token: this.#link.token,
      proof: await this.#proof(),
      language: 'de',
    })
    if (view.state === 'check') this.#session = view.guestSession
    return view
  }

  requestCode = () => this.call(portal.requestCode, { language: 'de' })
  openWithCode = (code: string, trustDevice = false) =>
    this.call(portal.openMessage, { proof: { kind: 'code', code }, trustDevice })
  openTrusted = () => this.call(portal.openMessage, { proof: { kind: 'trusted-device' }, trustDevice: false })

  async openWithAccessCode(
    view: OpenLinkView,
    accessCode: string,
  ): Promise<{ opened: OpenedMessage; accessKey: Uint8Array }> {
    const salt = decodeBase64Url(view.accessSalt ?? '') ?? new Uint8Array()
    const accessKey = await stretchAccessCode(argon2id, accessCode, salt)
    const { proof } = await accessKeys(accessKey)
    const opened = await this.call(portal.openMessage, {
      proof: { kind: 'access-code', accessProof: encodeBase64Url(proof) },
      trustDevice: false,
    })
    return { opened, accessKey }
  }

  /** What opens the message, as only this page can compute it. */
  async identity(opened: OpenedMessage, accessKey?: Uint8Array): Promise<IdentityInput> {
    return contentOpener((await this.keys(opened, accessKey)).conversation, opened.contentId)
  }

  /** Everything in the copy's wrap. */
  async keys(opened: OpenedMessage, accessKey: Uint8Array = new Uint8Array(0)): Promise<CopyKeys> {
    const link = parseLinkSecret(this.#link.secret)
    if (link === null) throw new Error('damaged secret')
    const serverShare = decodeBase64Url(opened.serverShare) ?? new Uint8Array()
    const wrapped = decodeBase64Url(opened.wrappedIdentity) ?? new Uint8Array()
    return parseCopyKeys(await unwrapIdentity({ link, serverShare, accessKey, context: opened.wrapContext }, wrapped))
  }

  async fetchContent(contentId: string): Promise<Response> {
    return fetch(`${this.#baseUrl}/api/portal/contents/${contentId}`, { headers: this.#headers(undefined) })
  }

  async read(opened: OpenedMessage, accessKey?: Uint8Array): Promise<string> {
    const response = await this.fetchContent(opened.contentId)
    if (!response.ok) throw await toApiError(response)
    const file = new Uint8Array(await response.arrayBuffer())
    return Buffer.from(decryptBytes(file, [await this.identity(opened, accessKey)])).toString('latin1')
  }

  /** The message as it is now, for who passed the check just now. */
  reopen = () => this.call(portal.openMessage, { proof: { kind: 'session' }, trustDevice: false })

  /** This recipient's own answers, oldest first. */
  async readAnswers(opened: OpenedMessage): Promise<string[]> {
    const identities = answerIdentities(await this.keys(opened))
    return Promise.all(
      opened.answers.map(async ({ contentId }) => {
        const response = await this.fetchContent(contentId)
        if (!response.ok) throw await toApiError(response)
        const file = new Uint8Array(await response.arrayBuffer())
        return Buffer.from(decryptBytes(file, identities)).toString('latin1')
      }),
    )
  }

  async answer(opened: OpenedMessage, text: string, requestKey: string): Promise<Response> {
    const { answers, mailbox } = await this.keys(opened)
    const announced = opened.mailboxRecipient ?? ''
    if (mailbox !== null && (await recipientDigest(announced)) !== mailbox) throw new Error('another mailbox’s key')
    const file = encryptBytes(Buffer.from(text), [recipientOf(answers), vouchFor(announced)])
    return fetch(`${this.#baseUrl}${portal.sendAnswer.path}`, {
      method: 'POST',
      headers: {
        ...this.#headers(undefined),
        'content-type': 'application/octet-stream',
        'idempotency-key': requestKey,
      },
      body: new Uint8Array(file),
    })
  }
}
