import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { AppError } from '../../contract/errors/app-error.ts'
import type { HttpServer } from './http-server.ts'

/** A built client and the paths that its page answers; `*` at the end stands for anything below. */
export interface ServedClient {
  readonly name: string
  readonly paths: readonly string[]
}

/**
 * Serves built clients and the frame in which mails are shown: hashed assets for a year, pages never cached. A page is the
 * same for every path of its client, so fetching one tells nothing and changes nothing. Throws AppError
 * `clients.not-built`.
 */
export async function serveClients(
  server: HttpServer,
  distFolder: string,
  clients: readonly ServedClient[],
): Promise<void> {
  for (const client of clients) await serveClient(server, distFolder, client)
}

/** One client alone, for a page that is served besides those of the product. */
export async function serveClient(server: HttpServer, distFolder: string, client: ServedClient): Promise<void> {
  const folder = join(distFolder, client.name)
  const pageFile = join(folder, 'index.html')
  if (!existsSync(pageFile))
    throw new AppError('invalid', 'clients.not-built', `The ${client.name} pages are not built; run: npm run build`)
  const page = await readFile(pageFile)
  await server.register(fastifyStatic, {
    root: join(folder, 'assets', client.name),
    prefix: `/assets/${client.name}/`,
    decorateReply: false,
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    index: false,
  })
  for (const path of client.paths) {
    server.get(path, (_request, reply) =>
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page),
    )
  }
}
