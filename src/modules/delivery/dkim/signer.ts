import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { AppError } from '../../../lib/errors/app-error.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'
import { dkimKeyContext } from './dkim-keys.ts'
import { readDkimKeys, type DkimAlgorithm } from './dkim-store.ts'

interface SigningKey {
  readonly selector: string
  readonly algorithm: DkimAlgorithm
  readonly privateKey: string
}

export interface Signer {
  /** Whether the organisation has keys for the domain. */
  knows(organisationId: string, domain: string): Promise<boolean>
  /**
   * The message with one signature per kind of key in front (RFC 6376, RFC 8463); unchanged when the organisation has no
   * key for the domain. Line ends must be CRLF already, and nothing may change the message afterwards.
   */
  sign(organisationId: string, domain: string, message: Buffer): Promise<Buffer>
}

const cacheMs = 60_000
const maxCached = 1000

const pieceBytes = 512 * 1024

/** A large message goes in pieces, so that others have their turn meanwhile: signing a hundred megabytes takes a second. */
function inPieces(message: Buffer): Buffer | Readable {
  if (message.length <= pieceBytes) return message
  const pieces = async function* () {
    for (let at = 0; at < message.length; at += pieceBytes) {
      yield message.subarray(at, at + pieceBytes)
      await nextTurn()
    }
  }
  return Readable.from(pieces(), { objectMode: false })
}

export function createSigner(deps: {
  readonly database: Database
  readonly transit: TransitKey
  readonly clock: Clock
}): Signer {
  const cache = new Map<string, { readonly keys: readonly SigningKey[]; readonly untilMs: number }>()

  const load = async (organisationId: string, domain: string): Promise<readonly SigningKey[]> => {
    const rows = await deps.database.withOrganisation(organisationId, (tx) => readDkimKeys(tx, domain))
    const newest = rows.filter((row, index) => rows.findIndex((other) => other.algorithm === row.algorithm) === index)
    return newest.map((row) => ({
      selector: row.selector,
      algorithm: row.algorithm,
      privateKey: deps.transit.open(row.sealed_private_key, dkimKeyContext(row)).toString(),
    }))
  }

  const keysOf = async (organisationId: string, domain: string) => {
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
      const signatureData = keys.map((key) => ({ ...key, signingDomain: domain, canonicalization: 'relaxed/relaxed' }))
      const [first] = signatureData
      if (first === undefined) return message
      const signed = await dkimSign(inPieces(message), {
        ...first,
        signatureData,
        signTime: deps.clock.now(),
        strict: true,
      })
      if (signed.errors.length > 0) throw new AppError('broken', 'delivery.not-signed', 'The mail could not be signed.')
      return Buffer.concat([Buffer.from(signed.signatures), message])
    },
  }
}
