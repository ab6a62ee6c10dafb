/** When the original sender wants to hear about a mail (RFC 3461 section 4.1). Empty means: failure and delay. */
export type ReportEvent = 'never' | 'success' | 'failure' | 'delay'

/** What the sender asked for at submission, so that a delivery report can answer in their words. */
export interface ReportRequest {
  readonly notify: readonly ReportEvent[]
  /** Asked-for extent; a report never carries more than the header fields, whatever stands here. */
  readonly ret: 'full' | 'hdrs' | null
  /** Envelope identifier and original recipient (`rfc822;user@example`), both decoded from xtext. */
  readonly envid: string | null
  readonly orcpt: string | null
  /** Who gets the report; empty means nobody, because it was itself a report. */
  readonly originalSender: string
}

/** What the mail is about for the module that queued it; handed back to its hooks. */
export interface MailReference {
  readonly kind: string
  readonly id: string
}

export type MailSource =
  | { readonly template: string; readonly params: Readonly<Record<string, unknown>> }
  | { readonly raw: Uint8Array }

/** A report request as it is handed in: words that are no event are left out. */
export type GivenReportRequest = Omit<ReportRequest, 'notify'> & { readonly notify: readonly string[] }

export interface OutgoingMail {
  readonly organisationId: string
  /** A word for statistics ("notification", "code", "report"). */
  readonly kind: string
  /** Return path; empty is the null sender, which never gets a report. */
  readonly envelopeFrom: string
  readonly to: string
  readonly compose: MailSource
  readonly dsn?: GivenReportRequest
  readonly ref?: MailReference
}

/** How the connection that carried a mail was protected. `plain-after-failure`: STARTTLS was offered and did not work. */
export type TlsState = 'verified' | 'unverified' | 'plain' | 'plain-after-failure'

/** Where an attempt ended, as far as it got. */
export interface AttemptTrace {
  readonly host: string | null
  readonly tls: TlsState | null
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
    | { readonly kind: 'failed'; readonly status: string; readonly text: string }
  )

/** `reply`: a host said 4xx. `unreachable`: no host could be talked to. `own`: the fault is on this side. */
export type DeferralCause = 'reply' | 'unreachable' | 'own' | 'stopped'
