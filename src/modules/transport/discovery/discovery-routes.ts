import type { FastifyReply, FastifyRequest } from 'fastify'
import { toAsciiDomain } from '../../../lib/address/index.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { writeAutoconfig } from './autoconfig.ts'
import { maxRequestBytes, readAutodiscoverRequest } from './autodiscover-request.ts'
import { writeAutodiscover, writeAutodiscoverError, type AutodiscoverErrorCode } from './autodiscover.ts'
import { setUpErrors } from './errors.ts'
import { findMailServers, type MailServers } from './mail-servers.ts'
import type { SetUpDeps } from './set-up-deps.ts'

const xmlType = 'text/xml; charset=utf-8'
const autoconfigPaths = ['/mail/config-v1.1.xml', '/.well-known/autoconfig/mail/config-v1.1.xml'] as const
/** Programs spell the path in these ways, and paths are not the same in another spelling. */
const spellings = ['autodiscover', 'Autodiscover', 'AutoDiscover'] as const
const autodiscoverPaths = (extension: string) =>
  spellings.flatMap((folder) => spellings.map((file) => `/${folder}/${file}.${extension}`))

/** The domain of the address; without an address, that of the host name that was asked. */
function askedDomain(request: FastifyRequest, address: unknown): string {
  const host = request.hostname.replace(/^autoconfig\./i, '')
  const isAddress = typeof address === 'string' && address.includes('@') && address.length <= 400
  const domain = isAddress ? address.slice(address.lastIndexOf('@') + 1) : host
  return toAsciiDomain(domain) ?? ''
}

async function requireServers(deps: SetUpDeps, domain: string): Promise<MailServers> {
  const servers = domain === '' ? undefined : await findMailServers(deps, domain)
  if (servers === undefined) throw setUpErrors.domainUnknown()
  return servers
}

function registerAutoconfig(server: HttpServer, deps: SetUpDeps): void {
  for (const path of autoconfigPaths)
    server.get<{ Querystring: { emailaddress?: unknown } }>(path, async (request, reply): Promise<FastifyReply> => {
      const servers = await requireServers(deps, askedDomain(request, request.query.emailaddress))
      const document = writeAutoconfig(servers, deps.config.publicUrl)
      return reply.type(xmlType).header('cache-control', 'public, max-age=3600').send(document)
    })
}

function registerAutodiscover(server: HttpServer, deps: SetUpDeps): void {
  const url = `${deps.config.publicUrl}/autodiscover/autodiscover.xml`
  const publicName = new URL(url).hostname
  const fail = (reply: FastifyReply, code: AutodiscoverErrorCode) =>
    reply.type(xmlType).send(writeAutodiscoverError(code, deps.clock.now()))
  for (const path of autodiscoverPaths('xml')) {
    // Outlook asks autodiscover.DOMAIN without TLS where to go, because that name may have no certificate.
    server.get(path, (request, reply) => {
      reply.header('cache-control', 'no-store')
      return request.hostname === publicName ? fail(reply, 600) : reply.redirect(url, 302)
    })
    server.post(path, { bodyLimit: maxRequestBytes }, async (request, reply): Promise<FastifyReply> => {
      reply.header('cache-control', 'no-store')
      const asked = Buffer.isBuffer(request.body) ? readAutodiscoverRequest(request.body) : null
      if (asked === null) return fail(reply, 600)
      if (!asked.acceptsOutlookSchema) return fail(reply, 601)
      const servers = await requireServers(deps, asked.address.domain)
      return reply.type(xmlType).send(writeAutodiscover(servers, asked.address.address))
    })
  }
}

/** The address in the path or the query is not looked at: whoever asks is sent to the same place. */
function registerAutodiscoverJson(server: HttpServer, deps: SetUpDeps): void {
  const answer = async (
    request: FastifyRequest<{ Querystring: { Protocol?: unknown; protocol?: unknown } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    reply.header('cache-control', 'no-store')
    const protocol = request.query.Protocol ?? request.query.protocol
    if (typeof protocol !== 'string' || protocol.toLowerCase() !== 'autodiscoverv1')
      return reply.code(400).send({
        ErrorCode: 'ProtocolNotSupported',
        ErrorMessage: 'The protocol of this server is: AutodiscoverV1',
      })
    return reply.send({ Protocol: 'AutodiscoverV1', Url: `${deps.config.publicUrl}/autodiscover/autodiscover.xml` })
  }
  for (const path of autodiscoverPaths('json')) {
    server.get(path, answer)
    server.get(`${path}/v1.0/*`, answer)
  }
}

/** Public: programs ask before anybody has signed in. Nothing in the answers depends on an account. */
export function registerDiscoveryRoutes(server: HttpServer, deps: SetUpDeps): void {
  registerAutoconfig(server, deps)
  registerAutodiscoverJson(server, deps)
  // A place of their own, so that no other route comes to take XML.
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body))
    registerAutodiscover(scope, deps)
  })
}
