import {
  completeCopy,
  extendMessage,
  listSent,
  listWaiting,
  mailPassword,
  markAnswerRead,
  passwordPassedOn,
  readContent,
  readConversation,
  readPassword,
  revokeMessage,
  textPassword,
  unlockCopy,
} from '../../../contract/messages.ts'
import { listInbox, markMessageRead } from '../../../contract/inbox.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { routesFor } from '../../../platform/http/route.ts'
import type { Sealing } from './sealing.ts'
import type { SealingDeps } from './ports.ts'

interface SealingRouteDeps extends Pick<SealingDeps, 'authenticate'> {
  readonly sealing: Sealing
}

const done = { done: true } as const

const routesOf = (server: HttpServer, { authenticate }: SealingRouteDeps) =>
  routesFor(server, { account: authenticate })
type Route = ReturnType<typeof routesOf>

/** What members of mailboxes may do: Sent, inbox, conversation, revoke, extend, complete. */
export function registerSealingRoutes(server: HttpServer, deps: SealingRouteDeps): void {
  const { sealing } = deps
  const route = routesOf(server, deps)
  route(listSent, {
    handler: ({ caller, query }) => sealing.listSent(caller, query),
  })
  route(listWaiting, {
    handler: ({ caller, query }) => sealing.listWaiting(caller, query),
  })
  route(readConversation, {
    handler: ({ caller, params }) => sealing.readConversation(caller, params.id),
  })
  route(readContent, {
    handler: async ({ caller, params, reply }) => {
      const content = await sealing.openContent(caller, params.id)
      return reply.type('application/octet-stream').send(content)
    },
  })
  registerInboxRoutes(route, sealing)
  registerAccessRoutes(route, sealing)
  registerPasswordRoutes(route, sealing)
}

function registerInboxRoutes(route: Route, sealing: Sealing): void {
  route(listInbox, {
    handler: ({ caller, query }) => sealing.listInbox(caller, query),
  })
  route(markMessageRead, {
    handler: async ({ caller, params }) => {
      await sealing.markMessageRead(caller, params.id)
      return done
    },
  })
  route(markAnswerRead, {
    handler: async ({ caller, params }) => {
      await sealing.markAnswerRead(caller, params.id)
      return done
    },
  })
}

/** A password is asked for by hand: more than this is somebody's program. */
const passwordLimit = { max: 20, perMs: 60_000 }

function registerPasswordRoutes(route: Route, sealing: Sealing): void {
  route(readPassword, {
    handler: ({ caller, params }) => sealing.readPassword(caller, params.id),
  })
  route(textPassword, {
    limit: passwordLimit,
    handler: async ({ caller, params, body }) => {
      await sealing.textPassword(caller, { messageId: params.id, ...body })
      return done
    },
  })
  route(mailPassword, {
    limit: passwordLimit,
    handler: async ({ caller, params, body }) => {
      await sealing.mailPassword(caller, { messageId: params.id, ...body })
      return done
    },
  })
  route(passwordPassedOn, {
    limit: passwordLimit,
    handler: async ({ caller, params }) => {
      await sealing.passwordPassedOn(caller, { messageId: params.id })
      return done
    },
  })
}

function registerAccessRoutes(route: Route, sealing: Sealing): void {
  route(revokeMessage, {
    handler: async ({ caller, params, body }) => {
      await sealing.revoke(caller, {
        messageId: params.id,
        scope: body.scope,
        copyIds: body.copyIds,
      })
      return done
    },
  })
  route(extendMessage, {
    handler: async ({ caller, params, body }) => {
      await sealing.extend(caller, {
        messageId: params.id,
        expiresAt: new Date(body.expiresAt),
      })
      return done
    },
  })
  route(unlockCopy, {
    handler: async ({ caller, params }) => {
      await sealing.unlockCopy(caller, params.id)
      return done
    },
  })
  route(completeCopy, {
    handler: async ({ caller, params, body }) => {
      await sealing.complete(caller, { copyId: params.id, ...body })
      return done
    },
  })
}
