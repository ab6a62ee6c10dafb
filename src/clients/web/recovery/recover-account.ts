import { callApi } from '../../../contract/client.ts'
import { finishRecovery, startRecovery, type EndedAccess } from '../../../contract/identity.ts'
import { newPassword, parseRecoveryCode, unlockWithRecoveryCode } from '../../../lib/account-keys/index.ts'
import { argon2idInWorker } from '../../keys/web-argon2id.ts'

export type RecoveryStep = 'code' | 'password'
export type ReadRecoveryCode = NonNullable<Awaited<ReturnType<typeof parseRecoveryCode>>>

/** The keys behind a typed code, or `null` when it cannot be one. */
export const readRecoveryCode = (typed: string): Promise<ReadRecoveryCode | null> => parseRecoveryCode(typed)

interface Recovery {
  readonly address: string
  readonly code: ReadRecoveryCode
  readonly password: string
  readonly revokeAppPasswords: boolean
}

/**
 * Opens the identity with the code and wraps it under the new password. The server learns neither. Returns what ended
 * with the old password; throws ApiError.
 */
export async function recoverAccount(recovery: Recovery, onStep: (step: RecoveryStep) => void): Promise<EndedAccess> {
  const { address, code, password, revokeAppPasswords } = recovery
  onStep('code')
  const started = await callApi(startRecovery, { address, codeAuthKey: code.codeAuthKey })
  const identity = await unlockWithRecoveryCode(code, started.wrappedIdentity)
  onStep('password')
  const { salt, authKey, wrappedIdentity } = await newPassword(password, identity, argon2idInWorker)
  const { recoveryToken } = started
  const finished = { recoveryToken, salt, authKey, wrappedIdentity, revokeAppPasswords }
  return (await callApi(finishRecovery, finished)).ended
}
