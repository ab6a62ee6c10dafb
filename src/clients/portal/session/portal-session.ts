import { ApiError, callApi, readAnswer } from '../../../contract/client.ts'
import {
  forgetDevice,
  openMessage,
  proveLink,
  reportWrongNumber,
  requestCode,
  requestNewLink,
  type LinkView,
  type OpenedMessage,
  type OpenLinkView,
} from '../../../contract/portal.ts'
import type { BodyOf } from '../../../contract/endpoint.ts'
import type { BrandingView } from '../../../contract/branding.ts'
import type { CopyKeys, LinkSecret } from '../../../lib/split-key/index.ts'
import { linkProof } from '../../keys/link-proof.ts'
import { accessShares, answerRecipient, openCopyKeys } from '../../keys/portal-shares.ts'
import type { Language } from '../../ui/formats.ts'
import type { AnswerDraft } from '../message/compose-answer.ts'
import type { Arrival } from './arrival.ts'
import { guestSessionMemory } from './guest-session-memory.ts'
import { linkMemory } from './link-memory.ts'
import { meansLinkChanged, meansSessionEnded, problemOf, type Problem } from './problem.ts'
import { reportedNumberMemory } from './reported-number-memory.ts'

export type ClosedLinkView = Exclude<LinkView, OpenLinkView>

/** An opened message with all that reading and answering it needs. The keys live in this object and nowhere else. */
export interface Conversation {
  readonly link: OpenLinkView
  readonly opened: OpenedMessage
  readonly guestSession: string
  readonly keys: CopyKeys
  /** Whom answers are encrypted to; null when no key of the sender's mailbox could be verified. */
  readonly answerTo: string | null
  readonly trustsDevice: boolean
}

export type BrokenLink = 'missing' | 'damaged' | 'unknown' | 'no-link'

/** What the page shows. */
export type Screen =
  | { readonly kind: 'starting' }
  | { readonly kind: 'link-broken'; readonly reason: BrokenLink; readonly token: string | null }
  | { readonly kind: 'closed'; readonly link: ClosedLinkView }
  /** `isAgain`: the server ended an earlier session of this page. */
  | { readonly kind: 'check'; readonly link: OpenLinkView; readonly isAgain: boolean }
  | { readonly kind: 'message'; readonly conversation: Conversation }
  | { readonly kind: 'left'; readonly reason: 'left' | 'idle'; readonly branding: BrandingView | null }
  | { readonly kind: 'trouble'; readonly problem: Problem }

type Proof = BodyOf<typeof openMessage>['proof']
interface Passing {
  readonly proof: Proof
  readonly trustDevice: boolean
  /** One that fits is enough. */
  readonly accessKeys: readonly Uint8Array[]
}

const noAccessKey = [new Uint8Array(0)]

/**
 * One visit to the portal, from the link to leaving. Nothing is sent to the server but the proof of the link until a
 * person acts. Actions reject with what went wrong, after moving to another screen where that is the answer.
 */
export class PortalSession {
  #language: Language = 'en'
  #branding: BrandingView | null = null
  #screen: Screen = { kind: 'starting' }
  #draft: AnswerDraft | null = null
  #hasStarted = false
  #token = ''
  #secret: LinkSecret | null = null
  readonly #listeners = new Set<() => void>()
  readonly #arrival: Arrival

  constructor(arrival: Arrival) {
    this.#arrival = arrival
  }

  readonly getScreen = (): Screen => this.#screen

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** An answer that has not been sent yet: in memory only, so that it outlives a new check but not the page. */
  get draft(): AnswerDraft | null {
    return this.#draft
  }

  keepDraft(draft: AnswerDraft | null): void {
    this.#draft = draft
  }

  /** Of the messages that the server sends from now on. */
  setLanguage(language: Language): void {
    this.#language = language
  }

  /** Shows what the link stands for. */
  async start(): Promise<void> {
    if (this.#hasStarted) return
    this.#hasStarted = true
    const { link, secret, answer } = this.#arrival
    if (link.kind === 'no-link') return this.#show({ kind: 'link-broken', reason: 'no-link', token: null })
    this.#token = link.token
    this.#secret = secret
    const reason = link.kind === 'secret-damaged' ? 'damaged' : 'missing'
    if (answer === null) return this.#show({ kind: 'link-broken', reason, token: link.token })
    const screen = await this.#screenOf(
      answer.then((given) => readAnswer(proveLink, given)),
      false,
    )
    if (screen.kind === 'check' && (await this.#resume(screen.link))) return
    this.#show(screen)
  }

  /** Asks about the link again. */
  async prove(isAgain = false): Promise<void> {
    if (this.#secret !== null) this.#show(await this.#screenOf(this.#ask(this.#secret), isAgain))
  }

  requestCode(): Promise<{ readonly nextAfterSeconds: number }> {
    return this.#act((guestSession) => callApi(requestCode, { language: this.#language }, { guestSession }))
  }

  openWithCode(code: string, trustDevice: boolean): Promise<void> {
    return this.#pass(async () => ({ proof: { kind: 'code', code }, trustDevice, accessKeys: noAccessKey }))
  }

  openWithAccessCode(code: string): Promise<void> {
    return this.#pass(async (link) => {
      const [share, former] = await accessShares(code, link.accessSalt ?? '')
      const proof = { kind: 'access-code', accessProof: share?.proof ?? '', formerProof: former?.proof } as const
      const accessKeys = [share, former].flatMap((one) => (one === undefined ? [] : [one.accessKey]))
      return { proof, trustDevice: false, accessKeys }
    })
  }

  openTrusted(): Promise<void> {
    return this.#pass(async () => ({ proof: { kind: 'trusted-device' }, trustDevice: false, accessKeys: noAccessKey }))
  }

  /** `number` as the page shows it. */
  async reportWrongNumber(number: string): Promise<void> {
    await this.#act((guestSession) => callApi(reportWrongNumber, undefined, { guestSession }))
    reportedNumberMemory.keep(this.#token, number)
  }

  hasReportedNumber(number: string): boolean {
    return reportedNumberMemory.has(this.#token, number)
  }

  /** Of a link that the server knows and that opens nothing any more. */
  async requestNewLink(): Promise<void> {
    if (this.#secret === null) return
    await callApi(requestNewLink, { token: this.#token, proof: await linkProof(this.#secret) })
  }

  async forgetDevice(): Promise<void> {
    await this.#act((guestSession) => callApi(forgetDevice, undefined, { guestSession }))
  }

  /** Drops the keys. After `idle` the link still works in this tab, after `left` it has to be opened from the mail. */
  leave(reason: 'left' | 'idle'): void {
    this.#draft = null
    guestSessionMemory.forget(this.#token)
    if (reason === 'left') {
      linkMemory.forget(this.#token)
      this.#secret = null
    }
    this.#show({ kind: 'left', reason, branding: this.#branding })
  }

  /** For actions outside of this class: moves to the screen that answers `cause`, if one does. */
  readonly noticeFailure = async (cause: unknown): Promise<void> => {
    if (!meansSessionEnded(cause) && !meansLinkChanged(cause)) return
    guestSessionMemory.forget(this.#token)
    await this.prove(meansSessionEnded(cause))
  }

  async #ask(secret: LinkSecret): Promise<LinkView> {
    const proof = await linkProof(secret)
    return callApi(proveLink, { token: this.#token, proof, language: this.#language })
  }

  async #screenOf(asked: Promise<LinkView>, isAgain: boolean): Promise<Screen> {
    try {
      const link = await asked
      this.#branding = link.branding
      return link.state === 'check' ? { kind: 'check', link, isAgain } : { kind: 'closed', link }
    } catch (cause) {
      const isUnknown = cause instanceof ApiError && cause.code === 'portal.link-unknown'
      if (isUnknown) return { kind: 'link-broken', reason: 'unknown', token: this.#token }
      return { kind: 'trouble', problem: problemOf(cause) }
    }
  }

  /** A page that was reloaded goes on without another code, while its earlier session lives on the server. */
  async #resume(link: OpenLinkView): Promise<boolean> {
    const guestSession = guestSessionMemory.recall(this.#token)
    if (guestSession === null || link.check === 'access-code') return false
    try {
      const passing: Passing = { proof: { kind: 'session' }, trustDevice: false, accessKeys: noAccessKey }
      await this.#open({ ...link, guestSession }, passing)
      return true
    } catch {
      guestSessionMemory.forget(this.#token)
      return false
    }
  }

  async #pass(prepare: (link: OpenLinkView) => Promise<Passing>): Promise<void> {
    const screen = this.#screen
    if (screen.kind !== 'check') return
    const passing = await prepare(screen.link)
    await this.#act(() => this.#open(screen.link, passing))
  }

  async #open(link: OpenLinkView, { proof, trustDevice, accessKeys }: Passing): Promise<void> {
    const secret = this.#secret
    if (secret === null) return
    const { guestSession } = link
    const opened = await callApi(openMessage, { proof, trustDevice }, { guestSession })
    const keys = await openCopyKeys(opened, { link: secret, accessKeys })
    const answerTo = await answerRecipient(opened, keys)
    if (link.check !== 'access-code') guestSessionMemory.keep(this.#token, guestSession)
    this.#show({
      kind: 'message',
      conversation: { link, opened, guestSession, keys, answerTo, trustsDevice: link.trusted || trustDevice },
    })
  }

  async #act<Result>(action: (guestSession: string) => Promise<Result>): Promise<Result> {
    const screen = this.#screen
    const guestSession =
      screen.kind === 'check'
        ? screen.link.guestSession
        : screen.kind === 'message'
          ? screen.conversation.guestSession
          : ''
    try {
      return await action(guestSession)
    } catch (cause) {
      await this.noticeFailure(cause)
      throw cause
    }
  }

  #show(screen: Screen): void {
    this.#screen = screen
    for (const listener of this.#listeners) listener()
  }
}
