import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { ReportRequest } from '../../../lib/smtp/index.ts'

/** What the mail is about for the module that queued it; handed back to its hooks. */
export interface MailReference {
  readonly kind: string
  readonly id: string
}

/** A content that another module keeps, with what opens it there, an identity or a seed; that is sealed as the mail is while it waits. */
export interface StoredContent {
  readonly contentId: string
  readonly identity: string
}

/** A stored content that goes along as an attachment. Only the reference waits in the queue, never the bytes. */
export interface StoredPart extends StoredContent {
  readonly filename: string
  readonly contentType: string
}

/** What leaves: a template with its attachments, a complete message, or a complete message that is stored elsewhere. */
export type MailSource =
  | {
      readonly template: string
      readonly params: Readonly<Record<string, unknown>>
      readonly attachments?: readonly StoredPart[]
    }
  | { readonly raw: Uint8Array }
  | { readonly stored: StoredContent }

/**
 * A mail with this demand leaves over TLS to a host that a policy of the receiving domain (MTA-STS, DANE) or the
 * administrator vouches for and that proved it at this moment, or not at all. `listedHosts` are MX host names.
 */
export interface TlsDemand {
  readonly kind: 'verified'
  readonly listedHosts: readonly string[]
}

export interface OutgoingMail {
  readonly organisationId: OrganisationId
  /** A word for statistics ("notification", "code", "report"). */
  readonly kind: string
  /** Return path; empty is the null sender, which never gets a report. */
  readonly envelopeFrom: string
  readonly to: string
  readonly compose: MailSource
  readonly tls?: TlsDemand
  /** What the sender asked for at submission, so that a report answers in their words; it never carries more than the header. */
  readonly dsn?: ReportRequest
  readonly ref?: MailReference
}

/**
 * Why a mail was given up, as far as the module that queued it can do something about it: the host refused the content
 * of a mail with attachments; the receiving side could not be verified as the mail demands; the mail is too large there.
 */
export type FailureCause = 'attachment-refused' | 'no-verified-tls' | 'message-too-large' | 'other'

/** How the connection that carried a mail was protected. `plain-after-failure`: STARTTLS was offered and did not work. */
export type TlsState = 'verified' | 'unverified' | 'plain' | 'plain-after-failure'

/** Who demands protected delivery to a host and says how it proves itself; `listed` is the administrator. */
export type TlsPolicy = 'dane' | 'mta-sts' | 'listed'

/** Where an attempt ended, as far as it got. */
export interface AttemptTrace {
  readonly host: string | null
  readonly tls: TlsState | null
  /** The policy that demanded protection on this way. */
  readonly policy: TlsPolicy | null
}

export type AttemptOutcome = AttemptTrace &
  (
    | {
        readonly kind: 'sent'
        readonly status: string
        readonly text: string
        /** The next host took over the duty to report success (RFC 3461 section 5.2.2). */
        readonly reportPassedOn: boolean
      }
    | { readonly kind: 'deferred'; readonly status: string; readonly text: string; readonly cause: DeferralCause }
    | { readonly kind: 'failed'; readonly status: string; readonly text: string; readonly cause: FailureCause }
  )

/**
 * `reply`: a host said 4xx. `unreachable`: no host could be talked to. `own`: the fault is on this side.
 * `no-verified-tls`: a policy demands a protection that the hosts do not offer now.
 */
export type DeferralCause = 'reply' | 'unreachable' | 'own' | 'stopped' | 'no-verified-tls'
