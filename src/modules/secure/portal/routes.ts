import {
  forgetDevice,
  openMessage as openMessageEndpoint,
  proveLink as proveLinkEndpoint,
  readPortalContent,
  reportWrongNumber as wrongNumberEndpoint,
  requestCode as requestCodeEndpoint,
  requestNewLink as newLinkEndpoint,
  sendAnswer,
} from '../../../contract/portal.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { route } from '../../../platform/http/route.ts'
import { openMessage } from './commands/open-message.ts'
import { proveLink } from './commands/prove-link.ts'
import { receiveAnswer } from './commands/receive-answer.ts'
import { reportWrongNumber, requestNewLink } from './commands/report-to-sender.ts'
import { requestCode } from './commands/request-code.ts'
import { deviceOf, dropDevice, keepDevice } from './device-cookie.ts'
import { verifiedGuest, withGuest } from './guest-session.ts'
import type { PortalDeps } from './ports.ts'

const minuteMs = 60_000
const done = { done: true } as const

/** The recipient's side of the contract. */
export function registerPortalRoutes(server: HttpServer, deps: PortalDeps): void {
  registerEntrance(server, deps)
  registerContents(server, deps)
  registerReports(server, deps)
}

/** From the link to the server's key share. */
function registerEntrance(server: HttpServer, deps: PortalDeps): void {
  route(server, proveLinkEndpoint, {
    limit: { max: 60, perMs: minuteMs },
    handler: ({ body, request }) =>
      proveLink(deps, { token: body.token, proof: body.proof, device: deviceOf(deps, request) }),
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
        device: deviceOf(deps, request),
        body,
      })
      if (opened.device !== null) keepDevice(deps, reply, opened.device)
      return opened.message
    },
  })
  route(server, forgetDevice, {
    handler: async ({ request, reply }) => {
      const device = deviceOf(deps, request)
      await withGuest(deps, request.headers.authorization, async (tx, { copy }) => {
        if (device !== undefined) await deps.recipients.forgetDevice(tx, { recipientId: copy.recipientId, device })
      })
      dropDevice(deps, reply)
      return done
    },
  })
}

/** Ciphertext out and in, for guests who passed the check. */
function registerContents(server: HttpServer, deps: PortalDeps): void {
  route(server, readPortalContent, {
    handler: async ({ request, params, reply }) => {
      const { copy } = await verifiedGuest(deps, request.headers.authorization)
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
    handler: ({ body, request }) =>
      receiveAnswer(deps, {
        authorization: request.headers.authorization,
        requestKey: request.headers['idempotency-key'],
        body,
      }),
  })
}

/** What the recipient tells the sender without opening anything. */
function registerReports(server: HttpServer, deps: PortalDeps): void {
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
      await requestNewLink(deps, body)
      return done
    },
  })
}
