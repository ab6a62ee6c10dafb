import * as contract from '../../../contract/messages.ts'
import type { RecipientView } from '../../../contract/messages.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { routesFor } from '../../../platform/http/route.ts'
import type { SignedIn } from '../identity/index.ts'
import type { Recipients } from './recipients.ts'
import type { RecipientsDeps } from './recipients-deps.ts'
import type { Recipient } from './store/recipients.ts'

interface RecipientRoutesDeps extends Pick<RecipientsDeps, 'database' | 'audit' | 'identity'> {
  readonly recipients: Recipients
}

const maxSearchCharacters = 100

const present = ({ id, written: address, check, maskedNumber, lockedAt, route: always }: Recipient): RecipientView => ({
  id,
  address,
  check,
  maskedNumber,
  lockedAt: lockedAt?.toISOString() ?? null,
  route: always,
})

const actorOf = ({ accountId, address }: SignedIn) => ({ kind: 'account', id: accountId, label: address }) as const

const routesOf = (server: HttpServer, { identity }: RecipientRoutesDeps) =>
  routesFor(server, { account: identity.authenticate })
type Route = ReturnType<typeof routesOf>

/** Everybody signed in works with the same outside recipients of the organisation. */
export function registerRecipientRoutes(server: HttpServer, deps: RecipientRoutesDeps): void {
  const { database, recipients } = deps
  const route = routesOf(server, deps)
  route(contract.listRecipients, {
    handler: async ({ caller, query }) => {
      const search = query.search.trim().toLowerCase().slice(0, maxSearchCharacters)
      const rows = await database.withOrganisation(caller.organisationId, (tx) =>
        recipients.list(tx, { search, before: query.before, limit: contract.recipientsPageSize }),
      )
      return { recipients: rows.map(present) }
    },
  })
  route(contract.setRecipientCheck, {
    limit: { max: 120, perMs: 60_000 },
    handler: async ({ caller, body }) => {
      const { organisationId } = caller
      const change = { organisationId, ...body, actor: actorOf(caller) }
      return present(await database.withOrganisation(organisationId, (tx) => recipients.setCheck(tx, change)))
    },
  })
  registerSetRoute(route, deps)
  registerAccessKey(route, deps)
}

function registerSetRoute(route: Route, { database, recipients }: RecipientRoutesDeps): void {
  route(contract.setRecipientRoute, {
    limit: { max: 120, perMs: 60_000 },
    handler: async ({ caller, params, body }) => {
      const { organisationId } = caller
      const change = { organisationId, recipientId: params.id, ...body, actor: actorOf(caller) }
      return present(await database.withOrganisation(organisationId, (tx) => recipients.setRoute(tx, change)))
    },
  })
}

/** Who received the derived access code is in the audit log, because it is one of the three shares of a split key. */
function registerAccessKey(route: Route, { database, audit, recipients }: RecipientRoutesDeps): void {
  route(contract.recipientAccessKey, {
    limit: { max: 120, perMs: 60_000 },
    handler: async ({ caller, params }) => {
      const { organisationId } = caller
      return database.withOrganisation(organisationId, async (tx) => {
        const { id, written: address } = await recipients.getRecipient(tx, params.id)
        const accessKey = await recipients.accessKeyOf(tx, id)
        if (accessKey === null) return { accessKeyId: null, accessKey: null }
        await audit.record(tx, {
          organisationId,
          action: 'recipient.access-key-given',
          actor: actorOf(caller),
          subject: { kind: 'recipient', id },
          detail: { address },
        })
        return { accessKeyId: accessKey.id, accessKey: accessKey.key.toString('base64url') }
      })
    },
  })
}
