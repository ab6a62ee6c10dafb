import { noticesCodes } from '../../../contract/errors/notices.ts'
import { AppError } from '../../../contract/errors/app-error.ts'
import * as contract from '../../../contract/notices.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { routesFor } from '../../../platform/http/route.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { AuditRecorder } from '../audit/index.ts'
import type { Identity } from '../identity/index.ts'
import { readNotice, writeNotice, type Notice } from './store.ts'

export interface NoticesDeps {
  readonly database: Database
  readonly clock: Clock
  readonly audit: AuditRecorder
  readonly identity: Pick<Identity, 'authenticate'>
}

const none = () => new AppError('not-found', 'notices.none', 'Nothing was written.')
const present = ({ text, writtenAt }: Notice) => ({ text, writtenAt: writtenAt.toISOString() })

function registerRoutes(server: HttpServer, { database, clock, audit, identity }: NoticesDeps): void {
  const route = routesFor(server, { account: identity.authenticate })
  route(contract.readNotice, {
    handler: async ({ caller }) => {
      const notice = await database.withOrganisation(caller.organisationId, readNotice)
      if (notice === undefined) throw none()
      return present(notice)
    },
  })
  route(contract.writeNotice, {
    handler: async ({ caller, body }) => {
      const { organisationId, accountId, address } = caller
      const notice = { text: body.text, writtenAt: clock.now() }
      await database.withOrganisation(organisationId, async (tx) => {
        await writeNotice(tx, organisationId, notice)
        const actor = { kind: 'account', id: accountId, label: address } as const
        await audit.record(tx, { organisationId, action: 'organisation.notice-written', actor })
      })
      return present(notice)
    },
  })
}

export const createNotices = (deps: NoticesDeps): ModuleWith<'migrations' | 'routes' | 'errors'> => ({
  name: 'notices',
  migrations: { module: 'notices', folder: new URL('./migrations/', import.meta.url) },
  errors: noticesCodes,
  routes: (server) => registerRoutes(server, deps),
})
