import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectTenantIsolation } from '../../../../test/harness/tenant-isolation.ts'
import { defaultSettings } from '../../../../test/harness/default-settings.ts'
import { createTestDeps, type TestDeps } from '../../../../test/harness/test-deps.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import { generateIdentity } from '../../../platform/age/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { createHttpServer, type HttpServer } from '../../../platform/http/http-server.ts'
import { createAudit } from '../audit/index.ts'
import { createDirectory, type Directory } from './index.ts'

const actor = { kind: 'command' } as const
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100, 7)])
const sealedIdentity = Buffer.from('sealed')

let deps: TestDeps
let directory: Directory
let server: HttpServer
let counter = 0
const dnsRecords = new Map<string, readonly string[]>()

beforeAll(async () => {
  deps = await createTestDeps()
  const dns = {
    txt: async (name: string) => {
      if (name.includes('broken')) throw new Error('SERVFAIL')
      return dnsRecords.get(name) ?? []
    },
  }
  directory = createDirectory({
    ...deps,
    dns,
    audit: createAudit(deps),
    authenticate: () => Promise.reject(new Error('nobody signs in here')),
  })
  server = await createHttpServer(deps)
  directory.routes(server)
})
afterAll(async () => {
  await server.close()
  await deps.close()
})
beforeEach(() => {
  counter++
})

const newOrganisation = (suffix = '') =>
  directory.createOrganisation({
    name: `Praxis ${counter}${suffix}`,
    domain: `praxis${counter}${suffix}.example`,
    actor,
  })
const inOrganisation = <Result>(id: OrganisationId, work: (tx: Tx) => Promise<Result>) =>
  deps.database.withOrganisation(id, work)
const account = (organisationId: OrganisationId, address: string) => ({
  organisationId,
  address,
  displayName: 'Dr. Anna Weber',
  isAdmin: false,
  language: 'de' as const,
  actor,
})

describe('an organisation', () => {
  test('is created with defaults and its first domain, and found by name in any case or by identifier', async () => {
    const made = await newOrganisation()
    expect(await directory.findOrganisation(`PRAXIS ${counter}`)).toEqual(made)
    expect(await directory.findOrganisation(made.id)).toEqual(made)
    expect(await directory.organisationIds()).toContain(made.id)
    expect(await directory.organisationOfDomain(`Praxis${counter}.Example`)).toBe(made.id)
    const settings = await inOrganisation(made.id, (tx) => directory.getSettings(tx, made.id))
    expect(settings).toEqual({ ...defaultSettings(), language: 'de' })
  })

  test('of a name that exists is refused', async () => {
    await newOrganisation()
    await expect(directory.createOrganisation({ name: `praxis ${counter}`, actor })).rejects.toMatchObject({
      code: 'directory.organisation-taken',
    })
  })

  test.each(['', '   ', 'x'.repeat(121), 'a\nb', 'a\u202eb'])(
    'cannot be called by an unusable name, case %#',
    async (name) => {
      await expect(directory.createOrganisation({ name, actor })).rejects.toMatchObject({
        code: 'directory.name-invalid',
      })
    },
  )

  test('that does not exist is named as unknown', async () => {
    await expect(directory.findOrganisation('nobody')).rejects.toMatchObject({ code: 'directory.organisation-unknown' })
  })
})

describe('a domain', () => {
  const claim = async (organisationId: OrganisationId, domain: string) =>
    inOrganisation(organisationId, (tx) => directory.addDomain(tx, { organisationId, domain, actor }))

  test('counts only when its TXT record was found', async () => {
    const { id } = await newOrganisation()
    const domain = `other${counter}.example`
    const { proof, verifiedAt } = await claim(id, `OTHER${counter}.example`)
    expect(verifiedAt).toBeNull()
    const wanted = { organisationId: id, domain, actor }
    await expect(directory.verifyDomain(wanted)).rejects.toMatchObject({ code: 'directory.domain-proof-missing' })
    expect(await inOrganisation(id, directory.verifiedDomains)).not.toContain(domain)
    dnsRecords.set(proof.name, ['v=spf1 -all', proof.value])
    expect((await directory.verifyDomain(wanted)).verifiedAt).toEqual(deps.clock.now())
    expect(await inOrganisation(id, directory.verifiedDomains)).toContain(domain)
  })

  test('that one organisation only claims can be verified by its owner, and by nobody after', async () => {
    const [first, second] = [await newOrganisation('a'), await newOrganisation('b')]
    const domain = `contested${counter}.example`
    const early = await claim(first.id, domain)
    const late = await claim(second.id, domain)
    dnsRecords.set(late.proof.name, [late.proof.value, early.proof.value])
    await directory.verifyDomain({ organisationId: second.id, domain, actor })
    await expect(directory.verifyDomain({ organisationId: first.id, domain, actor })).rejects.toMatchObject({
      code: 'directory.domain-taken',
    })
    const { id: third } = await newOrganisation('c')
    await expect(claim(third, domain)).rejects.toMatchObject({ code: 'directory.domain-taken' })
  })

  test('keeps its record when it is claimed again', async () => {
    const { id } = await newOrganisation()
    const first = await claim(id, `again${counter}.example`)
    expect(await claim(id, `again${counter}.example`)).toEqual(first)
    expect(await inOrganisation(id, directory.listDomains)).toHaveLength(2)
  })

  test('stays unverified while the DNS does not answer', async () => {
    const { id } = await newOrganisation()
    await claim(id, `broken${counter}.example`)
    const wanted = { organisationId: id, domain: `broken${counter}.example`, actor }
    await expect(directory.verifyDomain(wanted)).rejects.toMatchObject({
      code: 'directory.dns-unavailable',
      temporary: true,
    })
  })

  test.each(['localhost', '192.0.2.1', 'a b.example', ''])('cannot be %j', async (domain) => {
    const { id } = await newOrganisation()
    await expect(claim(id, domain)).rejects.toMatchObject({ code: 'directory.domain-invalid' })
  })
})

describe('an account', () => {
  test('is found by its address in any spelling, across organisations, until it is closed', async () => {
    const { id } = await newOrganisation()
    const address = `Anna.Weber@praxis${counter}.example`
    const made = await inOrganisation(id, (tx) => directory.createAccount(tx, account(id, address)))
    expect(made.address).toBe(address.toLowerCase())
    expect(await directory.findAccountByAddress(address.toUpperCase())).toEqual({
      organisationId: id,
      accountId: made.id,
    })
    await inOrganisation(id, (tx) => directory.closeAccount(tx, { organisationId: id, accountId: made.id, actor }))
    expect(await directory.findAccountByAddress(address)).toBeUndefined()
    expect(await inOrganisation(id, (tx) => directory.getAccount(tx, made.id))).toBeUndefined()
  })

  test.each([
    ['anna@elsewhere.example', 'directory.domain-not-verified'],
    ['anna', 'directory.address-invalid'],
  ])('cannot have the address %s', async (address, code) => {
    const { id } = await newOrganisation()
    await expect(inOrganisation(id, (tx) => directory.createAccount(tx, account(id, address)))).rejects.toMatchObject({
      code,
    })
  })

  test('cannot share its address', async () => {
    const { id } = await newOrganisation()
    const wanted = account(id, `anna@praxis${counter}.example`)
    await inOrganisation(id, (tx) => directory.createAccount(tx, wanted))
    await expect(inOrganisation(id, (tx) => directory.createAccount(tx, wanted))).rejects.toMatchObject({
      code: 'directory.address-taken',
    })
  })
})

describe('a mailbox', () => {
  const withMailbox = async (change: { recipient?: string; members?: number; suffix?: string } = {}) => {
    const { id } = await newOrganisation(change.suffix)
    const address = `anna@praxis${counter}${change.suffix ?? ''}.example`
    const { recipient } = generateIdentity()
    return inOrganisation(id, async (tx) => {
      const { id: accountId } = await directory.createAccount(tx, account(id, address))
      const members = Array.from({ length: change.members ?? 1 }, () => ({ accountId, sealedIdentity }))
      const kind = 'personal' as const
      const keys = { recipient: change.recipient ?? recipient, members }
      const wanted = { organisationId: id, address, displayName: 'Anna', kind, ...keys, actor }
      return { organisationId: id, accountId, mailbox: await directory.createMailbox(tx, wanted) }
    })
  }

  test('is found by address and by member, with the identity sealed to that member', async () => {
    const { organisationId, accountId, mailbox } = await withMailbox()
    await inOrganisation(organisationId, async (tx) => {
      expect(await directory.getMailbox(tx, mailbox.id)).toEqual(mailbox)
      expect(await directory.mailboxOfAddress(tx, mailbox.address.toUpperCase())).toEqual(mailbox)
      expect(await directory.mailboxesOfAddresses(tx, ['x@y.example', mailbox.address])).toEqual([mailbox])
      expect(await directory.mailboxesOf(tx, accountId)).toEqual([{ ...mailbox, sealedIdentity }])
    })
  })

  test.each([
    { recipient: 'age1pq1nonsense' },
    { recipient: generateIdentity('X25519').recipient },
    { recipient: '' },
    { members: 0 },
  ])('is refused with keys that would lose mail, case %#', async (change) => {
    await expect(withMailbox(change)).rejects.toMatchObject({ code: 'directory.keys-invalid' })
  })

  test('of another organisation is unknown', async () => {
    const [first, second] = [await withMailbox({ suffix: 'a' }), await withMailbox({ suffix: 'b' })]
    await inOrganisation(second.organisationId, async (tx) => {
      await expect(directory.getMailbox(tx, first.mailbox.id)).rejects.toMatchObject({
        code: 'directory.mailbox-unknown',
      })
      expect(await directory.mailboxOfAddress(tx, first.mailbox.address)).toBeUndefined()
      expect(await directory.mailboxesOf(tx, first.accountId)).toEqual([])
    })
  })
})

describe('branding', () => {
  const branding = (organisationId: OrganisationId) => ({
    organisationId,
    displayName: 'Praxis Weber',
    primaryColour: '#0A5C36',
    termsUrl: null,
    privacyUrl: 'https://praxis.example/datenschutz',
    actor,
  })

  test('starts with the name and a neutral colour, and takes what is set', async () => {
    const { id, name } = await newOrganisation()
    const before = await inOrganisation(id, (tx) => directory.getBranding(tx, id))
    expect(before).toMatchObject({ organisationName: name, displayName: name, logoUrl: null, termsUrl: null })
    await inOrganisation(id, (tx) => directory.setBranding(tx, branding(id)))
    const after = await inOrganisation(id, (tx) => directory.getBranding(tx, id))
    expect(after).toMatchObject({ organisationName: name, displayName: 'Praxis Weber', primaryColour: '#0a5c36' })
  })

  test.each([{ primaryColour: 'red' }, { privacyUrl: 'javascript:alert(1)' }, { termsUrl: 'http://plain.example' }])(
    'refuses %j',
    async (change) => {
      const { id } = await newOrganisation()
      const wanted = { ...branding(id), ...change }
      await expect(inOrganisation(id, (tx) => directory.setBranding(tx, wanted))).rejects.toMatchObject({
        code: 'directory.branding-invalid',
      })
    },
  )

  test('shows the logo to everyone, under an address that changes with it', async () => {
    const { id } = await newOrganisation()
    await inOrganisation(id, (tx) => directory.setLogo(tx, { organisationId: id, content: png, actor }))
    const { logoUrl } = await inOrganisation(id, (tx) => directory.getBranding(tx, id))
    const response = await server.inject({ url: logoUrl ?? '' })
    expect(response.statusCode).toBe(200)
    expect(response.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' })
    expect(response.headers['cache-control']).toContain('immutable')
    expect(response.rawPayload).toEqual(png)
    const other = await server.inject({ url: `/brand/${id}/logo` })
    expect(other.headers['cache-control']).toBe('no-cache')
    await inOrganisation(id, (tx) => directory.setLogo(tx, { organisationId: id, content: null, actor }))
    expect((await server.inject({ url: logoUrl ?? '' })).statusCode).toBe(404)
  })

  test.each([randomUUID(), 'x', "' or 1=1"])('has no logo at an address nobody gave, case %#', async (id) => {
    expect((await server.inject({ url: `/brand/${encodeURIComponent(id)}/logo` })).statusCode).toBe(404)
  })

  test.each([Buffer.from('<svg onload="alert(1)"/>'), Buffer.concat([png, Buffer.alloc(262_144)]), Buffer.alloc(0)])(
    'refuses what is no small picture, case %#',
    async (content) => {
      const { id } = await newOrganisation()
      const logo = { organisationId: id, content, actor }
      await expect(inOrganisation(id, (tx) => directory.setLogo(tx, logo))).rejects.toMatchObject({
        code: 'directory.logo-invalid',
      })
    },
  )
})

test('promise 5: no table of the directory shows or takes rows across organisations', async () => {
  const [owner, stranger] = [await newOrganisation('a'), await newOrganisation('b')]
  const organisationId = owner.id
  await inOrganisation(owner.id, async (tx) => {
    const address = `anna@praxis${counter}a.example`
    const { id: accountId } = await directory.createAccount(tx, account(organisationId, address))
    const keys = { recipient: generateIdentity().recipient, members: [{ accountId, sealedIdentity }] }
    const kind = 'personal' as const
    await directory.createMailbox(tx, { organisationId, address, displayName: 'Anna', kind, ...keys, actor })
    const looks = { displayName: 'A', primaryColour: '#000000', termsUrl: null, privacyUrl: null }
    await directory.setBranding(tx, { organisationId, ...looks, actor })
    await directory.setLogo(tx, { organisationId, content: png, actor })
  })
  const tables = [
    'organisations',
    'organisation_settings',
    'branding',
    'logos',
    'domains',
    'accounts',
    'mailboxes',
    'mailbox_members',
  ]
  for (const table of tables)
    await expectTenantIsolation(deps.database, table, { owner: owner.id, stranger: stranger.id })
})
