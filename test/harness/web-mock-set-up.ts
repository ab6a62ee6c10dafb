/** Set-up in the mock of the web app's server: the account's own values, a profile, and records of one domain. */
import * as setUp from '../../src/contract/set-up.ts'
import { AppError } from '../../src/lib/errors/app-error.ts'
import type { MockRoute } from './web-mock-routes.ts'
import type { MockWorld } from './web-mock-world.ts'

const domain = 'praxis-weber.example'
const host = 'mail.praxis-weber.example'

const records: readonly setUp.CheckedRecord[] = [
  {
    name: `_submissions._tcp.${domain}`,
    type: 'SRV',
    value: `0 1 465 ${host}.`,
    purpose: 'submission',
    need: 'recommended',
    state: 'present',
    found: [`0 1 465 ${host}.`],
  },
  {
    name: `autoconfig.${domain}`,
    type: 'CNAME',
    value: `${host}.`,
    purpose: 'autoconfig',
    need: 'recommended',
    state: 'missing',
    found: [],
  },
  {
    name: `sealpost-rsa-1a2b3c._domainkey.${domain}`,
    type: 'TXT',
    value: `v=DKIM1; k=rsa; p=${'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA'.repeat(8)}`,
    purpose: 'dkim',
    need: 'needed',
    state: 'different',
    found: ['v=DKIM1; k=rsa; p=old'],
  },
  {
    name: domain,
    type: 'TXT',
    value: `v=spf1 a:${host} … -all`,
    purpose: 'spf',
    need: 'needed',
    state: 'unclear',
    found: ['v=spf1 include:_spf.provider.example -all'],
  },
  {
    name: `_mta-sts.${domain}`,
    type: 'TXT',
    value: 'v=STSv1; id=…',
    purpose: 'mta-sts',
    need: 'information',
    state: 'no-answer',
    found: [],
  },
]

const listed = ({ organisation }: MockWorld) => ({
  domain,
  hasDkimKeys: true,
  knowsIncoming: organisation.settings.incomingMail !== null,
})

const requireAdministrator = ({ account }: MockWorld): void => {
  if (!account.isAdmin) throw new AppError('refused', 'set-up.not-administrator', 'Only an administrator sees this.')
}

export const setUpRoutes: readonly MockRoute[] = [
  {
    endpoint: setUp.readSetUp,
    handle: ({ world }): setUp.SetUpView => ({
      address: world.account.address,
      outgoing: { host, tlsPort: 465, startTlsPort: 587 },
      incoming: world.organisation.settings.incomingMail,
    }),
  },
  { endpoint: setUp.appleProfile, handle: () => Buffer.from('<plist/>') },
  {
    endpoint: setUp.listDomainRecords,
    handle: ({ world }) => {
      requireAdministrator(world)
      return { domains: [{ ...listed(world), records }] }
    },
  },
  {
    endpoint: setUp.checkDomainRecords,
    handle: ({ world }): setUp.CheckedDomain => {
      requireAdministrator(world)
      return { ...listed(world), records: [...records] }
    },
  },
]
