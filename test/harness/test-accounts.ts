import { randomBytes } from 'node:crypto'
import { deriveLogin, makeAccount } from '../../src/lib/account-keys/index.ts'
import type { OrganisationId } from '../../src/lib/id/identifiers.ts'
import type { Argon2id } from '../../src/lib/split-key/index.ts'
import { createArgon2id } from '../../src/platform/argon2/argon2id.ts'
import { createHttpServer, type HttpServer } from '../../src/platform/http/http-server.ts'
import { createAudit, type Audit } from '../../src/modules/tenancy/audit/index.ts'
import {
  createDirectory,
  type Account,
  type Directory,
  type Mailbox,
} from '../../src/modules/tenancy/organisations/index.ts'
import { createIdentity, type Identity } from '../../src/modules/tenancy/identity/index.ts'
import { createTestDeps, type TestDeps } from './test-deps.ts'

/** The real derivation at a thousandth of the cost; server and test agree because the server never stretches. */
export const cheapArgon2id: Argon2id = createArgon2id({ memoryKiB: 64, passes: 1, parallelism: 1, tagBytes: 32 })
export const testPassword = 'violet anchor 42'

export interface TestPeople extends TestDeps {
  readonly audit: Audit
  readonly directory: Directory
  readonly identity: Identity
  readonly server: HttpServer
  /** How long each slowed answer would have waited. */
  readonly pauses: number[]
  /** TXT records that the directory finds. */
  readonly txtRecords: Map<string, readonly string[]>
}

/** Audit, directory and identity on the real platform, with their routes on a server that does not listen. */
export async function createTestPeople(settings: Readonly<Record<string, string>> = {}): Promise<TestPeople> {
  const deps = await createTestDeps(settings)
  const pauses: number[] = []
  const txtRecords = new Map<string, readonly string[]>()
  const audit = createAudit(deps)
  const dns = { txt: async (name: string) => txtRecords.get(name) ?? [] }
  const directory = createDirectory({ ...deps, dns, audit, authenticate: (request) => identity.authenticate(request) })
  const pause = async (ms: number) => void pauses.push(ms)
  const identity: Identity = createIdentity({ ...deps, audit, directory, pause })
  const server = await createHttpServer({ ...deps, maxRequestsPerMinute: 100_000 })
  directory.routes(server)
  identity.routes(server)
  const close = async () => {
    await server.close()
    await deps.close()
  }
  return { ...deps, audit, directory, identity, server, pauses, txtRecords, close }
}

export interface TestAccount {
  readonly organisationId: OrganisationId
  readonly account: Account
  readonly mailbox: Mailbox
  /** The unlocked account identity. */
  readonly accountIdentity: string
  readonly keys: Awaited<ReturnType<typeof makeAccount>>['enrolment']
}

/** An organisation of its own (unless one is named) with one account, under `testPassword`. */
export async function createTestAccount(
  people: Pick<TestPeople, 'directory' | 'identity' | 'database'>,
  wanted: {
    readonly organisationId?: OrganisationId
    readonly domain?: string
    localPart?: string
    isAdmin?: boolean
  } = {},
): Promise<TestAccount> {
  const actor = { kind: 'command' } as const
  const unique = randomBytes(5).toString('hex')
  const domain = wanted.domain ?? `praxis-${unique}.example`
  const organisationId =
    wanted.organisationId ?? (await people.directory.createOrganisation({ name: `Praxis ${unique}`, domain, actor })).id
  const { identity: accountIdentity, enrolment: keys } = await makeAccount(testPassword, cheapArgon2id)
  const address = `${wanted.localPart ?? `anna.${unique}`}@${domain}`
  const person = { address, displayName: 'Dr. Anna Weber', isAdmin: wanted.isAdmin ?? false, language: 'de' } as const
  const { account, mailbox } = await people.database.withOrganisation(organisationId, (tx) =>
    people.identity.enrolAccount(tx, { organisationId, ...person, actor, keys }),
  )
  return { organisationId, account, mailbox, accountIdentity, keys }
}

/** Signs in over HTTP as a browser would; returns the `cookie` header for further requests. */
export async function signInAs(
  server: HttpServer,
  address: string,
  options: { readonly password?: string; readonly remoteAddress?: string; readonly userAgent?: string } = {},
): Promise<string> {
  const from = { remoteAddress: options.remoteAddress ?? '198.51.100.7' }
  const salt = await server.inject({ method: 'POST', url: '/api/session/salt', payload: { address }, ...from })
  const login = await deriveLogin(options.password ?? testPassword, salt.json<{ salt: string }>().salt, cheapArgon2id)
  const response = await server.inject({
    method: 'POST',
    url: '/api/session',
    payload: { address, authKey: login.authKey },
    headers: { 'user-agent': options.userAgent ?? 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0' },
    ...from,
  })
  if (response.statusCode !== 200) throw new Error(`signing in failed: ${response.statusCode} ${response.body}`)
  return String(response.headers['set-cookie']).split(';')[0] ?? ''
}
