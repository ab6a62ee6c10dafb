import * as contract from '../../../contract/identity.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { route } from '../../../platform/http/route.ts'
import { addAppPassword, removeAppPassword } from './app-passwords.ts'
import { changePassword } from './change-password.ts'
import type { IdentityParts } from './identity-parts.ts'
import { proveAgain, withProof } from './prove-again.ts'
import { setRecoveryCodes } from './recovery.ts'
import { openSession, type SignedIn } from './sessions.ts'
import { readAppPasswords } from './store/app-passwords.ts'

const done = { done: true } as const
const passwordLimit = { max: 30, perMs: 60_000 }

/** What a signed-in account does to its own ways in. Each new one needs a proof of the password: a session is not enough. */
export function registerAccountRoutes(server: HttpServer, parts: IdentityParts): void {
  route(server, contract.provePassword, {
    limit: passwordLimit,
    handler: async ({ body, request }) => {
      const { signedIn } = await openSession(parts, request)
      await proveAgain(parts, signedIn, { authKey: body.passwordProof, remoteAddress: request.ip })
      return done
    },
  })
  route(server, contract.changePassword, {
    limit: passwordLimit,
    handler: async ({ body, request }) => {
      const { signedIn } = await openSession(parts, request)
      const ended = await changePassword(parts, signedIn, { ...body, remoteAddress: request.ip })
      return { ...done, ended }
    },
  })
  route(server, contract.setRecoveryCodes, {
    limit: passwordLimit,
    handler: async ({ body, request }) => {
      const { signedIn } = await openSession(parts, request)
      await setRecoveryCodes(parts, signedIn, { ...body, remoteAddress: request.ip })
      return done
    },
  })
  registerAppPasswords(server, parts)
}

const actorOf = ({ accountId, address }: SignedIn) => ({ kind: 'account', id: accountId, label: address }) as const

function registerAppPasswords(server: HttpServer, parts: IdentityParts): void {
  const { database } = parts
  route(server, contract.listAppPasswords, {
    handler: async ({ request }) => {
      const { signedIn } = await openSession(parts, request)
      const { organisationId, accountId } = signedIn
      const rows = await database.withOrganisation(organisationId, (tx) => readAppPasswords(tx, accountId))
      return {
        appPasswords: rows.map(({ id, name, createdAt, lastUsedAt }) => ({
          id,
          name,
          createdAt: createdAt.toISOString(),
          lastUsedAt: lastUsedAt?.toISOString() ?? null,
        })),
      }
    },
  })
  route(server, contract.addAppPassword, {
    handler: async ({ body, request }) => {
      const { signedIn } = await openSession(parts, request)
      const { organisationId, accountId } = signedIn
      const { passwordProof, ...registration } = body
      const made = { organisationId, accountId, ...registration, actor: actorOf(signedIn) }
      const proof = { authKey: passwordProof, remoteAddress: request.ip }
      return { id: await withProof(parts, signedIn, { proof, work: (tx) => addAppPassword(parts, tx, made) }) }
    },
  })
  route(server, contract.removeAppPassword, {
    handler: async ({ params, request }) => {
      const { signedIn } = await openSession(parts, request)
      const { organisationId, accountId } = signedIn
      const removed = { organisationId, accountId, id: params['id'] ?? '', actor: actorOf(signedIn) }
      await database.withOrganisation(organisationId, (tx) => removeAppPassword(parts, tx, removed))
      return done
    },
  })
}
