import { generate } from 'selfsigned'
import {
  createSubmission,
  type AcceptedMail,
  type AccountIdentity,
  type RelayIdentity,
  type Submission,
  type SubmissionDeps,
  type SubmissionLimits,
  type SubmittedMail,
} from '../../src/modules/transport/submission/index.ts'
import { AppError } from '../../src/lib/errors/app-error.ts'
import type { OrganisationId } from '../../src/lib/id/identifiers.ts'
import { createManualClock } from '../../src/platform/clock/clock.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { createMetrics, type Metrics } from '../../src/platform/metrics/metrics.ts'
import { idOf } from './identifiers.ts'
import { signedInClient, type SmtpClient } from './smtp-client.ts'

export const doctor = { user: 'doctor@praxis.example', password: 'app-password-of-the-doctor' }
export const relay = { user: 'relay-7f3a@praxis.example', password: 'relay-password' }

const doctorIdentity: AccountIdentity = {
  kind: 'account',
  organisationId: idOf<OrganisationId>('organisation-1'),
  accountId: idOf('account-1'),
  mailboxId: idOf('mailbox-1'),
  mailboxAddress: 'doctor@praxis.example',
  allowedFrom: ['doctor@praxis.example', 'info@praxis.example'],
  displayName: 'Dr. Weber',
}
const relayIdentity: RelayIdentity = {
  kind: 'relay',
  organisationId: idOf<OrganisationId>('organisation-1'),
  domains: ['praxis.example', 'xn--mnchen-3ya.example'],
}

export interface StoredMail extends Omit<SubmittedMail, 'content'> {
  readonly content: Buffer
}

export interface SmtpWorldOptions {
  readonly limits?: Partial<SubmissionLimits>
  readonly maxRecipients?: number
  readonly homeCountry?: string
  /** Stands in for sealing; the default keeps the message once it has read all of it. */
  readonly acceptMail?: (mail: SubmittedMail, keep: () => Promise<AcceptedMail>) => Promise<AcceptedMail>
  readonly authenticate?: SubmissionDeps['authenticate']
}

export interface SmtpWorld {
  readonly port: number
  readonly tlsPort: number
  /** What was acknowledged, in order. */
  readonly mails: readonly StoredMail[]
  readonly logLines: readonly string[]
  readonly metrics: Metrics
  readonly submission: Submission
  readonly clock: ReturnType<typeof createManualClock>
  /** A client that has signed in over TLS. */
  signedIn(who?: { readonly user: string; readonly password: string }): Promise<SmtpClient>
  stop(): Promise<void>
}

let pairOfAll: Promise<{ readonly cert: string; readonly key: string }> | undefined

/** One self-signed pair for all tests of a file. */
function testTlsPair(): Promise<{ readonly cert: string; readonly key: string }> {
  pairOfAll ??= generate([{ name: 'commonName', value: 'mail.praxis.example' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
  }).then(({ cert, private: key }) => ({ cert, key }))
  return pairOfAll
}

const knownUsers: SubmissionDeps['authenticate'] = ({ user, password }) => {
  if (user === doctor.user && password === doctor.password) return Promise.resolve(doctorIdentity)
  if (user === relay.user && password === relay.password) return Promise.resolve(relayIdentity)
  if (user === 'down@praxis.example')
    return Promise.reject(new AppError('unavailable', 'identity.down', 'Try again later'))
  return Promise.resolve(null)
}

/** Both submission ports with in-memory stand-ins for identity and sealing. Addresses at "new." wait for a check. */
export async function startSmtpWorld(options: SmtpWorldOptions = {}): Promise<SmtpWorld> {
  const mails: StoredMail[] = []
  const logLines: string[] = []
  const metrics = createMetrics()
  const clock = createManualClock(new Date('2026-11-21T09:00:00.000Z'))
  const keepMail = async ({ content, ...mail }: SubmittedMail): Promise<AcceptedMail> => {
    const chunks: Uint8Array[] = []
    for await (const chunk of content) chunks.push(chunk)
    mails.push({ ...mail, content: Buffer.concat(chunks) })
    const addresses = mail.recipients.map((recipient) => recipient.address)
    const parked = addresses.filter((address) => address.includes('@new.'))
    return {
      messageId: idOf(`message-${mails.length}`),
      parked,
      queued: addresses.filter((address) => !parked.includes(address)),
      phone: null,
    }
  }
  const submission = createSubmission({
    authenticate: options.authenticate ?? knownUsers,
    acceptMail: (mail) => options.acceptMail?.(mail, () => keepMail(mail)) ?? keepMail(mail),
    rulesOf: () =>
      Promise.resolve({ maxRecipients: options.maxRecipients ?? 500, homeCountry: options.homeCountry ?? 'DE' }),
    clock,
    log: createLog('debug', { write: (line: string) => void logLines.push(line) }),
    metrics,
    tls: await testTlsPair(),
    hostname: 'mail.praxis.example',
    limits: { drainTimeoutMs: 2000, ...options.limits },
  })
  const ports = await submission.listen({ host: '127.0.0.1', submission: 0, submissions: 0 })
  const port = ports.submission ?? 0
  const tlsPort = ports.submissions ?? 0
  return {
    port,
    tlsPort,
    mails,
    logLines,
    metrics,
    submission,
    clock,
    signedIn: (who = doctor) => signedInClient({ ...who, port: tlsPort, tls: true }),
    stop: () => submission.stop(),
  }
}
