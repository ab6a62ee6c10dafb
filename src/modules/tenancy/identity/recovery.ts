import { randomBytes } from 'node:crypto'
import type { EndedAccess } from '../../../contract/identity.ts'
import type { RecoveryCodeId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { identityErrors } from './errors.ts'
import { nobody } from './identity-deps.ts'
import type { IdentityParts } from './identity-parts.ts'
import { withProof } from './prove-again.ts'
import { nameOf } from './attempt-hashes.ts'
import { revokeAccess } from './revoke-access.ts'
import type { SignedIn } from './sessions.ts'
import { forgetNetworksOf, holdVerifier, replacePassword } from './store/credentials.ts'
import {
  deleteRecoveryCode,
  findRecoveryToken,
  readRecoveryCodes,
  replaceRecoveryCodes,
  takeRecoveryToken,
  writeRecoveryToken,
  type RecoveryCode,
} from './store/recovery.ts'
import type { AccountKey } from './store/tables.ts'
import { decodeKey, decodeSalt, decodeWrapped, findVerified, verifierOf } from './verifier.ts'

const tokenLifeMs = 15 * 60_000

export interface NewRecoveryCodes {
  readonly authKey: string
  readonly codes: readonly { readonly authKey: string; readonly wrappedIdentity: string }[]
  readonly remoteAddress: string
}

/** The form in which codes are kept; a set in which one stands twice is refused. */
export function storedCodes(made: NewRecoveryCodes['codes'], at: Date): readonly RecoveryCode[] {
  const codes = made.map((code) => ({
    id: uuidV7<RecoveryCodeId>(at.getTime()),
    verifier: verifierOf(decodeKey(code.authKey)),
    wrappedIdentity: decodeWrapped(code.wrappedIdentity),
  }))
  if (new Set(codes.map(({ verifier }) => verifier.toString('hex'))).size !== codes.length)
    throw identityErrors.codesNotDistinct()
  return codes
}

/** Replaces the whole set; needs the password again. */
export async function setRecoveryCodes(
  parts: IdentityParts,
  signedIn: SignedIn,
  made: NewRecoveryCodes,
): Promise<void> {
  const { organisationId, accountId, address } = signedIn
  const at = parts.clock.now()
  const codes = storedCodes(made.codes, at)
  await withProof(parts, signedIn, {
    proof: made,
    async work(tx) {
      await replaceRecoveryCodes(tx, { organisationId, accountId }, { codes, at })
      await parts.audit.record(tx, {
        organisationId,
        action: 'account.recovery-codes-replaced',
        actor: { kind: 'account', id: accountId, label: address },
        subject: { kind: 'account', id: accountId },
        detail: { codes: codes.length },
      })
    },
  })
}

export interface RecoveryStart {
  readonly address: string
  readonly codeAuthKey: string
  readonly remoteAddress: string
}

/** One answer for an unknown address, a wrong code and a used one: AppError `identity.recovery-refused`. */
export async function startRecovery(parts: IdentityParts, start: RecoveryStart) {
  const { database, directory, gate, clock } = parts
  const account = await directory.findAccountByAddress(start.address)
  const attempt = {
    name: nameOf(start.address),
    remoteAddress: start.remoteAddress,
    secret: start.codeAuthKey,
    organisationId: account?.organisationId ?? null,
  }
  await gate.requireOpen(attempt)
  const key = account ?? nobody
  const secret = decodeKey(start.codeAuthKey)
  const token = randomBytes(32)
  const code = await database.withOrganisation(key.organisationId, async (tx) => {
    const found = findVerified(await readRecoveryCodes(tx, key.accountId), secret)
    if (found === undefined) return undefined
    const expiresAt = new Date(clock.now().getTime() + tokenLifeMs)
    await writeRecoveryToken(tx, key, { codeId: found.id, hash: verifierOf(token), expiresAt })
    return found
  })
  if (code !== undefined) {
    parts.counted('recovery-code', 'accepted')
    return { recoveryToken: token.toString('base64url'), wrappedIdentity: code.wrappedIdentity.toString('base64url') }
  }
  parts.counted('recovery-code', 'refused')
  throw (await gate.recordFailure(attempt)) ? identityErrors.recoveryRefused() : identityErrors.tooManyAttempts()
}

export interface RecoveryFinish {
  readonly recoveryToken: string
  readonly salt: string
  readonly authKey: string
  readonly wrappedIdentity: string
  readonly revokeAppPasswords: boolean
}

/** Sets the new password, uses the code up, ends every session, and app passwords when wanted. */
export async function finishRecovery(parts: IdentityParts, finish: RecoveryFinish): Promise<EndedAccess> {
  const hash = verifierOf(decodeKey(finish.recoveryToken))
  const made = {
    salt: decodeSalt(finish.salt),
    verifier: verifierOf(decodeKey(finish.authKey)),
    wrappedIdentity: decodeWrapped(finish.wrappedIdentity),
    changedAt: parts.clock.now(),
  }
  const key = await parts.database.withoutOrganisation((tx) => findRecoveryToken(tx, hash))
  if (key === undefined) throw identityErrors.recoveryExpired()
  return parts.database.withOrganisation(key.organisationId, async (tx) => {
    // In the same order as new recovery codes, which take the token with them: first the password, then codes and token.
    await holdVerifier(tx, key.accountId)
    const token = await takeRecoveryToken(tx, hash)
    if (token === undefined || token.expiresAt <= made.changedAt) throw identityErrors.recoveryExpired()
    await deleteRecoveryCode(tx, token.codeId)
    await replacePassword(tx, key.accountId, made)
    return recordRecovery(parts, tx, { ...key, revokeAppPasswords: finish.revokeAppPasswords })
  })
}

/** Whoever was signed in before may be the reason for the recovery, so no session and no known network stays. */
async function recordRecovery(
  parts: IdentityParts,
  tx: Tx,
  recovered: AccountKey & { readonly revokeAppPasswords: boolean },
): Promise<EndedAccess> {
  const { organisationId, accountId } = recovered
  const actor = { kind: 'account', id: accountId } as const
  const ended = await revokeAccess(parts, tx, { ...recovered, actor })
  await forgetNetworksOf(tx, accountId)
  await parts.audit.record(tx, {
    organisationId,
    action: 'account.recovered',
    actor,
    subject: { kind: 'account', id: accountId },
    detail: { endedSessions: ended.sessions.length },
  })
  return ended
}
