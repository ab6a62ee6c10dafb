import type { FastifyReply } from 'fastify'
import { ids } from '../../../contract/identifiers.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { logoVersion } from './branding.ts'
import { directoryErrors } from './errors.ts'
import { registerSettingsRoutes, type DirectoryRoutesDeps } from './settings-routes.ts'

const forever = 'public, max-age=31536000, immutable'

/** The settings, and the logo, which is public: it stands on the page a recipient sees before any check. */
export function registerDirectoryRoutes(server: HttpServer, deps: DirectoryRoutesDeps): void {
  registerSettingsRoutes(server, deps)
  server.get<{ Params: { organisationId: string }; Querystring: { v?: unknown } }>(
    '/brand/:organisationId/logo',
    async (request, reply): Promise<FastifyReply> => {
      const { data: organisationId } = ids.organisation.safeParse(request.params.organisationId)
      if (organisationId === undefined) throw directoryErrors.logoUnknown()
      const logo = await deps.database.withOrganisation(organisationId, (tx) =>
        deps.directory.getLogo(tx, organisationId),
      )
      if (logo === undefined) throw directoryErrors.logoUnknown()
      const isVersioned = request.query.v === logoVersion(logo.sha256)
      return reply
        .type(logo.mediaType)
        .header('cache-control', isVersioned ? forever : 'no-cache')
        .send(logo.content)
    },
  )
}
