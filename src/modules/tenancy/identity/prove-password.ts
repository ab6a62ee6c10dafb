import { timingSafeEqual } from 'node:crypto'
import { argon2Cost } from '../../../lib/split-key/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { nameOf } from './attempt-hashes.ts'
import { identityErrors } from './errors.ts'
import { nobody } from './identity-deps.ts'
import type { IdentityParts } from './identity-parts.ts'
import { holdVerifier, isNetworkKnown, readCredential, type Credential } from './store/credentials.ts'
import type { AccountKey } from './store/tables.ts'
import { decodeKey, findVerified } from './verifier.ts'

export interface PasswordProof {
  readonly address: string
  /** Derived from the stretched password on the client; base64url. */
  readonly authKey: string
  readonly remoteAddress: string
}

export interface ProvenAccount extends AccountKey {
  readonly credential: Credential
}

const knownForMs = 90 * 86_400_000

/** The salt of the account; an unknown address gets one that stays the same and that only this server can compute. */
export async function signInSalt(parts: IdentityParts, address: string) {
  const found = (await parts.directory.findAccountByAddress(address)) ?? nobody
  const credential = await parts.database.withOrganisation(found.organisationId, (tx) =>
    readCredential(tx, found.accountId),
  )
  const falseSalt = parts.transit.keyedHash('identity.false-salt', nameOf(address)).subarray(0, 16)
  const { memoryKiB, passes, parallelism } = argon2Cost
  return {
    salt: (credential?.salt ?? falseSalt).toString('base64url'),
    argon2: { memoryKiB, passes, parallelism },
  }
}

/**
 * Checks the proof of a password. An unknown address takes the same steps as a wrong password and gets the same answer:
 * AppError `identity.sign-in-refused`; `identity.too-many-attempts` or `identity.locked-out` when the gate refuses.
 */
export async function provePassword(parts: IdentityParts, proof: PasswordProof): Promise<ProvenAccount> {
  const { directory, database, gate, clock } = parts
  const found = await directory.findAccountByAddress(proof.address)
  const { organisationId, accountId } = found ?? nobody
  const since = new Date(clock.now().getTime() - knownForMs)
  const hash = gate.networkHash(proof.remoteAddress)
  const { credential, isKnown } = await database.withOrganisation(organisationId, async (tx) => ({
    credential: await readCredential(tx, accountId),
    isKnown: await isNetworkKnown(tx, { accountId, hash }, since),
  }))
  const attempt = {
    name: nameOf(proof.address),
    remoteAddress: proof.remoteAddress,
    secret: proof.authKey,
    organisationId: found?.organisationId ?? null,
  }
  await gate.admit(attempt, { isKnown })
  const nothing = { verifier: hash, salt: hash, wrappedIdentity: hash, recipient: '', recipientMac: null }
  const verified = findVerified([credential ?? nothing], decodeKey(proof.authKey))
  if (verified === undefined || found === undefined) {
    parts.counted('password', 'refused')
    throw identityErrors.signInRefused()
  }
  await gate.forgive(attempt)
  parts.counted('password', 'accepted')
  return { organisationId, accountId, credential: verified }
}

/**
 * Whether the password that was proved is still that of the account, and stays so until the transaction ends. A proof may be
 * seconds old, since answers are slowed: what is made with it must not come after a change that was to end all of it.
 */
export async function isStillProven(tx: Tx, { accountId, credential }: ProvenAccount): Promise<boolean> {
  const verifier = await holdVerifier(tx, accountId)
  return verifier !== undefined && timingSafeEqual(verifier, credential.verifier)
}
