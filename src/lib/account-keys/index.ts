/**
 * The client's half of an account: what the browser and the command line compute before anything reaches the server.
 *
 * Owns: how the account identity is wrapped under each way in (password, recovery code, app password) and how a mailbox
 * identity is sealed to an account. Everything for the server is text ready for the wire (base64url, age recipients).
 * Invariants: password, codes, app passwords, wrapping keys and identities never appear in what is meant for the server,
 * except that a mail program later shows an app password; each way in has its own keys, so revoking one leaves the
 * others; a wrong secret fails with `SplitKeyError` and nothing else.
 * Deliberately not here: Argon2id (the port `Argon2id`), storage of an unlocked identity, talking to the server.
 */
export { appPasswordContext, makeAppPassword, parseAppPassword, type NewAppPassword } from './app-password.ts'
export { makeAccount, type NewAccount } from './make-account.ts'
export { unlockMailbox } from './mailbox-identity.ts'
export {
  changePassword,
  deriveLogin,
  minPasswordCharacters,
  newPassword,
  passwordProblem,
  requireChoosable,
  unlockAccount,
  type Login,
  type NewPassword,
} from './password.ts'
export { makeRecoveryCodes, parseRecoveryCode, unlockWithRecoveryCode, type NewRecoveryCode } from './recovery-codes.ts'
