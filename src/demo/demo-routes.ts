import { join } from 'node:path'
import { demoCaught, demoMailPath, demoPractice, demoSend, type DemoPractice } from '../contract/demo.ts'
import { AppError } from '../contract/errors/app-error.ts'
import type { Sms } from '../modules/transport/sms/index.ts'
import type { HttpServer } from '../platform/http/http-server.ts'
import { route } from '../platform/http/route.ts'
import { serveClient } from '../platform/http/serve-clients.ts'
import { mailPage, mailPagePolicy } from './mail-page.ts'
import type { MailShelf } from './mail-shelf.ts'
import { sendAsDoctor, type Submitter } from './send-as-doctor.ts'

export interface DemoRoutesDeps {
  readonly practice: DemoPractice
  readonly shelf: MailShelf
  readonly sms: Pick<Sms, 'readOutbox'>
  readonly submitter: Submitter
}

const distFolder = join(import.meta.dirname, '..', '..', 'dist', 'clients')

/** Asked once a second by every open page. */
const caughtLimit = { max: 1200, perMs: 60_000 }

/** The page of the demo and what it asks for. */
export async function registerDemoRoutes(server: HttpServer, deps: DemoRoutesDeps): Promise<void> {
  const { practice, shelf, sms, submitter } = deps
  route(server, demoPractice, { handler: async () => practice })
  route(server, demoCaught, {
    limit: caughtLimit,
    handler: async () => {
      const texts = await sms.readOutbox()
      return {
        mails: [...shelf.list()],
        texts: texts.map(({ keptAt, ...text }) => ({ ...text, keptAt: keptAt.toISOString() })),
      }
    },
  })
  route(server, demoSend, {
    limit: { max: 60, perMs: 60_000 },
    handler: async ({ body }) => sendAsDoctor(body, submitter),
  })
  server.get<{ Params: { id: string } }>(demoMailPath(':id'), (request, reply) => {
    const found = shelf.find(request.params.id)
    if (found === undefined) throw new AppError('not-found', 'demo.mail-unknown', 'There is no such mail.')
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-security-policy', mailPagePolicy)
      .send(mailPage(found, practice.publicUrl))
  })
  server.get<{ Params: { id: string; index: string } }>(
    `${demoMailPath(':id')}/files/:index`,
    async (request, reply) => {
      const found = await shelf.file(request.params.id, Number(request.params.index))
      if (found === undefined) throw new AppError('not-found', 'demo.file-unknown', 'There is no such file.')
      return reply
        .type('application/octet-stream')
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="${found.name.replaceAll(/[^\w.-]/g, '_')}"`)
        .send(found.content)
    },
  )
  await serveClient(server, distFolder, { name: 'demo', paths: ['/demo'] })
}
