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
import { routesFor } from '../../../platform/http/route.ts'
import { openMessage } from './commands/open-message.ts'
import { proveLink } from './commands/prove-link.ts'
import { receiveAnswer } from './commands/receive-answer.ts'
import { reportWrongNumber, requestNewLink } from './commands/report-to-sender.ts'
import { requestCode } from './commands/request-code.ts'
import { deviceOf, dropDevice, keepDevice } from './device-cookie.ts'
import { authenticateGuest, verifiedGuest, withGuest, type GuestCaller } from './guest-session.ts'
import type { PortalDeps } from './ports.ts'

const minuteMs = 60_000
const done = { done: true } as const

const routesOf = (server: HttpServer, deps: PortalDeps) =>
  routesFor(server, { guest: (request): Promise<GuestCaller> => authenticateGuest(deps, request) })
type Route = ReturnType<typeof routesOf>

/** The recipient's side of the contract. */
export function registerPortalRoutes(server: HttpServer, deps: PortalDeps): void {
  const route = routesOf(server, deps)
  registerEntrance(route, deps)
  registerContents(route, deps)
  registerReports(route, deps)
}

/** From the link to the server's key share. */
function registerEntrance(route: Route, deps: PortalDeps): void {
  route(proveLinkEndpoint, {
    limit: { max: 60, perMs: minuteMs },
    handler: ({ body, request }) =>
      proveLink(deps, { token: body.token, proof: body.proof, device: deviceOf(deps, request) }),
  })
  route(requestCodeEndpoint, {
    limit: { max: 30, perMs: minuteMs },
    handler: ({ caller, body }) => requestCode(deps, caller, body.language),
  })
  route(openMessageEndpoint, {
    limit: { max: 30, perMs: minuteMs },
    handler: async ({ caller, body, request, reply }) => {
      const opened = await openMessage(deps, {
        caller,
        device: deviceOf(deps, request),
        body,
      })
      if (opened.device !== null) keepDevice(deps, reply, opened.device)
      return opened.message
    },
  })
  route(forgetDevice, {
    handler: async ({ caller, request, reply }) => {
      const device = deviceOf(deps, request)
      await withGuest(deps, caller, async (tx, { copy }) => {
        if (device !== undefined) await deps.recipients.forgetDevice(tx, { recipientId: copy.recipientId, device })
      })
      dropDevice(deps, reply)
      return done
    },
  })
}

/** Ciphertext out and in, for guests who passed the check. */
function registerContents(route: Route, deps: PortalDeps): void {
  route(readPortalContent, {
    handler: async ({ caller, params, reply }) => {
      const { copy } = await verifiedGuest(deps, caller)
      const content = await deps.guest.openContent({
        organisationId: copy.organisationId,
        copyId: copy.id,
        messageId: copy.messageId,
        contentId: params.id,
      })
      return reply.type('application/octet-stream').send(content)
    },
  })
  route(sendAnswer, {
    limit: { max: 30, perMs: minuteMs },
    maxBodyBytes: deps.maxAnswerBytes * 2,
    handler: ({ caller, body, request }) =>
      receiveAnswer(deps, { caller, requestKey: request.headers['idempotency-key'], body }),
  })
}

/** What the recipient tells the sender without opening anything. */
function registerReports(route: Route, deps: PortalDeps): void {
  route(wrongNumberEndpoint, {
    limit: { max: 10, perMs: minuteMs },
    handler: async ({ caller }) => {
      await reportWrongNumber(deps, caller)
      return done
    },
  })
  route(newLinkEndpoint, {
    limit: { max: 10, perMs: minuteMs },
    handler: async ({ body }) => {
      await requestNewLink(deps, body)
      return done
    },
  })
}
