import type { FastifyReply, FastifyRequest } from 'fastify'
import { decodeBase64Url } from '../../lib/bytes/index.ts'

const cookieName = 'sealpost_session'
const tokenBytes = 32

/** The token a browser sent, or undefined for none and for anything that cannot be one. */
export function readSessionToken(request: FastifyRequest): Uint8Array | undefined {
  const value = request.cookies[cookieName]
  if (value === undefined || value.length > 64) return undefined
  const token = decodeBase64Url(value)
  return token?.length === tokenBytes ? token : undefined
}

const attributes = (publicUrl: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: publicUrl.startsWith('https:') }) as const

/** Without an expiry: the browser forgets it when it closes, the server earlier. */
export function setSessionCookie(reply: FastifyReply, token: Uint8Array, publicUrl: string): void {
  reply.setCookie(cookieName, Buffer.from(token).toString('base64url'), attributes(publicUrl))
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(cookieName, attributes(publicUrl))
}
