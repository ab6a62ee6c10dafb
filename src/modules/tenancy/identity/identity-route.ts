import type { HttpServer } from '../../../platform/http/http-server.ts'
import { routesFor } from '../../../platform/http/route.ts'
import type { IdentityParts } from './identity-parts.ts'
import { openSession, type OpenSession } from './sessions.ts'

/** Registers endpoints of this module, whose handlers get the open session with its share. */
export const identityRoutes = (server: HttpServer, parts: IdentityParts) =>
  routesFor(server, { account: (request): Promise<OpenSession> => openSession(parts, request) })
export type IdentityRoute = ReturnType<typeof identityRoutes>
