/**
 * Identity: how accounts prove who they are. Passwords, recovery codes, app passwords, web sessions, and credentials of
 * customers' own mail servers.
 *
 * Owns: tables credentials, recovery_codes, recovery_tokens, app_passwords, sessions, known_networks, relay_credentials,
 * sign_in_failures, sign_in_lockouts, sign_in_lockout_names; the routes of src/contract/identity.ts; the job identity.sweep.
 * Invariants: no password, code or token is stored, only SHA-256 of what was derived from it, compared in constant time;
 * the account identity exists here only wrapped under keys that clients hold; an unknown address cannot be told from a
 * wrong password; nobody is locked out by failures in other networks, everybody by many different wrong secrets from their
 * own internet address, until its time is over or an administrator lifts it; a session is open only as long as its row and the key of its share
 * are, and ends with both;
 * a session alone makes no way in that outlives it: that takes the password again, in the same request.
 * Deliberately not here: Argon2id (the client stretches), roles beyond "administrator", opening identities for mail
 * programs, passkeys.
 */
export { createIdentity, type Identity } from './create-identity.ts'
export type { LoginResult, MailLogin, NewAppPassword, SubmissionIdentity } from './app-passwords.ts'
export type { Enrolment } from './enrol-account.ts'
export type { IdentityDeps } from './identity-deps.ts'
export type { PasswordProof, ProvenAccount } from './prove-password.ts'
export { isRelayUserName, type RelayIdentity } from './relays.ts'
export type { SignedIn } from './sessions.ts'
