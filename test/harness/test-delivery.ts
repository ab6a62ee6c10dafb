import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { MailId, OrganisationId } from '../../src/lib/id/identifiers.ts'
import {
  createDelivery,
  type Delivery,
  type DeliveryDeps,
  type OutgoingMail,
} from '../../src/modules/transport/delivery/index.ts'
import type { DnsResolver } from '../../src/platform/dns/resolver.ts'
import { newId } from './identifiers.ts'
import { createTestDeps, type TestDeps } from './test-deps.ts'

/** Names and addresses of a small world without a name server. */
export interface TestZone {
  readonly mx?: Readonly<Record<string, readonly { readonly exchange: string; readonly priority: number }[]>>
  readonly a?: Readonly<Record<string, readonly string[]>>
  readonly aaaa?: Readonly<Record<string, readonly string[]>>
  readonly txt?: Readonly<Record<string, readonly string[]>>
}

export function createTestResolver(zone: TestZone): DnsResolver {
  return {
    mx: (domain) => Promise.resolve(zone.mx?.[domain] ?? []),
    a: (host) => Promise.resolve(zone.a?.[host] ?? []),
    aaaa: (host) => Promise.resolve(zone.aaaa?.[host] ?? []),
    txt: (name) => Promise.resolve(zone.txt?.[name] ?? []),
  }
}

export interface MailRow {
  readonly id: string
  readonly state: string
  readonly attempts: number
  readonly sealed_payload: Buffer | null
  readonly next_attempt_at: Date
  readonly claimed_by: string | null
  readonly last_status: string | null
  readonly last_reply: string | null
  readonly last_host: string | null
  readonly last_tls: string | null
  readonly envelope_to: string
  readonly kind: string
  readonly first_queued_at: Date
}

export interface TestDelivery {
  readonly deps: TestDeps
  readonly delivery: Delivery
  readonly organisationId: OrganisationId
  /** Hook calls, for example "sent 0198…", "failed 0198… 5.1.1" and "failed 0198… 5.7.5 no-verified-tls". */
  readonly events: string[]
  queue(mail: Partial<OutgoingMail>): Promise<MailId>
  /** Runs the sweep at the clock's time and waits until all attempts have ended. */
  sweep(): Promise<void>
  row(id: string): Promise<MailRow>
  rows(): Promise<readonly MailRow[]>
  close(): Promise<void>
}

export interface TestDeliveryOptions extends Partial<
  Pick<DeliveryDeps, 'resolver' | 'compose' | 'hooks' | 'openStored' | 'tuning'>
> {
  readonly settings?: Readonly<Record<string, string>>
}

/**
 * Longer than a busy machine stops this process, hosts under test included: only who tests silence is short of patience.
 * Changed between two sweeps it holds for the next.
 */
export const patient = { connectMs: 20_000, setUpMs: 20_000, answerMs: 20_000 }

const plainMail = (to: string) =>
  Buffer.from(`From: Practice <noreply@clinic.test>\r\nTo: <${to}>\r\nSubject: Hello\r\n\r\nA short text.\r\n`)

/** Delivery on a real database and real sockets; jobs are not run by a worker but by `sweep`. */
export async function createTestDelivery(options: TestDeliveryOptions = {}): Promise<TestDelivery> {
  const deps = await createTestDeps({ SEALPOST_HOSTNAME: 'mail.clinic.test', ...options.settings })
  const events: string[] = []
  const organisationId = newId<OrganisationId>()
  const delivery = createDelivery({
    ...deps,
    resolver: options.resolver ?? createTestResolver({}),
    compose: options.compose ?? (({ params }) => Promise.resolve(plainMail(String(params['to'])))),
    ...(options.openStored === undefined ? {} : { openStored: options.openStored }),
    hooks: options.hooks ?? {
      onSent: (_tx, { ref }) => Promise.resolve(void events.push(`sent ${ref.id}`)),
      onFailed: (_tx, { ref, status, cause }) => {
        events.push(`failed ${ref.id} ${status}${cause === 'other' ? '' : ` ${cause}`}`)
        return Promise.resolve()
      },
    },
    tuning: {
      timeouts: patient,
      recordRetryMs: 5,
      random: () => 0.5,
      ...options.tuning,
    },
  })
  const job = (task: string) => delivery.jobs.find((candidate) => candidate.task === task)
  const rows = () =>
    deps.database.withOrganisation(organisationId, async (tx) => {
      const found = await sql<MailRow>`select * from outgoing_mails order by id`.execute(tx)
      return found.rows
    })
  return {
    deps,
    delivery,
    organisationId,
    events,
    rows,
    queue: (mail) =>
      deps.database.withOrganisation(organisationId, (tx) => {
        const to = mail.to ?? `${randomBytes(4).toString('hex')}@example.test`
        const source = { template: 'plain', params: { to } }
        return delivery.queueMail(tx, {
          organisationId,
          kind: 'notification',
          envelopeFrom: 'bounces@clinic.test',
          to,
          compose: source,
          ...mail,
        })
      }),
    async sweep() {
      await job('delivery.sweep')?.run({})
      await delivery.settled()
    },
    async row(id) {
      const row = (await rows()).find((candidate) => candidate.id === id)
      if (row === undefined) throw new Error(`no mail ${id}`)
      return row
    },
    async close() {
      await delivery.stop(0)
      await deps.close()
    },
  }
}
