import type { FastifyRequest } from 'fastify'
import {
  completeCopy,
  extendMessage,
  listSent,
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
import { uuid } from '../../../contract/endpoint.ts'
import { AppError } from '../../../lib/errors/app-error.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { route } from '../../../platform/http/route.ts'
import type { Sealing } from './create-sealing.ts'
import type { MailboxMember } from './policy.ts'

export interface SealingRouteDeps {
  readonly sealing: Sealing
  /** Throws an AppError with reason "signed-out". */
  readonly authenticate: (request: FastifyRequest) => Promise<MailboxMember>
}

const maxPage = 100
const done = { done: true } as const

function pageOf(query: Readonly<Record<string, string>>): { before: string | undefined; limit: number } {
  const limit = query['limit'] === undefined ? 30 : Number(query['limit'])
  const before = query['before']
  if (
    !Number.isInteger(limit) ||
    limit < 1 ||
    limit > maxPage ||
    (before !== undefined && !uuid.safeParse(before).success)
  )
    throw new AppError('invalid', 'http.invalid', 'The request is not in the expected form.')
  return { before, limit }
}

const idOf = (params: Readonly<Record<string, string>>) => params['id'] ?? ''

/** What members of mailboxes may do: Sent, inbox, conversation, revoke, extend, complete. */
export function registerSealingRoutes(server: HttpServer, { sealing, authenticate }: SealingRouteDeps): void {
  route(server, listSent, {
    handler: async ({ request, query }) => sealing.listSent(await authenticate(request), pageOf(query)),
  })
  route(server, readConversation, {
    handler: async ({ request, params }) => sealing.readConversation(await authenticate(request), idOf(params)),
  })
  route(server, readContent, {
    handler: async ({ request, params, reply }) => {
      const content = await sealing.openContent(await authenticate(request), idOf(params))
      return reply.type('application/octet-stream').send(content)
    },
  })
  registerInboxRoutes(server, { sealing, authenticate })
  registerAccessRoutes(server, { sealing, authenticate })
  registerPasswordRoutes(server, { sealing, authenticate })
}

function registerInboxRoutes(server: HttpServer, { sealing, authenticate }: SealingRouteDeps): void {
  route(server, listInbox, {
    handler: async ({ request, query }) => sealing.listInbox(await authenticate(request), pageOf(query)),
  })
  route(server, markMessageRead, {
    handler: async ({ request, params }) => {
      await sealing.markMessageRead(await authenticate(request), idOf(params))
      return done
    },
  })
  route(server, markAnswerRead, {
    handler: async ({ request, params }) => {
      await sealing.markAnswerRead(await authenticate(request), idOf(params))
      return done
    },
  })
}

/** A password is asked for by hand: more than this is somebody's program. */
const passwordLimit = { max: 20, perMs: 60_000 }

function registerPasswordRoutes(server: HttpServer, { sealing, authenticate }: SealingRouteDeps): void {
  route(server, readPassword, {
    handler: async ({ request, params }) => sealing.readPassword(await authenticate(request), idOf(params)),
  })
  route(server, textPassword, {
    limit: passwordLimit,
    handler: async ({ request, params, body }) => {
      await sealing.textPassword(await authenticate(request), { messageId: idOf(params), ...body })
      return done
    },
  })
  route(server, mailPassword, {
    limit: passwordLimit,
    handler: async ({ request, params, body }) => {
      await sealing.mailPassword(await authenticate(request), { messageId: idOf(params), ...body })
      return done
    },
  })
  route(server, passwordPassedOn, {
    limit: passwordLimit,
    handler: async ({ request, params }) => {
      await sealing.passwordPassedOn(await authenticate(request), { messageId: idOf(params) })
      return done
    },
  })
}

function registerAccessRoutes(server: HttpServer, { sealing, authenticate }: SealingRouteDeps): void {
  route(server, revokeMessage, {
    handler: async ({ request, params, body }) => {
      await sealing.revoke(await authenticate(request), {
        messageId: idOf(params),
        scope: body.scope,
        copyIds: body.copyIds,
      })
      return done
    },
  })
  route(server, extendMessage, {
    handler: async ({ request, params, body }) => {
      await sealing.extend(await authenticate(request), {
        messageId: idOf(params),
        expiresAt: new Date(body.expiresAt),
      })
      return done
    },
  })
  route(server, unlockCopy, {
    handler: async ({ request, params }) => {
      await sealing.unlockCopy(await authenticate(request), idOf(params))
      return done
    },
  })
  route(server, completeCopy, {
    handler: async ({ request, params, body }) => {
      await sealing.complete(await authenticate(request), { copyId: idOf(params), ...body })
      return done
    },
  })
}
