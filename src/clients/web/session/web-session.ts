import { identityToRecipient } from 'age-encryption'
import { callApi, ApiError } from '../../../contract/client.ts'
import {
  currentSession,
  signIn,
  signInSalt,
  signOut,
  type EndedAccess,
  type SessionView,
} from '../../../contract/identity.ts'
import { deriveLogin, unlockAccount, unlockMailbox } from '../../../lib/account-keys/index.ts'
import { decodeBase64Url } from '../../../lib/bytes/index.ts'
import { argon2idInWorker } from '../../keys/web-argon2id.ts'
import { forgetEnvelopeKeys } from '../../keys/web-envelope.ts'
import { forgetIdentity, keepIdentity, recallIdentity } from '../../keys/web-session-vault.ts'

/** Why nobody is signed in: never was here, chose to, was idle too long, or the server ended the session. */
export type SignedOutReason = 'none' | 'chosen' | 'idle' | 'ended' | 'recovered'

/** The unlocked session. Identities live here and in the vault, never in the query cache, the address or a log. */
export interface SignedInState {
  readonly kind: 'signed-in'
  readonly view: SessionView
  readonly accountIdentity: string
  /** Mailbox identity by mailbox id; a mailbox that does not open is left out. */
  readonly mailboxIdentities: ReadonlyMap<string, string>
  /**
   * Addresses of mailboxes for which the server stores another public key than the one that belongs to their identity:
   * somebody would read what is sealed to it.
   */
  readonly exchangedMailboxes: readonly string[]
  /** Proof of the password just typed, for making the first recovery codes without asking again; gone after a reload. */
  readonly freshAuthKey: string | null
}
export type SessionState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'signed-out'; readonly reason: SignedOutReason; readonly ended?: EndedAccess }
  | SignedInState

export type SignInStep = 'salt' | 'stretch' | 'sign-in' | 'unlock'

const channelName = 'sealpost-session'

/** The one session of this tab; other tabs of the same browser follow its end and its beginning. */
export class WebSession {
  #state: SessionState = { kind: 'starting' }
  readonly #listeners = new Set<() => void>()
  readonly #channel = new BroadcastChannel(channelName)

  constructor() {
    this.#channel.addEventListener('message', (received: MessageEvent<unknown>) => {
      if (received.data === 'signed-in') void this.restore()
      else this.#become({ kind: 'signed-out', reason: toReason(received.data) })
    })
  }

  readonly state = (): SessionState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** At the start of a page: takes up the session of the cookie, if its identity is kept in this browser. */
  async restore(): Promise<void> {
    try {
      const view = await callApi(currentSession, undefined)
      const identity = await recallIdentity(ownerOf(view))
      if (identity !== null) return await this.#unlock(view, identity, null)
      await callApi(signOut, undefined).catch(() => undefined)
      await this.#forget('ended')
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) await this.#forget('none')
      else this.#become({ kind: 'unreachable' })
    }
  }

  /** Throws ApiError when the server refuses, SplitKeyError when the keys do not fit, StretchError from the worker. */
  async signIn(
    credentials: { readonly address: string; readonly password: string },
    onStep: (step: SignInStep) => void,
  ): Promise<void> {
    const { address, password } = credentials
    onStep('salt')
    const { salt } = await callApi(signInSalt, { address })
    onStep('stretch')
    const login = await deriveLogin(password, salt, argon2idInWorker)
    onStep('sign-in')
    const { wrappedIdentity, ...view } = await callApi(signIn, { address, authKey: login.authKey })
    onStep('unlock')
    const identity = await unlockAccount(login, wrappedIdentity)
    await keepIdentity(ownerOf(view), identity)
    await this.#unlock(view, identity, login.authKey)
    this.#channel.postMessage('signed-in')
  }

  /** Wipes this browser at once and ends the session on the server, whether or not that answers. */
  async signOut(reason: SignedOutReason): Promise<void> {
    const told = callApi(signOut, undefined).catch(() => undefined)
    await this.end(reason)
    await told
  }

  /** The server says that the session is over, or every session was ended: wipes this browser. */
  async end(reason: SignedOutReason, ended?: EndedAccess): Promise<void> {
    await this.#forget(reason, ended)
    this.#channel.postMessage(reason)
  }

  /** After a change that the server's view shows (codes left, a new wrap); also tells the server that somebody is here. */
  async refresh(): Promise<void> {
    const view = await callApi(currentSession, undefined)
    const identities = this.#state.kind === 'signed-in' ? this.#state.mailboxIdentities : new Map<string, string>()
    const exchangedMailboxes = await exchangedOf(view, identities)
    if (this.#state.kind === 'signed-in') this.#become({ ...this.#state, view, exchangedMailboxes })
  }

  /** Drops the proof of the password once the recovery codes are settled. */
  readonly dropFreshAuthKey = (): void => {
    if (this.#state.kind === 'signed-in') this.#become({ ...this.#state, freshAuthKey: null })
  }

  async #unlock(view: SessionView, accountIdentity: string, freshAuthKey: string | null): Promise<void> {
    const opened = await Promise.all(
      view.mailboxes.map(async ({ id, sealedIdentity }) => {
        const identity = await unlockMailbox(accountIdentity, sealedIdentity).catch(() => null)
        return identity === null ? [] : [[id, identity] as const]
      }),
    )
    const mailboxIdentities = new Map(opened.flat())
    const exchangedMailboxes = await exchangedOf(view, mailboxIdentities)
    this.#become({ kind: 'signed-in', view, accountIdentity, mailboxIdentities, exchangedMailboxes, freshAuthKey })
  }

  async #forget(reason: SignedOutReason, ended?: EndedAccess): Promise<void> {
    this.#become({ kind: 'signed-out', reason, ...(ended === undefined ? {} : { ended }) })
    await forgetIdentity()
  }

  #become(state: SessionState): void {
    // However the session ended, also in another tab: prepared keys do not outlive it in memory.
    if (state.kind === 'signed-out') forgetEnvelopeKeys()
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

/** A mailbox whose identity did not open cannot be compared; nothing of it is shown either. */
async function exchangedOf(view: SessionView, identities: ReadonlyMap<string, string>): Promise<string[]> {
  const compared = view.mailboxes.map(async ({ id, address, recipient }) => {
    const identity = identities.get(id)
    return identity === undefined || (await identityToRecipient(identity)) === recipient ? [] : [address]
  })
  return (await Promise.all(compared)).flat()
}

const ownerOf = (view: SessionView) => ({
  accountId: view.account.id,
  sessionShare: decodeBase64Url(view.sessionShare) ?? new Uint8Array(0),
})

const reasons: readonly SignedOutReason[] = ['none', 'chosen', 'idle', 'ended', 'recovered']
const toReason = (data: unknown): SignedOutReason => reasons.find((reason) => reason === data) ?? 'ended'
