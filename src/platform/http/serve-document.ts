import type { HttpServer } from './http-server.ts'

/** One fixed document with headers of its own. */
export interface ServedDocument {
  readonly path: string
  readonly document: string
  /** They replace the strict ones that every other answer carries, where they have the same name. */
  readonly headers: Readonly<Record<string, string>>
}

/** Serves a document that is the same for everyone; the caller answers for headers that are less strict. */
export function serveDocument(server: HttpServer, { path, document, headers }: ServedDocument): void {
  server.get(path, (_request, reply) => reply.headers(headers).send(document))
}
