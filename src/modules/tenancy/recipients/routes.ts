import * as contract from '../../../contract/messages.ts'
import type { RecipientView } from '../../../contract/messages.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { route } from '../../../platform/http/route.ts'
import type { AuditRecorder } from '../audit/index.ts'
import type { Identity, SignedIn } from '../identity/index.ts'
import type { Recipients } from './create-recipients.ts'
import type { Recipient } from './store/recipients.ts'

export interface RecipientRoutesDeps {
  readonly database: Database
  readonly audit: AuditRecorder
  readonly identity: Pick<Identity, 'authenticate'>
  readonly recipients: Recipients
}

const maxSearchCharacters = 100
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const present = ({ id, written: address, check, maskedNumber, lockedAt, route: always }: Recipient): RecipientView => ({
  id,
  address,
  check,
  maskedNumber,
  lockedAt: lockedAt?.toISOString() ?? null,
  route: always,
})

const actorOf = ({ accountId, address }: SignedIn) => ({ kind: 'account', id: accountId, label: address }) as const

/** Everybody signed in works with the same outside recipients of the organisation. */
export function registerRecipientRoutes(server: HttpServer, deps: RecipientRoutesDeps): void {
  const { database, identity, recipients } = deps
  route(server, contract.listRecipients, {
    handler: async ({ request, query }) => {
      const { organisationId } = await identity.authenticate(request)
      const search = (query['search'] ?? '').trim().toLowerCase().slice(0, maxSearchCharacters)
      const wanted = query['before'] ?? ''
      const before = uuidPattern.test(wanted) ? wanted : undefined
      const rows = await database.withOrganisation(organisationId, (tx) =>
        recipients.list(tx, { search, before, limit: contract.recipientsPageSize }),
      )
      return { recipients: rows.map(present) }
    },
  })
  route(server, contract.setRecipientCheck, {
    limit: { max: 120, perMs: 60_000 },
    handler: async ({ request, body }) => {
      const signedIn = await identity.authenticate(request)
      const { organisationId } = signedIn
      const change = { organisationId, ...body, actor: actorOf(signedIn) }
      return present(await database.withOrganisation(organisationId, (tx) => recipients.setCheck(tx, change)))
    },
  })
  registerSetRoute(server, deps)
  registerAccessKey(server, deps)
}

function registerSetRoute(server: HttpServer, { database, identity, recipients }: RecipientRoutesDeps): void {
  route(server, contract.setRecipientRoute, {
    limit: { max: 120, perMs: 60_000 },
    handler: async ({ request, params, body }) => {
      const signedIn = await identity.authenticate(request)
      const { organisationId } = signedIn
      const change = { organisationId, recipientId: params['id'] ?? '', ...body, actor: actorOf(signedIn) }
      return present(await database.withOrganisation(organisationId, (tx) => recipients.setRoute(tx, change)))
    },
  })
}

/** Who received the derived access code is in the audit log, because it is one of the three shares of a split key. */
function registerAccessKey(server: HttpServer, { database, audit, identity, recipients }: RecipientRoutesDeps): void {
  route(server, contract.recipientAccessKey, {
    limit: { max: 120, perMs: 60_000 },
    handler: async ({ request, params }) => {
      const signedIn = await identity.authenticate(request)
      const { organisationId } = signedIn
      return database.withOrganisation(organisationId, async (tx) => {
        const { id, written: address } = await recipients.getRecipient(tx, params['id'] ?? '')
        const accessKey = await recipients.accessKeyOf(tx, id)
        if (accessKey === null) return { accessKeyId: null, accessKey: null }
        await audit.record(tx, {
          organisationId,
          action: 'recipient.access-key-given',
          actor: actorOf(signedIn),
          subject: { kind: 'recipient', id },
          detail: { address },
        })
        return { accessKeyId: accessKey.id, accessKey: accessKey.key.toString('base64url') }
      })
    },
  })
}
