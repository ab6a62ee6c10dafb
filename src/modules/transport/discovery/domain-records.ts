import { createHash, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { DnsRecord, DomainRecords } from '../../../contract/set-up.ts'
import { setUpErrors } from './errors.ts'
import { findMailServers, type MailServers } from './mail-servers.ts'
import type { SetUpDeps } from './set-up-deps.ts'

/** RFC 6186 section 3.4 with RFC 2782: the root as target says that there is no such service. */
const noService = '0 0 0 .'

const srv = (
  name: string,
  target: { readonly host: string; readonly port: number; readonly priority: number } | null,
) =>
  ({
    name,
    type: 'SRV',
    value: target === null ? noService : `${target.priority} 1 ${target.port} ${target.host.toLowerCase()}.`,
  }) as const

/** RFC 8314 section 5.1: TLS from the first byte comes first. */
function submissionRecords({ domain, outgoing }: MailServers): readonly DnsRecord[] {
  const { host, tlsPort, startTlsPort } = outgoing
  const about = { purpose: 'submission', need: 'recommended' } as const
  return [
    {
      ...srv(`_submissions._tcp.${domain}`, tlsPort === null ? null : { host, port: tlsPort, priority: 0 }),
      ...about,
    },
    {
      ...srv(`_submission._tcp.${domain}`, startTlsPort === null ? null : { host, port: startTlsPort, priority: 10 }),
      ...about,
    },
  ]
}

const incomingServices = {
  imap: { tls: '_imaps', starttls: '_imap' },
  pop3: { tls: '_pop3s', starttls: '_pop3' },
} as const

/** Nothing is said of mailboxes that nobody has told us about: a wrong "." would keep programs away from them. */
function incomingRecords({ domain, incoming }: MailServers): readonly DnsRecord[] {
  if (incoming === null) return []
  const used = incomingServices[incoming.protocol][incoming.socket]
  return Object.values(incomingServices)
    .flatMap(({ tls, starttls }) => [tls, starttls])
    .map((service) => ({
      ...srv(`${service}._tcp.${domain}`, service === used ? { ...incoming, priority: 0 } : null),
      purpose: 'incoming',
      need: service === used ? 'recommended' : 'information',
    }))
}

function alias(name: string, host: string): Pick<DnsRecord, 'name' | 'type' | 'value'> {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(address)
  if (family === 0) return { name, type: 'CNAME', value: `${host}.` }
  return { name, type: family === 4 ? 'A' : 'AAAA', value: address }
}

/** Without a server for incoming mail the answers behind these names are of no use to any program. */
function discoveryRecords({ domain, incoming }: MailServers, publicUrl: string): readonly DnsRecord[] {
  if (incoming === null) return []
  const { hostname, port, protocol } = new URL(publicUrl)
  const publicPort = Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port)
  const target = { host: hostname, port: publicPort, priority: 0 }
  return [
    { ...alias(`autoconfig.${domain}`, hostname), purpose: 'autoconfig', need: 'recommended' },
    { ...alias(`autodiscover.${domain}`, hostname), purpose: 'autodiscover', need: 'recommended' },
    { ...srv(`_autodiscover._tcp.${domain}`, target), purpose: 'autodiscover', need: 'information' },
  ]
}

function trustRecords(domain: string, config: SetUpDeps['config']): readonly DnsRecord[] {
  const sender = config.SEALPOST_SMARTHOST === '' ? `a:${config.hostname}` : 'include:…'
  return [
    { name: domain, type: 'TXT', value: `v=spf1 ${sender} … -all`, purpose: 'spf', need: 'needed' },
    { name: `_dmarc.${domain}`, type: 'TXT', value: 'v=DMARC1; p=quarantine', purpose: 'dmarc', need: 'recommended' },
    { name: `_mta-sts.${domain}`, type: 'TXT', value: 'v=STSv1; id=…', purpose: 'mta-sts', need: 'information' },
  ]
}

/** RFC 6698 section 2.1 and RFC 7672 section 3.1.1: this very key (3 1 1), which must be kept when it is renewed. */
function certificateRecords({ domain, outgoing }: MailServers, certificate: string): readonly DnsRecord[] {
  // The host of a mail server belongs to the owner of one zone, and is nothing to the others.
  const isOurs = `.${outgoing.host}`.endsWith(`.${domain}`)
  if (!isOurs) return []
  const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })
  const value = `3 1 1 ${createHash('sha256').update(spki).digest('hex')}`
  return [outgoing.tlsPort, outgoing.startTlsPort]
    .filter((port) => port !== null)
    .map((port) => ({
      name: `_${port}._tcp.${outgoing.host}`,
      type: 'TLSA',
      value,
      purpose: 'tlsa',
      need: 'information',
    }))
}

/** What the owner of a verified domain publishes. Throws AppError `set-up.domain-unknown`. */
export async function listRecords(deps: SetUpDeps, domain: string): Promise<DomainRecords> {
  const servers = await findMailServers(deps, domain)
  const organisationId = await deps.directory.organisationOfDomain(domain)
  if (servers === undefined || organisationId === undefined) throw setUpErrors.domainUnknown()
  const keys = await deps.database.withOrganisation(organisationId, (tx) => deps.dkimRecords(tx, domain))
  const dkim = keys.map(({ name, value }): DnsRecord => ({ name, type: 'TXT', value, purpose: 'dkim', need: 'needed' }))
  const records = [
    ...submissionRecords(servers),
    ...incomingRecords(servers),
    ...discoveryRecords(servers, deps.config.publicUrl),
    ...dkim,
    ...trustRecords(domain, deps.config),
    ...certificateRecords(servers, await deps.readCertificate()),
  ]
  return { domain, hasDkimKeys: keys.length > 0, knowsIncoming: servers.incoming !== null, records }
}
