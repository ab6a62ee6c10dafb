import * as contract from '../../../contract/identity.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { route } from '../../../platform/http/route.ts'
import { registerAccountRoutes } from './account-routes.ts'
import { deviceLabel } from './device-label.ts'
import { endSession } from './end-sessions.ts'
import { identityErrors } from './errors.ts'
import type { IdentityParts } from './identity-parts.ts'
import { isStillProven, provePassword, signInSalt } from './prove-password.ts'
import { finishRecovery, startRecovery } from './recovery.ts'
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts'
import { presentSession } from './session-view.ts'
import { openSession, startSession, type SignedIn } from './sessions.ts'
import { readSessionsOf } from './store/sessions.ts'
import { hasRunOut } from './session-limits.ts'

const done = { done: true } as const
/** Generous for a whole practice behind one address; guessing is slowed by the gate, not by this. */
const publicLimit = { max: 60, perMs: 60_000 }

/** Sign-in, sessions and recovery here; password, recovery codes and app passwords in account-routes.ts. */
export function registerIdentityRoutes(server: HttpServer, parts: IdentityParts): void {
  registerSignIn(server, parts)
  registerSessions(server, parts)
  registerRecovery(server, parts)
  registerAccountRoutes(server, parts)
}

function registerSignIn(server: HttpServer, parts: IdentityParts): void {
  const { database, directory, gate, config } = parts
  route(server, contract.signInSalt, { limit: publicLimit, handler: ({ body }) => signInSalt(parts, body.address) })
  route(server, contract.signIn, {
    limit: publicLimit,
    handler: async ({ body, request, reply }) => {
      const key = await provePassword(parts, { ...body, remoteAddress: request.ip })
      const device = deviceLabel(request.headers['user-agent'])
      const networkHash = gate.networkHash(request.ip)
      const { organisationId, accountId } = key
      const { session, view } = await database.withOrganisation(organisationId, async (tx) => {
        const account = await directory.getAccount(tx, accountId)
        if (account === undefined || !(await isStillProven(tx, key))) throw identityErrors.signInRefused()
        const made = await startSession(parts, tx, { key, account, device, networkHash })
        return { session: made, view: await presentSession(parts, tx, { organisationId, account, share: made.share }) }
      })
      setSessionCookie(reply, session.token, config.publicUrl)
      return { ...view, wrappedIdentity: key.credential.wrappedIdentity.toString('base64url') }
    },
  })
  route(server, contract.currentSession, {
    handler: async ({ request }) => {
      const { signedIn, account, share } = await openSession(parts, request)
      const { organisationId } = signedIn
      return database.withOrganisation(organisationId, (tx) =>
        presentSession(parts, tx, { organisationId, account, share }),
      )
    },
  })
}

function registerSessions(server: HttpServer, parts: IdentityParts): void {
  const { database, config, clock } = parts
  route(server, contract.signOut, {
    handler: async ({ request, reply }) => {
      const { signedIn } = await openSession(parts, request)
      await endOwnSession(parts, signedIn, signedIn.sessionId)
      clearSessionCookie(reply, config.publicUrl)
      return done
    },
  })
  route(server, contract.listSessions, {
    handler: async ({ request }) => {
      const { signedIn } = await openSession(parts, request)
      const sessions = await database.withOrganisation(signedIn.organisationId, (tx) =>
        readSessionsOf(tx, signedIn.accountId),
      )
      const open = sessions.filter((session) => !hasRunOut(session, clock.now()))
      return {
        sessions: open.map(({ id, device, startedAt, lastSeenAt }) => ({
          id,
          device,
          startedAt: startedAt.toISOString(),
          lastSeenAt: lastSeenAt.toISOString(),
          current: id === signedIn.sessionId,
        })),
      }
    },
  })
  route(server, contract.endSession, {
    handler: async ({ request, reply, params }) => {
      const { signedIn } = await openSession(parts, request)
      const id = params['id'] ?? ''
      await endOwnSession(parts, signedIn, id)
      if (id === signedIn.sessionId) clearSessionCookie(reply, config.publicUrl)
      return done
    },
  })
}

/** Throws AppError `identity.session-unknown` for a session of somebody else. */
async function endOwnSession(
  parts: IdentityParts,
  { organisationId, accountId, address }: SignedIn,
  sessionId: string,
): Promise<void> {
  await parts.database.withOrganisation(organisationId, async (tx) => {
    if (!(await endSession(parts, tx, { id: sessionId, accountId }))) throw identityErrors.sessionUnknown()
    await parts.audit.record(tx, {
      organisationId,
      action: 'session.ended',
      actor: { kind: 'account', id: accountId, label: address },
      subject: { kind: 'session', id: sessionId },
    })
  })
}

function registerRecovery(server: HttpServer, parts: IdentityParts): void {
  route(server, contract.startRecovery, {
    limit: publicLimit,
    handler: ({ body, request }) => startRecovery(parts, { ...body, remoteAddress: request.ip }),
  })
  route(server, contract.finishRecovery, {
    limit: publicLimit,
    handler: async ({ body, reply }) => {
      const ended = await finishRecovery(parts, body)
      clearSessionCookie(reply, parts.config.publicUrl)
      return { ...done, ended }
    },
  })
}
