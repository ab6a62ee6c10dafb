/**
 * A stand-in for the server while only the portal page is under test: the contract over real HTTP with the real headers,
 * real split keys and real age files, one message, in memory. What the page should survive is switched with `state`.
 */
import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { resolve } from 'node:path'
import type { AddressInfo } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { BodyOf } from '../../src/contract/endpoint.ts'
import type { CheckKind } from '../../src/contract/check-kind.ts'
import { mailFrame } from '../../src/contract/mail-frame.ts'
import * as portal from '../../src/contract/portal.ts'
import type { BrandingView } from '../../src/contract/branding.ts'
import { decodeBase64Url, encodeBase64Url } from '../../src/lib/bytes/index.ts'
import { readSixDigits } from '../../src/lib/text/index.ts'
import { AppError } from '../../src/lib/errors/app-error.ts'
import type { AnswerId, ContentId } from '../../src/lib/id/identifiers.ts'
import { addDays, dayOf, endOfDay } from '../../src/lib/time/index.ts'
import {
  argon2Cost,
  formatLinkSecret,
  generateLinkSecret,
  normaliseAccessCode,
  wrapIdentity,
  formatCopyKeys,
  recipientDigest,
} from '../../src/lib/split-key/index.ts'
import { decryptBytes, encryptBytes, generateIdentity } from '../../src/platform/age/index.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createHttpServer, type HttpServer } from '../../src/platform/http/http-server.ts'
import { routesFor } from '../../src/platform/http/route.ts'
import { serveClients } from '../../src/platform/http/serve-clients.ts'
import { serveFonts } from '../../src/platform/http/serve-fonts.ts'
import { serveDocument } from '../../src/platform/http/serve-document.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { createMetrics } from '../../src/platform/metrics/metrics.ts'
import { accessKeysSync, deriveLinkProofSync } from '../../src/platform/split-key/index.ts'
import { newId } from './identifiers.ts'

export const mockCode = '123456'

export interface PortalMockState {
  linkState: 'check' | 'expired' | 'revoked' | 'locked' | 'replaced' | 'lost'
  /** Every API call loses its connection. */
  offline: boolean
  /** Guest sessions from before are not known any more. */
  signsOut: boolean
  codePending: boolean
  /** As many codes were sent as may be in a quarter of an hour. */
  sentTooManyCodes: boolean
  trusted: boolean
  mayTrustDevice: boolean
  maxAnswerBytes: number
  /** What the server says the sender's mailbox is; somebody may have changed it. */
  announcedMailbox: string | null
}

export interface PortalMock {
  readonly url: string
  /** Where the message is: path and secret of its link. */
  readonly token: string
  readonly secret: string
  readonly link: string
  readonly state: PortalMockState
  /** API calls in order, as "POST /api/portal/link". */
  readonly calls: readonly string[]
  /** Answers as the sender's mailbox opens them. */
  answers(): readonly string[]
  /** Another message takes the place of the one before, with a link, a state and calls of its own. */
  replace(options: PortalMockOptions): Promise<void>
  close(): Promise<void>
}

export interface PortalMockOptions {
  /** The message as it was submitted (RFC 5322). */
  readonly message: string | Uint8Array
  readonly check?: CheckKind
  readonly accessCode?: string
  /** The code is remembered as 0.1.0 remembered codes: as it was typed. */
  readonly isFormerCode?: boolean
  readonly branding?: Partial<BrandingView>
  readonly senderName?: string
  /** Of the organisation; Europe/Berlin unless the test is about it. */
  readonly timeZone?: string
  /** When the message was sent; an hour ago. */
  readonly sentAt?: Date
  readonly port?: number
}

const distFolder = resolve(import.meta.dirname, '../../dist/clients')
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const refuse = (code: string, reason?: 'signed-out' | 'gone' | 'too-many') =>
  new AppError('refused', code, 'Refused.', reason === undefined ? {} : { reason })

interface StoredAnswer {
  readonly id: AnswerId
  readonly contentId: ContentId
  readonly sentAt: string
  readonly file: Buffer
  readonly requestKey: string
}

/** Starts the mock on a free loopback port (the caller closes it). */
export async function startPortalMock(options: PortalMockOptions): Promise<PortalMock> {
  const world = await makeWorld(options)
  const config = loadConfig({ SEALPOST_DATA_DIR: '/nonexistent' })
  const log = createLog('error')
  const server = await createHttpServer({ config, log, metrics: createMetrics(), maxRequestsPerMinute: 10_000 })
  server.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return
    world.calls.push(`${request.method} ${request.url}`)
    if (!world.state.offline) return
    reply.hijack()
    request.raw.socket.destroy()
  })
  server.get('/brand/logo', (_request, reply) => reply.type('image/svg+xml').send(mockLogo))
  registerMock(server, world)
  serveDocument(server, mailFrame)
  await serveFonts(server)
  await serveClients(server, distFolder, [{ name: 'portal', paths: ['/o/*'] }])
  await server.listen({ port: options.port ?? 0, host: '127.0.0.1' })
  const address = server.server.address() as AddressInfo
  const url = `http://localhost:${address.port}`
  return {
    url,
    get token() {
      return world.token
    },
    get secret() {
      return world.secret
    },
    get link() {
      return `${url}/o/${world.token}#${world.secret}`
    },
    get state() {
      return world.state
    },
    get calls() {
      return world.calls
    },
    answers: () =>
      world.answers.map(({ file }) => Buffer.from(decryptBytes(file, [world.mailbox.identity])).toString()),
    replace: async (other) => void Object.assign(world, await makeWorld(other)),
    close: () => {
      server.server.closeAllConnections()
      return server.close()
    },
  }
}

type World = Awaited<ReturnType<typeof makeWorld>>

const rememberedForm = ({ accessCode = 'Apfel-77', isFormerCode = false }: PortalMockOptions): string =>
  isFormerCode ? accessCode : normaliseAccessCode(accessCode)

async function makeWorld(options: PortalMockOptions) {
  const link = generateLinkSecret()
  const serverShare = globalThis.crypto.getRandomValues(new Uint8Array(32))
  const accessSalt = globalThis.crypto.getRandomValues(new Uint8Array(16))
  const check = options.check ?? 'sms'
  const accessKey =
    check === 'access-code'
      ? await argon2id(new TextEncoder().encode(rememberedForm(options)), accessSalt)
      : new Uint8Array(0)
  const conversation = generateIdentity()
  const mailbox = generateIdentity()
  const context = `copy/${randomUUID()}`
  const answers = generateIdentity()
  const keys = {
    conversation: conversation.identity,
    answers: answers.identity,
    mailbox: await recipientDigest(mailbox.recipient),
  }
  const wrapped = await wrapIdentity({ link, serverShare, accessKey, context }, formatCopyKeys(keys))
  const message = typeof options.message === 'string' ? Buffer.from(options.message) : options.message
  const state: PortalMockState = {
    linkState: 'check',
    offline: false,
    signsOut: false,
    codePending: false,
    sentTooManyCodes: false,
    trusted: false,
    mayTrustDevice: true,
    maxAnswerBytes: 25_000_000,
    announcedMailbox: mailbox.recipient,
  }
  return {
    options,
    check,
    accessKey,
    accessSalt,
    serverShare,
    wrapped,
    context,
    mailbox,
    state,
    token: encodeBase64Url(globalThis.crypto.getRandomValues(new Uint8Array(16))),
    secret: formatLinkSecret(link),
    proofHash: hashOf(deriveLinkProofSync(link)),
    contentId: newId<ContentId>(),
    content: Buffer.from(encryptBytes(message, [conversation.recipient, mailbox.recipient])),
    messageBytes: message.length,
    answers: [] as StoredAnswer[],
    calls: [] as string[],
    sessions: new Map<string, { isVerified: boolean }>(),
  }
}

const brandingOf = (world: World): BrandingView => ({
  organisationName: 'Praxis Dr. Weber GmbH',
  displayName: 'Praxis Dr. Weber',
  logoUrl: '/brand/logo',
  primaryColour: '#14665f',
  termsUrl: 'https://praxis.example/terms',
  privacyUrl: 'https://praxis.example/privacy',
  ...world.options.branding,
})

const sentAtOf = ({ options }: World): Date => options.sentAt ?? new Date(Date.now() - 3_600_000)

function daysOf(world: World): { readonly expiresOn: string; readonly timeZone: string } {
  const timeZone = world.options.timeZone ?? 'Europe/Berlin'
  return { expiresOn: addDays(dayOf(sentAtOf(world), timeZone), 30), timeZone }
}

function viewOf(world: World): portal.LinkView {
  const branding = brandingOf(world)
  const sender = { name: world.options.senderName ?? 'Dr. Anna Weber', address: 'praxis@weber.example' }
  const { state } = world
  if (state.linkState !== 'check')
    return { state: state.linkState, branding, sender, at: '2026-11-20T17:30:00.000Z', ...daysOf(world) }
  const guestSession = encodeBase64Url(globalThis.crypto.getRandomValues(new Uint8Array(32)))
  world.sessions.set(guestSession, { isVerified: false })
  const { memoryKiB, passes, parallelism } = argon2Cost
  return {
    state: 'check',
    guestSession,
    check: world.check,
    maskedNumber: world.check === 'sms' ? '+49 151 ****925' : null,
    accessSalt: world.check === 'access-code' ? encodeBase64Url(world.accessSalt) : null,
    asksForPassword: false,
    argon2: { memoryKiB, passes, parallelism },
    reference: 'K7QF-2M9D',
    branding,
    sender,
    recipientAddress: 'juergen.mueller@example.net',
    sentAt: sentAtOf(world).toISOString(),
    ...daysOf(world),
    expiresAt: endOfDay(daysOf(world).expiresOn, daysOf(world).timeZone).toISOString(),
    codePending: state.codePending,
    trusted: state.trusted,
    mayTrustDevice: state.mayTrustDevice && world.check !== 'access-code',
  }
}

function guestOf(world: World, request: FastifyRequest): { isVerified: boolean } {
  const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
  const session = world.sessions.get(token)
  if (session === undefined || world.state.signsOut) throw refuse('portal.session-ended', 'signed-out')
  return session
}

function requireVerified({ isVerified }: { readonly isVerified: boolean }): void {
  if (!isVerified) throw refuse('portal.session-ended', 'signed-out')
}

type Proof = BodyOf<typeof portal.openMessage>['proof']

function isProof(world: World, proof: Proof, isVerified: boolean) {
  if (proof.kind === 'code') return readSixDigits(proof.code) === mockCode && world.check !== 'access-code'
  if (proof.kind === 'trusted-device') return world.state.trusted
  if (proof.kind === 'session') return isVerified
  const expected = encodeBase64Url(accessKeysSync(world.accessKey).proof)
  return proof.accessProof === expected || proof.formerProof === expected
}

const presentAnswer = ({ id, contentId, sentAt, file }: StoredAnswer) => ({
  id,
  contentId,
  sentAt,
  sizeBytes: file.length,
})

const routesOf = (server: HttpServer, world: World) =>
  routesFor(server, { guest: async (request: FastifyRequest) => guestOf(world, request) })

function registerMock(server: HttpServer, world: World): void {
  const route = routesOf(server, world)
  const done = { done: true } as const
  route(portal.proveLink, {
    handler: async ({ body }) => {
      const proof = decodeBase64Url(body.proof)
      const isKnown = body.token === world.token && proof !== null && hashOf(proof) === world.proofHash
      if (!isKnown) throw refuse('portal.link-unknown')
      return viewOf(world)
    },
  })
  route(portal.requestCode, {
    handler: async () => {
      if (world.state.sentTooManyCodes) throw refuse('portal.too-many-codes', 'too-many')
      world.state.codePending = true
      return { validMinutes: 10, nextAfterSeconds: 30 }
    },
  })
  route(portal.openMessage, {
    handler: async ({ body, caller: guest }) => {
      if (world.state.linkState !== 'check') throw refuse('portal.closed', 'gone')
      if (!isProof(world, body.proof, guest.isVerified)) throw refuse('portal.code-wrong')
      guest.isVerified = true
      if (body.trustDevice) world.state.trusted = true
      return {
        serverShare: encodeBase64Url(world.serverShare),
        wrappedIdentity: encodeBase64Url(world.wrapped),
        wrapContext: world.context,
        contentId: world.contentId,
        sizeBytes: world.messageBytes,
        mailboxRecipient: world.state.announcedMailbox,
        maxAnswerBytes: world.state.maxAnswerBytes,
        answers: world.answers.map(presentAnswer),
      }
    },
  })
  route(portal.reportWrongNumber, {
    handler: async () => done,
  })
  route(portal.requestNewLink, { handler: async () => done })
  route(portal.forgetDevice, {
    handler: async () => {
      world.state.trusted = false
      return done
    },
  })
  registerContent(route, world)
}

function registerContent(route: ReturnType<typeof routesOf>, world: World): void {
  route(portal.readPortalContent, {
    handler: async ({ caller, params, reply }) => {
      requireVerified(caller)
      const answer = world.answers.find(({ contentId }) => contentId === params.id)
      if (answer === undefined && params.id !== world.contentId) throw refuse('portal.closed', 'gone')
      return reply.type('application/octet-stream').send(Readable.from(chunksOf(answer?.file ?? world.content)))
    },
  })
  route(portal.sendAnswer, {
    maxBodyBytes: 100_000_000,
    handler: async ({ caller, request, body }) => {
      requireVerified(caller)
      const requestKey = String(request.headers['idempotency-key'])
      const known = world.answers.find((answer) => answer.requestKey === requestKey)
      const file = Buffer.concat(await Array.fromAsync(body as AsyncIterable<Buffer>))
      const answer = known ?? {
        id: newId<AnswerId>(),
        contentId: newId<ContentId>(),
        sentAt: new Date().toISOString(),
        file,
        requestKey,
      }
      if (known === undefined) world.answers.push(answer)
      return presentAnswer(answer)
    },
  })
}

function* chunksOf(file: Buffer): Generator<Buffer> {
  for (let at = 0; at < file.length; at += 50_000) yield file.subarray(at, at + 50_000)
}

const mockLogo = `<svg xmlns="http://www.w3.org/2000/svg" width="220" height="56" viewBox="0 0 220 56"><rect x="2" y="8" width="40" height="40" rx="10" fill="#14665f"/><path d="M22 18v20M12 28h20" stroke="#fff" stroke-width="5" stroke-linecap="round"/><text x="54" y="36" font-family="Georgia, serif" font-size="22" fill="#14665f">Praxis Weber</text></svg>`
