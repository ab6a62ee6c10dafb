import type { FastifyReply, FastifyRequest } from 'fastify'
import { decodeBase64Url } from '../../../lib/bytes/index.ts'

/**
 * Over https the name begins with `__Host-` (RFC 6265bis section 4.1.3.2): a neighbouring host cannot plant a session of
 * its own, in which somebody would then write under a stranger's account.
 */
const nameFor = (publicUrl: string) => (publicUrl.startsWith('https:') ? '__Host-sealpost_session' : 'sealpost_session')
const tokenBytes = 32

/** The token a browser sent, or undefined for none and for anything that cannot be one. */
export function readSessionToken(request: FastifyRequest, publicUrl: string): Uint8Array | undefined {
  const value = request.cookies[nameFor(publicUrl)]
  if (value === undefined || value.length > 64) return undefined
  const token = decodeBase64Url(value)
  return token?.length === tokenBytes ? token : undefined
}

const attributes = (publicUrl: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: publicUrl.startsWith('https:') }) as const

/** Without an expiry: the browser forgets it when it closes, the server earlier. */
export function setSessionCookie(reply: FastifyReply, token: Uint8Array, publicUrl: string): void {
  reply.setCookie(nameFor(publicUrl), Buffer.from(token).toString('base64url'), attributes(publicUrl))
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(nameFor(publicUrl), attributes(publicUrl))
}
