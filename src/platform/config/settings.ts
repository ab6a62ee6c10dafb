import { isIP } from 'node:net'
import { z } from 'zod'

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number, 0 to 65535')
    .transform(Number)
    .refine((value) => value <= 65_535, 'must be a port number, 0 to 65535')
    .default(fallback)

/** A port that the outside world sees; empty is the port that is listened on. */
const publicPort = z
  .string()
  .refine((text) => /^\d{0,5}$/.test(text) && Number(text) <= 65_535, 'must be a port number, 0 to 65535')
  .default('')

const services = ['http', 'submission', 'delivery', 'sms', 'jobs'] as const
export type ServiceName = (typeof services)[number]

function urlWith(protocols: readonly string[], what: string) {
  return z.string().refine((value) => {
    if (value === '') return true
    return URL.canParse(value) && protocols.includes(new URL(value).protocol)
  }, `must be ${what}`)
}

const publicUrl = urlWith(['http:', 'https:'], 'an http:// or https:// address').refine((value) => {
  if (!URL.canParse(value)) return true
  const { username, password, search, hash } = new URL(value)
  return `${username}${password}${search}${hash}` === ''
}, 'must be an address without user, ? and #')

const isFolderUrl = (value: string) => value === 'file:' || (/^file:\/\/\/./.test(value) && URL.canParse(value))

const folderUrl = z.string().refine(isFolderUrl, 'must be file: or file:///an/absolute/folder')

const shredUrl = z
  .string()
  .refine(
    (value) => isFolderUrl(value) || (/^postgres(ql)?:\/\/./.test(value) && URL.canParse(value)),
    'must be file:, file:///an/absolute/folder or postgresql://user:password@host:port/database',
  )

const addresses = (what: string, isAddress: (address: string) => boolean) =>
  z
    .string()
    .refine((value) => value.split(',').every((address) => address.trim() === '' || isAddress(address.trim())), what)

/** An address with or without a port, as DNS clients take it. */
function isDnsServer(text: string): boolean {
  const [, six, four, portNumber = '0'] = /^(?:\[(.*)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  return isIP(six ?? four ?? text) > 0 && Number(portNumber) <= 65_535
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

const isLoopbackHost = (host: string) => host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)

const smsUrl = urlWith(
  ['outbox:', 'smpp:', 'smpps:', 'https:', 'http:'],
  'outbox:, smpp://user:pass@host:port, or https://…',
).refine(
  (value) => !value.startsWith('http:') || isLoopbackHost(new URL(value).hostname),
  'may use http:// for a loopback address only',
)

interface Setting<Schema extends z.ZodType> {
  readonly schema: Schema
  readonly describe: string
  /** Secrets may be given as NAME_FILE, and are never printed. */
  readonly secret?: boolean
}

const setting = <Schema extends z.ZodType>(schema: Schema, describe: string, secret = false): Setting<Schema> => ({
  schema,
  describe,
  secret,
})

/**
 * Every boot setting, once: start-up validation, `sealpost config check`, the sample file and docs/configuration.md
 * all come from this table.
 */
export const settings = {
  SEALPOST_DATA_DIR: setting(
    z.string().min(1).default('./data'),
    'Data folder: embedded database, blobs, TLS pair and secret file live below it.',
  ),
  SEALPOST_DATABASE_URL: setting(
    urlWith(['postgres:', 'postgresql:'], 'postgresql://user:password@host:port/database').default(''),
    'PostgreSQL 15 or newer; empty starts the embedded server in the data folder.',
    true,
  ),
  SEALPOST_DATABASE_RUNTIME_URL: setting(
    urlWith(['postgres:', 'postgresql:'], 'postgresql://user:password@host:port/database').default(''),
    'The login for requests, where the user of SEALPOST_DATABASE_URL may not make one; empty makes and uses one of its own.',
    true,
  ),
  SEALPOST_PUBLIC_URL: setting(
    publicUrl.default('http://localhost:8080'),
    'The address that links in mails begin with.',
  ),
  SEALPOST_HOST: setting(z.string().min(1).default('127.0.0.1'), 'Address that all listeners bind to.'),
  SEALPOST_HTTP_PORT: setting(port(8080), 'Port of the web pages and the API; 0 turns it off.'),
  SEALPOST_METRICS_PORT: setting(port(9464), 'Port of the Prometheus metrics, always on 127.0.0.1; 0 turns it off.'),
  SEALPOST_SUBMISSION_PORT: setting(port(2587), 'Mail submission with STARTTLS; 0 turns it off.'),
  SEALPOST_SUBMISSIONS_PORT: setting(port(2465), 'Mail submission with TLS from the first byte; 0 turns it off.'),
  SEALPOST_PUBLIC_SUBMISSION_PORT: setting(
    publicPort,
    'Port with STARTTLS that mail programs are told, where a redirect leads to SEALPOST_SUBMISSION_PORT (usually 587); 0 tells them none, empty the port itself.',
  ),
  SEALPOST_PUBLIC_SUBMISSIONS_PORT: setting(
    publicPort,
    'Port with TLS from the first byte that mail programs are told, where a redirect leads to SEALPOST_SUBMISSIONS_PORT (usually 465); 0 tells them none, empty the port itself.',
  ),
  SEALPOST_MX_PORT: setting(port(2525), 'Reserved for incoming mail; not opened by this version.'),
  SEALPOST_IMAP_PORT: setting(port(2143), 'Reserved for IMAP; not opened by this version.'),
  SEALPOST_IMAPS_PORT: setting(port(2993), 'Reserved for IMAP with TLS; not opened by this version.'),
  SEALPOST_HOSTNAME: setting(
    z
      .string()
      .regex(/^[A-Za-z0-9.-]*$/)
      .default(''),
    'Name of the mail server for mail programs, SMTP greetings and Received lines; empty takes the host of SEALPOST_PUBLIC_URL.',
  ),
  SEALPOST_SMARTHOST: setting(
    urlWith(['smtp:', 'smtps:'], 'smtp://… or smtps://…').default(''),
    'Server for all outgoing mail; empty delivers to the MX of each domain.',
    true,
  ),
  SEALPOST_DNS_SERVERS: setting(
    addresses('must be comma-separated addresses', isDnsServer).default(''),
    'Comma-separated DNS servers for delivery; empty uses those of the system.',
  ),
  SEALPOST_DNSSEC_RESOLVER: setting(
    z
      .string()
      .refine((value) => value === '' || isDnsServer(value), 'must be address:port')
      .default(''),
    'DNS resolver that validates DNSSEC and whose word is believed, as address:port, best on the loopback; delivery then asks it and honours DANE. Empty: no DANE.',
  ),
  SEALPOST_DELIVERY_PORT: setting(port(25), 'Port used for delivery to MX hosts.'),
  SEALPOST_SMS_URL: setting(
    smsUrl.default('outbox:'),
    'outbox: (kept for the demo page), smpp://user:pass@host:port, smpps://…, or https://… (JSON POST: to, text, reference; http:// for loopback only).',
    true,
  ),
  SEALPOST_BLOBS_URL: setting(
    folderUrl.default('file:'),
    'Where sealed content is kept: file: is the folder "blobs" in the data folder, file:///folder another one.',
  ),
  SEALPOST_SHRED_URL: setting(
    shredUrl.default('file:'),
    'Where the keys of short-lived secrets are kept, which no backup may hold: file: is the folder "shred" in the data folder, file:///folder another one, which several machines may share, postgresql://… a PostgreSQL server for nothing else.',
    true,
  ),
  SEALPOST_TLS_CERT: setting(
    z.string().default(''),
    'Certificate chain (PEM file); empty makes a self-signed pair in the data folder.',
  ),
  SEALPOST_TLS_KEY: setting(z.string().default(''), 'Private key (PEM file) of SEALPOST_TLS_CERT.'),
  SEALPOST_SECRET_FILE: setting(
    z.string().default(''),
    'The transit key, made at first start with mode 0600; empty is the file "secret" in the data folder.',
  ),
  SEALPOST_SERVICES: setting(
    z
      .string()
      .default(services.join(','))
      .transform((value) =>
        value
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== ''),
      )
      .pipe(z.array(z.enum(services)).min(1)),
    `Comma-separated services of this process: ${services.join(', ')}.`,
  ),
  SEALPOST_MAX_MESSAGE_BYTES: setting(
    z
      .string()
      .regex(/^\d{1,10}$/, 'must be a number of bytes')
      .transform(Number)
      .pipe(
        z
          .number()
          .min(1024)
          .max(2 ** 31),
      )
      .default(52_428_800),
    'Largest message accepted over SMTP.',
  ),
  SEALPOST_LOG_LEVEL: setting(z.enum(['debug', 'info', 'warn', 'error']).default('info'), 'How much is logged.'),
  SEALPOST_TRUSTED_PROXIES: setting(
    addresses('must be comma-separated addresses or networks', isNetwork).default('127.0.0.1,::1'),
    'Comma-separated addresses of reverse proxies whose X-Forwarded-For is believed.',
  ),
} as const

export type SettingName = keyof typeof settings
export type RawConfig = { readonly [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> }
