import type { FastifyRequest } from 'fastify'
import { identityCodes } from '../../../contract/errors/identity.ts'
import type { AppPasswordId, OrganisationId, RelayId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { AuditActor } from '../audit/index.ts'
import type { Account, Mailbox } from '../organisations/index.ts'
import {
  addAppPassword,
  checkAppPassword,
  removeAppPassword,
  type LoginResult,
  type MailLogin,
  type NewAppPassword,
  type SubmissionIdentity,
} from './app-passwords.ts'
import { createAttemptGate } from './attempt-gate.ts'
import { closeAccount } from './close-account.ts'
import { enrolAccount, type Enrolment } from './enrol-account.ts'
import type { IdentityDeps } from './identity-deps.ts'
import type { IdentityParts } from './identity-parts.ts'
import { identityJobs } from './jobs.ts'
import { liftLockout, listLockouts, type Lockout } from './lockout.ts'
import { provePassword, signInSalt, type PasswordProof, type ProvenAccount } from './prove-password.ts'
import { checkRelay, createRelay, listRelays, removeRelay, type NewRelay, type RelayIdentity } from './relays.ts'
import { registerIdentityRoutes } from './routes.ts'
import { openSession, type SignedIn } from './sessions.ts'
import type { Relay } from './store/relays.ts'
import { accountTargets } from './store/credentials.ts'
import { knownKeys } from './store/sessions.ts'
import type { AccountKey } from './store/tables.ts'

export interface Identity extends ModuleWith<'migrations' | 'targets' | 'knownKeys' | 'jobs' | 'routes' | 'errors'> {
  /** The account and its personal mailbox, from keys that the client made. */
  enrolAccount(tx: Tx, enrolment: Enrolment): Promise<{ readonly account: Account; readonly mailbox: Mailbox }>
  /** Ends sessions and removes app passwords and recovery codes. */
  closeAccount(tx: Tx, closing: AccountKey & { readonly actor: AuditActor }): Promise<void>
  /** Throws AppError `identity.signed-out` (reason `signed-out`). Slides the idle limit. */
  authenticate(request: FastifyRequest): Promise<SignedIn>

  /** For a client that proves a password without a session, such as the command line. */
  signInSalt(address: string): ReturnType<typeof signInSalt>
  provePassword(proof: PasswordProof): Promise<ProvenAccount>

  addAppPassword(tx: Tx, made: NewAppPassword): Promise<AppPasswordId>
  removeAppPassword(
    tx: Tx,
    removed: AccountKey & { readonly id: AppPasswordId; readonly actor: AuditActor },
  ): Promise<void>
  /**
   * A mail program signs in; `user` is the account's address in any spelling. Never throws for what was typed, only for
   * where it came from: AppError `identity.locked-out`.
   */
  checkAppPassword(login: MailLogin): Promise<LoginResult<SubmissionIdentity>>

  createRelay(
    tx: Tx,
    wanted: NewRelay,
  ): Promise<{ readonly id: RelayId; readonly userName: string; readonly password: string }>
  listRelays(tx: Tx): Promise<readonly Relay[]>
  removeRelay(
    tx: Tx,
    removed: { readonly organisationId: OrganisationId; readonly id: RelayId; readonly actor: AuditActor },
  ): Promise<void>
  /** A customer's mail server signs in; see `isRelayUserName`. */
  checkRelay(login: MailLogin): Promise<LoginResult<RelayIdentity>>

  /** Internet addresses that are locked out now, the latest first. */
  lockouts(): Promise<readonly Lockout[]>
  /** Lifts by internet address, or by the mail address of an account that was tried; AppError `identity.not-locked-out`. */
  unlock(lifted: { readonly address: string; readonly actor: AuditActor }): Promise<readonly string[]>
}

export function createIdentity(deps: IdentityDeps): Identity {
  const attempts = deps.metrics.counter('sealpost_sign_ins_total', 'Attempts to sign in, by way and result', [
    'way',
    'result',
  ])
  const parts: IdentityParts = {
    ...deps,
    gate: createAttemptGate(deps),
    counted: (way, result) => attempts.inc({ way, result }),
  }
  return {
    enrolAccount: (tx, enrolment) => enrolAccount(parts, tx, enrolment),
    closeAccount: (tx, closing) => closeAccount(parts, tx, closing),
    authenticate: async (request) => (await openSession(parts, request)).signedIn,
    signInSalt: (address) => signInSalt(parts, address),
    provePassword: (proof) => provePassword(parts, proof),
    addAppPassword: (tx, made) => addAppPassword(parts, tx, made),
    removeAppPassword: (tx, removed) => removeAppPassword(parts, tx, removed),
    checkAppPassword: (login) => checkAppPassword(parts, login),
    createRelay: (tx, wanted) => createRelay(parts, tx, wanted),
    listRelays,
    removeRelay: (tx, removed) => removeRelay(parts, tx, removed),
    checkRelay: (login) => checkRelay(parts, login),
    lockouts: () => listLockouts(parts),
    unlock: (lifted) => liftLockout(parts, lifted),
    name: 'identity',
    migrations: { module: 'identity', folder: new URL('./migrations/', import.meta.url) },
    targets: [accountTargets],
    knownKeys,
    errors: identityCodes,
    jobs: identityJobs(parts),
    routes: (server) => registerIdentityRoutes(server, parts),
  }
}
