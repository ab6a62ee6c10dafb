import * as contract from '../../../contract/identity.ts'
import type { SessionId } from '../../../lib/id/identifiers.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { registerAccountRoutes } from './account-routes.ts'
import { deviceLabel } from './device-label.ts'
import { endSession } from './end-sessions.ts'
import { identityErrors } from './errors.ts'
import type { IdentityParts } from './identity-parts.ts'
import { identityRoutes, type IdentityRoute } from './identity-route.ts'
import { isStillProven, provePassword, signInSalt } from './prove-password.ts'
import { finishRecovery, startRecovery } from './recovery.ts'
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts'
import { presentSession } from './session-view.ts'
import { startSession, type SignedIn } from './sessions.ts'
import { readSessionsOf } from './store/sessions.ts'
import { hasRunOut } from './session-limits.ts'

const done = { done: true } as const
/** Generous for a whole practice behind one address; guessing is slowed by the gate, not by this. */
const publicLimit = { max: 60, perMs: 60_000 }

/** Sign-in, sessions and recovery here; password, recovery codes and app passwords in account-routes.ts. */
export function registerIdentityRoutes(server: HttpServer, parts: IdentityParts): void {
  const route = identityRoutes(server, parts)
  registerSignIn(route, parts)
  registerSessions(route, parts)
  registerRecovery(route, parts)
  registerAccountRoutes(route, parts)
}

function registerSignIn(route: IdentityRoute, parts: IdentityParts): void {
  const { database, directory, gate, config } = parts
  route(contract.signInSalt, { limit: publicLimit, handler: ({ body }) => signInSalt(parts, body.address) })
  route(contract.signIn, {
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
  route(contract.currentSession, {
    handler: async ({ caller }) => {
      const { signedIn, account, share } = caller
      const { organisationId } = signedIn
      return database.withOrganisation(organisationId, (tx) =>
        presentSession(parts, tx, { organisationId, account, share }),
      )
    },
  })
}

function registerSessions(route: IdentityRoute, parts: IdentityParts): void {
  const { database, config, clock } = parts
  route(contract.signOut, {
    handler: async ({ caller, reply }) => {
      const { signedIn } = caller
      await endOwnSession(parts, signedIn, signedIn.sessionId)
      clearSessionCookie(reply, config.publicUrl)
      return done
    },
  })
  route(contract.listSessions, {
    handler: async ({ caller }) => {
      const { signedIn } = caller
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
  route(contract.endSession, {
    handler: async ({ caller, reply, params }) => {
      const { signedIn } = caller
      const id = params.id
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
  sessionId: SessionId,
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

function registerRecovery(route: IdentityRoute, parts: IdentityParts): void {
  route(contract.startRecovery, {
    limit: publicLimit,
    handler: ({ body, request }) => startRecovery(parts, { ...body, remoteAddress: request.ip }),
  })
  route(contract.finishRecovery, {
    limit: publicLimit,
    handler: async ({ body, reply }) => {
      const ended = await finishRecovery(parts, body)
      clearSessionCookie(reply, parts.config.publicUrl)
      return { ...done, ended }
    },
  })
}
