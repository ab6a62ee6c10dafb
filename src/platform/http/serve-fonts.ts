import { basename, dirname } from 'node:path'
import fastifyStatic from '@fastify/static'
import { AppError } from '../../contract/errors/app-error.ts'
import { isFace } from '../../lib/pdf/index.ts'
import { fontPath } from '../pdf-tools/index.ts'
import type { HttpServer } from './http-server.ts'

/** Serves the fonts of PDFs by the names that `lib/pdf` gives them: a browser fetches those that a message needs. */
export async function serveFonts(server: HttpServer): Promise<void> {
  await server.register(fastifyStatic, { root: dirname(fontPath('latin')), serve: false })
  server.get<{ readonly Params: { readonly name: string } }>('/assets/fonts/:name', (request, reply) => {
    const { name } = request.params
    if (!isFace(name)) throw new AppError('not-found', 'http.not-found', 'There is nothing at this address.')
    const path = fontPath(name)
    return reply.sendFile(basename(path), dirname(path), { maxAge: '30d' })
  })
}
