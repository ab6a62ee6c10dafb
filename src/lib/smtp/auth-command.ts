import { decodeBase64, decodeUtf8 } from '../bytes/index.ts'

export interface AuthCommand {
  /** In upper case. */
  readonly mechanism: string
  /** Base64; null when none came with the command, `=` for one that is empty (RFC 4954 section 4). */
  readonly initialResponse: string | null
}

export interface Credentials {
  readonly user: string
  readonly password: string
  /** Whom the client wants to act for (RFC 4616); empty when it is the user. */
  readonly actFor: string
}

/** The challenges of LOGIN, "Username:" and "Password:", as every client expects them. */
export const loginChallenges = { user: 'VXNlcm5hbWU6', password: 'UGFzc3dvcmQ6' } as const

const authForm = /^([A-Za-z0-9_-]{1,20})(?: +([A-Za-z0-9+/]*={0,2}))?$/
const unusable = /\p{Cc}/u

/** Reads what stands behind AUTH; null for anything that RFC 4954 section 4 does not know. */
export function parseAuth(rest: string): AuthCommand | null {
  const match = authForm.exec(rest)
  if (match === null) return null
  return { mechanism: (match[1] ?? '').toUpperCase(), initialResponse: match[2] ?? null }
}

/** The response of PLAIN (RFC 4616): whom to act for, user and password, with NUL between them. */
export function readPlainResponse(response: string): Credentials | null {
  const text = readResponse(response)
  const fields = text?.split('\0') ?? []
  const [actFor, name, password] = fields
  if (fields.length !== 3 || actFor === undefined || name === undefined || password === undefined) return null
  // Some clients fill in the first field alone.
  const user = name === '' ? actFor : name
  return unusable.test(user) || unusable.test(actFor) ? null : { user, password, actFor }
}

/** One response of LOGIN; null for what is no base64 of UTF-8. */
export function readLoginUser(response: string): string | null {
  const user = readResponse(response)
  return user === null || user === '' || unusable.test(user) ? null : user
}

/** Base64 with or without its padding, of UTF-8; `=` alone is the empty response. */
export function readResponse(response: string): string | null {
  const bytes = decodeBase64(response.replace(/={1,2}$/, ''))
  return bytes === null ? null : decodeUtf8(bytes)
}
