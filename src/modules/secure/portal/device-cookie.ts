import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PortalDeps } from './ports.ts'

const deviceDays = 30

/**
 * Over https the name begins with `__Host-` (RFC 6265bis section 4.1.3.2): no neighbouring host can plant a device token
 * of its own choice, wait until the recipient trusts it, and use it then.
 */
function cookieOf(deps: Pick<PortalDeps, 'publicUrl'>) {
  const secure = deps.publicUrl.startsWith('https:')
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const
  return { name: secure ? '__Host-sealpost_device' : 'sealpost_device', options }
}

/** The token of this browser, 256 random bits, if it was ever trusted here; whether it still is, the recipients module knows. */
export function deviceOf(deps: Pick<PortalDeps, 'publicUrl'>, request: FastifyRequest): string | undefined {
  const value = request.cookies[cookieOf(deps).name]
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined
}

export function keepDevice(deps: Pick<PortalDeps, 'publicUrl'>, reply: FastifyReply, device: string): void {
  const { name, options } = cookieOf(deps)
  reply.setCookie(name, device, { ...options, maxAge: deviceDays * 24 * 3600 })
}

export function dropDevice(deps: Pick<PortalDeps, 'publicUrl'>, reply: FastifyReply): void {
  const { name, options } = cookieOf(deps)
  reply.clearCookie(name, options)
}
