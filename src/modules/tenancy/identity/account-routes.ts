import * as contract from '../../../contract/identity.ts'
import { addAppPassword, removeAppPassword } from './app-passwords.ts'
import { changePassword } from './change-password.ts'
import type { IdentityParts } from './identity-parts.ts'
import { proveAgain, withProof } from './prove-again.ts'
import { setRecoveryCodes } from './recovery.ts'
import type { IdentityRoute } from './identity-route.ts'
import type { SignedIn } from './sessions.ts'
import { readAppPasswords } from './store/app-passwords.ts'

const done = { done: true } as const
const passwordLimit = { max: 30, perMs: 60_000 }

/** What a signed-in account does to its own ways in. Each new one needs a proof of the password: a session is not enough. */
export function registerAccountRoutes(route: IdentityRoute, parts: IdentityParts): void {
  route(contract.provePassword, {
    limit: passwordLimit,
    handler: async ({ caller, body, request }) => {
      const { signedIn } = caller
      await proveAgain(parts, signedIn, { authKey: body.passwordProof, remoteAddress: request.ip })
      return done
    },
  })
  route(contract.changePassword, {
    limit: passwordLimit,
    handler: async ({ caller, body, request }) => {
      const { signedIn } = caller
      const ended = await changePassword(parts, signedIn, { ...body, remoteAddress: request.ip })
      return { ...done, ended }
    },
  })
  route(contract.setRecoveryCodes, {
    limit: passwordLimit,
    handler: async ({ caller, body, request }) => {
      const { signedIn } = caller
      await setRecoveryCodes(parts, signedIn, { ...body, remoteAddress: request.ip })
      return done
    },
  })
  registerAppPasswords(route, parts)
}

const actorOf = ({ accountId, address }: SignedIn) => ({ kind: 'account', id: accountId, label: address }) as const

function registerAppPasswords(route: IdentityRoute, parts: IdentityParts): void {
  const { database } = parts
  route(contract.listAppPasswords, {
    handler: async ({ caller }) => {
      const { signedIn } = caller
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
  route(contract.addAppPassword, {
    handler: async ({ caller, body, request }) => {
      const { signedIn } = caller
      const { organisationId, accountId } = signedIn
      const { passwordProof, ...registration } = body
      const made = { organisationId, accountId, ...registration, actor: actorOf(signedIn) }
      const proof = { authKey: passwordProof, remoteAddress: request.ip }
      return { id: await withProof(parts, signedIn, { proof, work: (tx) => addAppPassword(parts, tx, made) }) }
    },
  })
  route(contract.removeAppPassword, {
    handler: async ({ caller, params }) => {
      const { signedIn } = caller
      const { organisationId, accountId } = signedIn
      const removed = { organisationId, accountId, id: params.id, actor: actorOf(signedIn) }
      await database.withOrganisation(organisationId, (tx) => removeAppPassword(parts, tx, removed))
      return done
    },
  })
}
