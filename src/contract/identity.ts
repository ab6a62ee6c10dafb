import * as z from 'zod/mini'
import { brandingView } from './branding.ts'
import { base64url, done, endpoint, instant, key32, language, mailAddress, nothing } from './endpoint.ts'
import { ids } from './identifiers.ts'

const argon2 = z.object({ memoryKiB: z.int(), passes: z.int(), parallelism: z.int() })
const salt = base64url(16).check(z.minLength(22))
const wrapped = base64url(8192)

const accountView = z.object({
  id: ids.account,
  address: mailAddress,
  displayName: z.string(),
  isAdmin: z.boolean(),
  language,
})
/** Where mail programs hand in mail; null where the server does not listen. */
const mailProgramView = z.object({
  host: z.string(),
  tlsPort: z.nullable(z.int()),
  startTlsPort: z.nullable(z.int()),
})
export type MailProgramView = z.output<typeof mailProgramView>
/** The mailbox identity encrypted to the account identity (an age file), and the mailbox's public recipient. */
const mailboxView = z.object({ id: ids.mailbox, address: mailAddress, recipient: z.string(), sealedIdentity: wrapped })
export const sessionView = z.object({
  account: accountView,
  branding: brandingView,
  mailboxes: z.array(mailboxView),
  /** The server's half of what keeps the unlocked identity in the browser: gone when the session is revoked. */
  sessionShare: key32,
  idleMinutes: z.int(),
  recoveryCodesLeft: z.int(),
  settings: z.object({
    expiryDays: z.int(),
    maxExpiryDays: z.int(),
    /** IANA name; days and times are shown in it. */
    timeZone: z.string(),
  }),
  mailProgram: mailProgramView,
})
export type SessionView = z.output<typeof sessionView>
/** The account identity wrapped under the password-derived key goes only to who has just proved the password. */
const signedInView = z.extend(sessionView, { wrappedIdentity: wrapped })
export type SignedInView = z.output<typeof signedInView>

/** Other ways in that ended, by the names their owner knows: devices of sessions, names of app passwords. */
const endedAccess = z.object({ sessions: z.array(z.string()), appPasswords: z.array(z.string()) })
export type EndedAccess = z.output<typeof endedAccess>

/** The password is shown again, and guessed at no faster than at the sign-in. */
const proof = ['identity.password-wrong', 'identity.too-many-attempts', 'identity.locked-out'] as const

export const signInSalt = endpoint({
  method: 'POST',
  path: '/api/session/salt',
  access: 'public',
  summary: 'Salt and cost for stretching the password on the client; unknown addresses get a stable false one',
  body: z.object({ address: mailAddress }),
  response: z.object({ salt, argon2 }),
})
export const signIn = endpoint({
  method: 'POST',
  path: '/api/session',
  access: 'public',
  summary: 'Start a web session by proving knowledge of the password',
  errors: ['identity.sign-in-refused', 'identity.too-many-attempts', 'identity.locked-out'],
  body: z.object({ address: mailAddress, authKey: key32 }),
  response: signedInView,
})
export const currentSession = endpoint({
  method: 'GET',
  path: '/api/session',
  access: 'account',
  summary: 'The signed-in account',
  body: nothing,
  response: sessionView,
})
export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/session',
  access: 'account',
  summary: 'End this session',
  errors: ['identity.session-unknown'],
  body: nothing,
  response: done,
})
export const listSessions = endpoint({
  method: 'GET',
  path: '/api/sessions',
  access: 'account',
  summary: 'Open sessions of the account',
  body: nothing,
  response: z.object({
    sessions: z.array(
      z.object({ id: ids.session, device: z.string(), startedAt: instant, lastSeenAt: instant, current: z.boolean() }),
    ),
  }),
})
export const endSession = endpoint({
  method: 'DELETE',
  path: '/api/sessions/:id',
  params: { id: ids.session },
  access: 'account',
  summary: 'End one of the account’s sessions',
  errors: ['identity.session-unknown'],
  body: nothing,
  response: done,
})
export const provePassword = endpoint({
  method: 'POST',
  path: '/api/session/proof',
  access: 'account',
  summary: 'Tell whether a proof of the password is right, before something is made that needs it',
  errors: [...proof],
  body: z.object({ passwordProof: key32 }),
  response: done,
})
export const changePassword = endpoint({
  method: 'POST',
  path: '/api/account/password',
  access: 'account',
  summary: 'New password, with a proof of the old one; ends all other sessions, and app passwords when wanted',
  errors: [...proof, 'identity.keys-invalid'],
  body: z.object({
    oldAuthKey: key32,
    salt,
    newAuthKey: key32,
    wrappedIdentity: wrapped,
    revokeAppPasswords: z._default(z.boolean(), false),
  }),
  response: z.extend(done, { ended: endedAccess }),
})
export const setRecoveryCodes = endpoint({
  method: 'POST',
  path: '/api/account/recovery-codes',
  access: 'account',
  summary: 'Replace all recovery codes, with a proof of the password (authKey); each code wraps the identity',
  errors: [...proof, 'identity.keys-invalid', 'identity.codes-not-distinct'],
  body: z.object({
    authKey: key32,
    codes: z.array(z.object({ authKey: key32, wrappedIdentity: wrapped })).check(z.length(8)),
  }),
  response: done,
})
export const listAppPasswords = endpoint({
  method: 'GET',
  path: '/api/account/app-passwords',
  access: 'account',
  summary: 'App passwords of mail programs',
  body: nothing,
  response: z.object({
    appPasswords: z.array(
      z.object({ id: ids.appPassword, name: z.string(), createdAt: instant, lastUsedAt: z.nullable(instant) }),
    ),
  }),
})
export const addAppPassword = endpoint({
  method: 'POST',
  path: '/api/account/app-passwords',
  access: 'account',
  summary: 'Register an app password made in the client, with a proof of the account’s password',
  errors: [
    ...proof,
    'identity.keys-invalid',
    'identity.name-invalid',
    'identity.app-password-taken',
    'identity.too-many-app-passwords',
  ],
  body: z.object({
    name: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)),
    passwordProof: key32,
    authKey: key32,
    wrappedIdentity: wrapped,
  }),
  response: z.object({ id: ids.appPassword }),
})
export const removeAppPassword = endpoint({
  method: 'DELETE',
  path: '/api/account/app-passwords/:id',
  params: { id: ids.appPassword },
  access: 'account',
  summary: 'Revoke an app password',
  errors: ['identity.app-password-unknown'],
  body: nothing,
  response: done,
})
export const startRecovery = endpoint({
  method: 'POST',
  path: '/api/recovery',
  access: 'public',
  summary: 'Show a recovery code; one answer for every failure',
  errors: ['identity.recovery-refused', 'identity.too-many-attempts', 'identity.locked-out'],
  body: z.object({ address: mailAddress, codeAuthKey: key32 }),
  response: z.object({ recoveryToken: key32, wrappedIdentity: wrapped }),
})
export const finishRecovery = endpoint({
  method: 'POST',
  path: '/api/recovery/password',
  access: 'public',
  summary:
    'Set the new password; uses the recovery code up, ends all sessions, and app passwords unless told otherwise',
  errors: ['identity.recovery-expired', 'identity.keys-invalid'],
  body: z.object({
    recoveryToken: key32,
    salt,
    authKey: key32,
    wrappedIdentity: wrapped,
    revokeAppPasswords: z._default(z.boolean(), true),
  }),
  response: z.extend(done, { ended: endedAccess }),
})
