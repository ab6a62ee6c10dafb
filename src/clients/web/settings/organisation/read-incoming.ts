import { toAsciiDomain } from '../../../../lib/address/index.ts'
import { incomingMail, type IncomingMail } from '../../../../lib/settings/index.ts'

export const protocols = ['none', 'imap', 'pop3'] as const
export const sockets = ['tls', 'starttls'] as const

export interface TypedIncoming {
  readonly protocol: (typeof protocols)[number]
  readonly host: string
  /** Empty for the usual one. */
  readonly port: string
  readonly socket: (typeof sockets)[number]
}

/** RFC 8314 section 3 and the registered ports. */
const ports = { imap: { tls: '993', starttls: '143' }, pop3: { tls: '995', starttls: '110' } } as const

/** The port that servers of this kind use, as text. */
export const usualPort = ({ protocol, socket }: Pick<TypedIncoming, 'protocol' | 'socket'>): string =>
  protocol === 'none' ? '' : ports[protocol][socket]

/** What is saved, as its fields show it; the usual port is left empty, so that it follows the other choices. */
export function typedOf(saved: IncomingMail | null): TypedIncoming {
  if (saved === null) return { protocol: 'none', host: '', port: '', socket: 'tls' }
  const port = String(saved.port)
  return { ...saved, port: port === usualPort(saved) ? '' : port }
}

/** The setting that was typed, or the field that is wrong. */
export function readIncoming(
  typed: TypedIncoming,
): { readonly wrong: null; readonly incoming: IncomingMail | null } | { readonly wrong: 'host' | 'port' } {
  if (typed.protocol === 'none') return { wrong: null, incoming: null }
  const host = toAsciiDomain(typed.host.trim().normalize('NFC'))
  if (host === null) return { wrong: 'host' }
  const port = typed.port.trim() === '' ? usualPort(typed) : typed.port.trim()
  const read = incomingMail.safeParse({ ...typed, host, port: /^\d+$/.test(port) ? Number(port) : 0 })
  return read.success ? { wrong: null, incoming: read.data } : { wrong: 'port' }
}
