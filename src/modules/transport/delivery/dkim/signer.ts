import { domainToASCII } from 'node:url'
import { AppError } from '../../../../contract/errors/app-error.ts'
import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Clock } from '../../../../platform/clock/clock.ts'
import type { Database } from '../../../../platform/database/database.ts'
import type { TransitKey } from '../../../../platform/transit/transit-key.ts'
import { dkimKeyContext } from './dkim-keys.ts'
import { readDkimKeys } from './dkim-store.ts'
import { hashRelaxedBody } from './relaxed-body.ts'
import { chooseFields, readFields } from './signed-fields.ts'
import { writeSignature, type SigningKey } from './write-signature.ts'

export interface Signer {
  /** Whether the organisation has keys for the domain. */
  knows(organisationId: OrganisationId, domain: string): Promise<boolean>
  /**
   * The message with one signature per kind of key in front (RFC 6376, RFC 8463); unchanged when the organisation has no
   * key for the domain. Line ends must be CRLF already, and nothing may change the message afterwards.
   */
  sign(organisationId: OrganisationId, domain: string, message: Buffer): Promise<Buffer>
}

const cacheMs = 60_000
const maxCached = 1000

const headerEnd = Buffer.from('\r\n\r\n')

const notSigned = () => new AppError('broken', 'delivery.not-signed', 'The mail could not be signed.')

/** Header and body; a message without an empty line is all header. */
function split(message: Buffer): { readonly header: string; readonly body: Buffer } {
  const end = message.indexOf(headerEnd)
  if (end === -1) return { header: message.toString('latin1'), body: Buffer.alloc(0) }
  return { header: message.toString('latin1', 0, end), body: message.subarray(end + headerEnd.length) }
}

async function signWith(keys: readonly SigningKey[], domain: string, message: { content: Buffer; at: Date }) {
  const { header, body } = split(message.content)
  const fields = readFields(header)
  const ascii = domainToASCII(domain)
  // RFC 6376 section 5.4: From is signed, or nothing is.
  if (ascii === '' || !fields.some((field) => field.name === 'from')) throw notSigned()
  const chosen = chooseFields(fields)
  const bodyHash = await hashRelaxedBody(body)
  return Promise.all(keys.map((key) => writeSignature(key, { ...chosen, domain: ascii, bodyHash, at: message.at })))
}

export function createSigner(deps: {
  readonly database: Database
  readonly transit: TransitKey
  readonly clock: Clock
}): Signer {
  const cache = new Map<string, { readonly keys: readonly SigningKey[]; readonly untilMs: number }>()

  const load = async (organisationId: OrganisationId, domain: string): Promise<readonly SigningKey[]> => {
    const rows = await deps.database.withOrganisation(organisationId, (tx) => readDkimKeys(tx, domain))
    const newest = rows.filter((row, index) => rows.findIndex((other) => other.algorithm === row.algorithm) === index)
    return newest.map((row) => ({
      selector: row.selector,
      algorithm: row.algorithm,
      privateKey: deps.transit.open(row.sealed_private_key, dkimKeyContext(row)).toString(),
    }))
  }

  const keysOf = async (organisationId: OrganisationId, domain: string) => {
    const name = `${organisationId}/${domain}`
    const nowMs = deps.clock.now().getTime()
    const cached = cache.get(name)
    if (cached !== undefined && cached.untilMs > nowMs) return cached.keys
    const keys = await load(organisationId, domain)
    if (cache.size >= maxCached) cache.clear()
    cache.set(name, { keys, untilMs: nowMs + cacheMs })
    return keys
  }

  return {
    knows: async (organisationId, domain) => (await keysOf(organisationId, domain)).length > 0,
    async sign(organisationId, domain, message) {
      const keys = await keysOf(organisationId, domain)
      if (keys.length === 0) return message
      const signatures = await signWith(keys, domain, { content: message, at: deps.clock.now() })
      return Buffer.concat([Buffer.from(signatures.join('')), message])
    },
  }
}
