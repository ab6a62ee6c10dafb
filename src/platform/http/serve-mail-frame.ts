import { mailFrame } from '../../contract/mail-frame.ts'
import type { HttpServer } from './http-server.ts'

/** Serves the empty document in which clients show a mail's HTML with images from other hosts; see `mailFrame`. */
export function serveMailFrame(server: HttpServer): void {
  // Its headers replace the stricter ones that every other answer carries, X-Frame-Options among them.
  server.get(mailFrame.path, (_request, reply) => reply.headers(mailFrame.headers).send(mailFrame.document))
}
