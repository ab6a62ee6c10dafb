import * as z from 'zod/mini'
import { endpoint, language, mailAddress, nothing, orNothing } from './endpoint.ts'
import { incomingMail } from '../lib/settings/index.ts'

const port = z.int().check(z.minimum(1), z.maximum(65_535))

/** What somebody needs to set up a mail program; nothing in it is secret. */
export const setUpView = z.object({
  /** Also the user name, at both servers. */
  address: mailAddress,
  outgoing: z.object({
    host: z.string(),
    /** TLS from the first byte; null where the server does not offer it. */
    tlsPort: z.nullable(port),
    startTlsPort: z.nullable(port),
  }),
  /** Where the organisation's mailboxes live; null while nobody has said it. */
  incoming: z.nullable(incomingMail),
})
export type SetUpView = z.output<typeof setUpView>

export const readSetUp = endpoint({
  method: 'GET',
  path: '/api/set-up',
  access: 'account',
  summary: 'Servers, ports and user name for the account’s mail programs',
  errors: ['set-up.domain-unknown'],
  body: nothing,
  response: setUpView,
})
/** Refused with `set-up.incoming-unknown` while `incoming` is null. */
export const appleProfile = endpoint({
  method: 'GET',
  path: '/api/set-up/apple-profile',
  access: 'account',
  summary: 'A configuration profile of the own account for iPhone, iPad and Mac; holds no password',
  errors: ['set-up.domain-unknown', 'set-up.incoming-unknown', 'set-up.nothing-offered'],
  /** Of the account when it is left out, or is another one. */
  query: z.object({ language: orNothing(language) }),
  body: nothing,
  response: z.unknown(),
  stream: 'response',
})

export const recordTypes = ['SRV', 'CNAME', 'A', 'AAAA', 'TXT', 'TLSA'] as const
export type RecordType = (typeof recordTypes)[number]
export const recordPurposes = [
  'submission',
  'incoming',
  'autoconfig',
  'autodiscover',
  'spf',
  'dkim',
  'dmarc',
  'mta-sts',
  'tlsa',
] as const
export type RecordPurpose = (typeof recordPurposes)[number]

/** A DNS record that the owner of a domain publishes. */
export const dnsRecord = z.object({
  name: z.string(),
  type: z.enum(recordTypes),
  /** As a zone file writes it; a TXT without its quotes. `…` stands for what only the owner knows. */
  value: z.string(),
  purpose: z.enum(recordPurposes),
  /** `information`: somebody else’s to decide, or of use to few programs. */
  need: z.enum(['needed', 'recommended', 'information']),
})
export type DnsRecord = z.output<typeof dnsRecord>

/** `different`: there is another one; `unclear`: there is one that nobody but its owner can judge. */
export const recordStates = ['present', 'missing', 'different', 'unclear', 'no-answer'] as const
export const checkedRecord = z.extend(dnsRecord, { state: z.enum(recordStates), found: z.array(z.string()) })
export type CheckedRecord = z.output<typeof checkedRecord>

const ofDomain = { domain: z.string(), hasDkimKeys: z.boolean(), knowsIncoming: z.boolean() }
export const domainRecords = z.object({ ...ofDomain, records: z.array(dnsRecord) })
export type DomainRecords = z.output<typeof domainRecords>
export const checkedDomain = z.object({ ...ofDomain, records: z.array(checkedRecord) })
export type CheckedDomain = z.output<typeof checkedDomain>

const administrator = { name: 'administrator', refusal: 'set-up.not-administrator' } as const

export const listDomainRecords = endpoint({
  method: 'GET',
  path: '/api/set-up/domains',
  access: 'account',
  role: administrator,
  summary: 'DNS records of the organisation’s verified domains',
  errors: ['set-up.domain-unknown'],
  body: nothing,
  response: z.object({ domains: z.array(domainRecords) }),
})
export const checkDomainRecords = endpoint({
  method: 'POST',
  path: '/api/set-up/domains/check',
  access: 'account',
  role: administrator,
  summary: 'Looks each record of a domain up and says what is missing',
  errors: ['set-up.domain-unknown'],
  body: z.object({ domain: z.string().check(z.minLength(1), z.maxLength(254)) }),
  response: checkedDomain,
})
