import { addressOf, toApiError } from '../../src/contract/client.ts'
import type { BodyOf, Endpoint, ResponseOf } from '../../src/contract/endpoint.ts'
import * as identity from '../../src/contract/identity.ts'
import type { SessionView } from '../../src/contract/identity.ts'
import * as messages from '../../src/contract/messages.ts'
import {
  copyWrapContext,
  type CopyView,
  type MessageEnvelope,
  type MessageView,
  type SealedPassword,
} from '../../src/contract/messages.ts'
import { decodeBase64Url, encodeBase64Url } from '../../src/lib/bytes/index.ts'
import { deriveLogin, unlockAccount, unlockMailbox } from '../../src/lib/account-keys/index.ts'
import { formatLinkSecret, generateLinkSecret, wrapIdentity } from '../../src/lib/split-key/index.ts'
import { decryptBytes } from '../../src/platform/age/index.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'

export interface CallOptions {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
}

/** A member of staff's browser reduced to its calls and its keys. */
export class MemberClient {
  readonly #baseUrl: string
  /** Every key and bearer this browser came to hold, for tests that search for them. */
  readonly secrets: Record<string, string> = {}
  cookie = ''
  #accountIdentity = ''
  readonly #mailboxes = new Map<string, string>()

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl
  }

  fetch(endpoint: Endpoint, body: unknown, options: CallOptions = {}): Promise<Response> {
    return fetch(`${this.#baseUrl}${addressOf(endpoint, options)}`, {
      method: endpoint.method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** Throws ApiError. */
  async call<E extends Endpoint>(endpoint: E, body: BodyOf<E>, options: CallOptions = {}): Promise<ResponseOf<E>> {
    const response = await this.fetch(endpoint, body, options)
    if (!response.ok) throw await toApiError(response)
    const cookie = /(sealpost_session=[^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1]
    if (cookie !== undefined) this.cookie = cookie
    return endpoint.response.parse(await response.json()) as ResponseOf<E>
  }

  /** Throws ApiError for a wrong password. */
  async signIn(address: string, password: string): Promise<SessionView> {
    const { salt } = await this.call(identity.signInSalt, { address })
    const login = await deriveLogin(password, salt, argon2id)
    const view = await this.call(identity.signIn, { address, authKey: login.authKey })
    this.#accountIdentity = await unlockAccount(login, view.wrappedIdentity)
    for (const mailbox of view.mailboxes)
      this.#mailboxes.set(mailbox.id, await unlockMailbox(this.#accountIdentity, mailbox.sealedIdentity))
    Object.assign(this.secrets, {
      'auth key': login.authKey,
      'account identity': this.#accountIdentity,
      'session cookie': this.cookie.split('=')[1],
    })
    for (const mailbox of this.#mailboxes.values()) this.secrets['mailbox identity'] = mailbox
    return view
  }

  get accountIdentity(): string {
    return this.#accountIdentity
  }

  async sent(): Promise<readonly MessageView[]> {
    return (await this.call(messages.listSent, undefined)).messages
  }

  /** Decrypts what the sender sees of a message in Sent. */
  openEnvelope(message: MessageView): MessageEnvelope {
    const file = decodeBase64Url(message.sealedEnvelope ?? '') ?? new Uint8Array()
    const opened = decryptBytes(file, [this.#mailboxes.get(message.mailboxId) ?? ''])
    const envelope = JSON.parse(Buffer.from(opened).toString()) as MessageEnvelope
    if (envelope.messageId !== message.id) throw new Error('the envelope of another message')
    this.secrets['conversation identity'] = envelope.conversationIdentity
    return envelope
  }

  /** A message's or an answer's plaintext, one byte per character. */
  async readContent(contentId: string, message: MessageView): Promise<string> {
    const response = await this.fetch(messages.readContent, undefined, { params: { id: contentId } })
    if (!response.ok) throw await toApiError(response)
    const file = new Uint8Array(await response.arrayBuffer())
    return Buffer.from(decryptBytes(file, [this.openEnvelope(message).conversationIdentity])).toString('latin1')
  }

  /** The password of a message's encrypted files, from the sender's sealed inbox. */
  async password(message: Pick<MessageView, 'id' | 'mailboxId'>): Promise<string> {
    const { sealed } = await this.call(messages.readPassword, undefined, { params: { id: message.id } })
    const file = decodeBase64Url(sealed) ?? new Uint8Array()
    const opened = decryptBytes(file, [this.#mailboxes.get(message.mailboxId) ?? ''])
    const { messageId, password } = JSON.parse(Buffer.from(opened).toString()) as SealedPassword
    if (messageId !== message.id) throw new Error('the password of another message')
    return password
  }

  /** Gives a parked copy its check's wrap, or another copy a new link, as the web app does. */
  async complete(message: MessageView, copy: Pick<CopyView, 'id' | 'recipientId'>): Promise<void> {
    const envelope = this.openEnvelope(message)
    const access = await this.call(messages.recipientAccessKey, undefined, { params: { id: copy.recipientId } })
    const link = generateLinkSecret()
    const serverShare = crypto.getRandomValues(new Uint8Array(32))
    const accessKey = decodeBase64Url(access.accessKey ?? '') ?? new Uint8Array()
    const shares = { link, serverShare, accessKey, context: copyWrapContext(copy.id) }
    const completion = {
      linkSecret: formatLinkSecret(link),
      serverShare: encodeBase64Url(serverShare),
      wrappedIdentity: encodeBase64Url(await wrapIdentity(shares, envelope.conversationIdentity)),
      accessKeyId: access.accessKeyId,
      subject: envelope.subject,
    }
    Object.assign(this.secrets, {
      'new link secret': completion.linkSecret,
      'new server share': completion.serverShare,
    })
    await this.call(messages.completeCopy, completion, { params: { id: copy.id } })
  }
}
