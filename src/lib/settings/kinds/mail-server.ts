import { z } from 'zod'
import { toAsciiDomain } from '../../address/index.ts'
import type { Kind } from './kind.ts'

/** Where mailboxes can be read. */
export const incomingMail = z.strictObject({
  protocol: z.enum(['imap', 'pop3']),
  /** As `toAsciiDomain` writes it. */
  host: z
    .string()
    .max(253)
    .refine((host) => toAsciiDomain(host) === host),
  port: z.number().int().min(1).max(65_535),
  socket: z.enum(['tls', 'starttls']),
})
export type IncomingMail = z.output<typeof incomingMail>

export type MailServer = Kind<'mail-server', IncomingMail | null>

export const mailServer: MailServer = {
  name: 'mail-server',
  schema: incomingMail.nullable(),
  expected: 'imap or pop3, host, port and tls or starttls, such as imap:mail.example.org:993:tls; none for none',
  placeholder: 'server',
  read(text) {
    if (text.trim() === 'none') return null
    const [protocol, host, port, socket] = text.trim().split(':')
    return { protocol, host: host?.toLowerCase(), port: Number(port), socket }
  },
  write: (server) => (server === null ? 'none' : `${server.protocol}:${server.host}:${server.port}:${server.socket}`),
  record: (server) => (server === null ? 'none' : `${server.protocol} ${server.host}:${server.port} ${server.socket}`),
}
