import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  forgetDevice,
  openMessage as openMessageEndpoint,
  proveLink as proveLinkEndpoint,
  readPortalContent,
  reportWrongNumber as wrongNumberEndpoint,
  requestCode as requestCodeEndpoint,
  requestNewLink as newLinkEndpoint,
  sendAnswer,
} from '../../contract/portal.ts'
import { AppError } from '../../lib/errors/app-error.ts'
import type { HttpServer } from '../../platform/http/http-server.ts'
import { route } from '../../platform/http/route.ts'
import { openMessage } from './commands/open-message.ts'
import { proveLink } from './commands/prove-link.ts'
import { reportWrongNumber, requestNewLink } from './commands/report-to-sender.ts'
import { requestCode } from './commands/request-code.ts'
import { signedOut, withGuest, type Guest } from './guest-session.ts'
import type { PortalDeps } from './ports.ts'

const minuteMs = 60_000
const deviceCookie = 'sealpost_device'
const deviceDays = 30
/** age adds a header and 16 bytes per 64 KiB. */
const ageOverheadBytes = 65_536
const done = { done: true } as const

function deviceOf(request: FastifyRequest): string | undefined {
  const value = request.cookies[deviceCookie]
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined
}

function keepDevice(deps: PortalDeps, reply: FastifyReply, device: string): void {
  reply.setCookie(deviceCookie, device, {
    path: '/api/portal',
    httpOnly: true,
    sameSite: 'strict',
    secure: deps.publicUrl.startsWith('https:'),
    maxAge: deviceDays * 24 * 3600,
  })
}

/** A guest who passed the check, whose message can still be opened. */
function verifiedGuest(deps: PortalDeps, request: FastifyRequest): Promise<Guest> {
  return withGuest(deps, request.headers.authorization, async (_tx, guest) => {
    if (guest.session.verified_by === null) throw signedOut()
    if (guest.copy.state !== 'open')
      throw new AppError('refused', 'portal.closed', 'This message can no longer be opened.', { reason: 'gone' })
    return guest
  })
}

function requestKeyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(key))
    throw new AppError('invalid', 'http.invalid', 'The request is not in the expected form.')
  return key
}

async function receiveAnswer(deps: PortalDeps, request: FastifyRequest, body: unknown) {
  const { copy, session } = await verifiedGuest(deps, request)
  if (!(body instanceof Readable) || session.verified_by === null)
    throw new AppError('invalid', 'http.invalid', 'The request is not in the expected form.')
  const answer = await deps.guest.addAnswer({
    copy,
    verifiedBy: session.verified_by,
    requestKey: requestKeyOf(request),
    content: body,
    maxBytes: deps.maxAnswerBytes + ageOverheadBytes + Math.ceil(deps.maxAnswerBytes / 4096),
  })
  return {
    id: answer.id,
    sentAt: answer.received_at.toISOString(),
    sizeBytes: Number(answer.size_bytes),
    contentId: answer.content_id ?? answer.id,
  }
}

/** The recipient's side of the contract. */
export function registerPortalRoutes(server: HttpServer, deps: PortalDeps): void {
  route(server, proveLinkEndpoint, {
    limit: { max: 60, perMs: minuteMs },
    handler: ({ body, request }) =>
      proveLink(deps, { token: body.token, proof: body.proof, device: deviceOf(request) }),
  })
  route(server, requestCodeEndpoint, {
    limit: { max: 30, perMs: minuteMs },
    handler: ({ body, request }) => requestCode(deps, request.headers.authorization, body.language),
  })
  route(server, openMessageEndpoint, {
    limit: { max: 30, perMs: minuteMs },
    handler: async ({ body, request, reply }) => {
      const opened = await openMessage(deps, {
        authorization: request.headers.authorization,
        device: deviceOf(request),
        body,
      })
      if (opened.device !== null) keepDevice(deps, reply, opened.device)
      return opened.message
    },
  })
  route(server, readPortalContent, {
    handler: async ({ request, params, reply }) => {
      const { copy } = await verifiedGuest(deps, request)
      const content = await deps.guest.openContent({
        organisationId: copy.organisationId,
        copyId: copy.id,
        messageId: copy.messageId,
        contentId: params['id'] ?? '',
      })
      return reply.type('application/octet-stream').send(content)
    },
  })
  route(server, sendAnswer, {
    limit: { max: 30, perMs: minuteMs },
    maxBodyBytes: deps.maxAnswerBytes * 2,
    handler: ({ body, request }) => receiveAnswer(deps, request, body),
  })
  route(server, wrongNumberEndpoint, {
    limit: { max: 10, perMs: minuteMs },
    handler: async ({ request }) => {
      await reportWrongNumber(deps, request.headers.authorization)
      return done
    },
  })
  route(server, newLinkEndpoint, {
    limit: { max: 10, perMs: minuteMs },
    handler: async ({ body }) => {
      await requestNewLink(deps, body.token)
      return done
    },
  })
  route(server, forgetDevice, {
    handler: async ({ request, reply }) => {
      const device = deviceOf(request)
      await withGuest(deps, request.headers.authorization, async (tx, { copy }) => {
        if (device !== undefined) await deps.recipients.forgetDevice(tx, { recipientId: copy.recipientId, device })
      })
      reply.clearCookie(deviceCookie, { path: '/api/portal' })
      return done
    },
  })
}
