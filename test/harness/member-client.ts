import * as z from 'zod/mini'
import { makeCopyCompletion } from '../../src/clients/keys/web-complete-copy.ts'
import { openEnvelope } from '../../src/clients/keys/web-envelope.ts'
import { addressOf, toApiError } from '../../src/contract/client.ts'
import type { BodyOf, Endpoint, ResponseOf } from '../../src/contract/endpoint.ts'
import * as identity from '../../src/contract/identity.ts'
import type { SessionView } from '../../src/contract/identity.ts'
import * as messages from '../../src/contract/messages.ts'
import {
  type CopyView,
  type MessageEnvelope,
  type MessageView,
  type SealedPassword,
} from '../../src/contract/messages.ts'
import { decodeBase64Url } from '../../src/lib/bytes/index.ts'
import { deriveLogin, unlockAccount, unlockMailbox } from '../../src/lib/account-keys/index.ts'
import type { ContentId } from '../../src/lib/id/identifiers.ts'
import { decryptBytes } from '../../src/platform/age/index.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'
import { contentOpener } from '../../src/platform/split-key/index.ts'
import { openEnvelope as openSealedEnvelope } from './open-envelope.ts'

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
    return z.parse(endpoint.response, await response.json()) as ResponseOf<E>
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
    const envelope = openSealedEnvelope(message, this.#mailboxes.get(message.mailboxId) ?? '')
    if (envelope.messageId !== message.id) throw new Error('the envelope of another message')
    this.secrets['conversation seed'] = envelope.conversationIdentity
    if (envelope.answersKey !== null) this.secrets['answers key'] = envelope.answersKey
    return envelope
  }

  /** A message's or an answer's plaintext, one byte per character. */
  async readContent(contentId: ContentId, message: MessageView): Promise<string> {
    const response = await this.fetch(messages.readContent, undefined, { params: { id: contentId } })
    if (!response.ok) throw await toApiError(response)
    const file = new Uint8Array(await response.arrayBuffer())
    // A message opens with what its envelope names, an answer with the mailbox's identity.
    const own = contentOpener(this.openEnvelope(message).conversationIdentity, contentId)
    return Buffer.from(decryptBytes(file, [own, this.#mailboxes.get(message.mailboxId) ?? ''])).toString('latin1')
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

  /** All answers to a message in the order they came, from the mailbox's identity alone. */
  async answers(message: MessageView): Promise<string[]> {
    const { answers } = await this.call(messages.readConversation, undefined, { params: { id: message.id } })
    return Promise.all(
      answers.map(async ({ contentId }) => {
        const response = await this.fetch(messages.readContent, undefined, { params: { id: contentId } })
        const file = new Uint8Array(await response.arrayBuffer())
        return Buffer.from(decryptBytes(file, [this.#mailboxes.get(message.mailboxId) ?? ''])).toString('latin1')
      }),
    )
  }

  /** Gives a parked copy its check's wrap, or another copy a new link, with the web app's own code. */
  async complete(message: MessageView, copy: Pick<CopyView, 'id' | 'recipientId'>): Promise<void> {
    const { id, sealedEnvelope } = message
    const mailboxIdentity = this.#mailboxes.get(message.mailboxId) ?? ''
    const envelope = await openEnvelope({ id, sealedEnvelope: sealedEnvelope ?? '' }, mailboxIdentity)
    const { accessKeyId, accessKey } = await this.call(messages.recipientAccessKey, undefined, {
      params: { id: copy.recipientId },
    })
    const access = { accessKeyId, accessKey: accessKey === null ? null : decodeBase64Url(accessKey) }
    const completion = await makeCopyCompletion(copy.id, envelope, access)
    Object.assign(this.secrets, {
      'answers key': envelope.answersKey,
      'new link secret': completion.linkSecret,
      'new server share': completion.serverShare,
    })
    await this.call(messages.completeCopy, completion, { params: { id: copy.id } })
  }
}
