import type { Log } from '../../../platform/log/log.ts'
import type { Metrics } from '../../../platform/metrics/metrics.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'

export interface PackRequest {
  /** The message as it was sealed, whole. It is copied, so the caller may go on using it. */
  readonly content: Uint8Array
  /** ASCII, exactly as the recipient will type it. */
  readonly password: string
  /** Of the labels and notices in the PDF. */
  readonly language: 'de' | 'en'
  /** IANA name of the zone in which the reader is told times. */
  readonly timeZone: string
  /** Whether the entries of the ZIP hide what the attachments are called. */
  readonly neutralNames: boolean
  /** Of ZIP and PDF together. */
  readonly maxBytes: number
}

/** What the recipient, or the sender, should know about a package; all of them leave message.eml complete. */
export type PackNote =
  /** The renderer hit its limit: the PDF holds the plain text and says so. */
  | 'text-only'
  /** There are more attachments than may stand beside message.eml, or they are nested too deeply. */
  | 'parts-left-out'
  /** The text was too long to be printed; the PDF holds its beginning and says so. */
  | 'text-shortened'
  /** The message is itself encrypted (S/MIME, PGP): the PDF says so, and the parts stand beside message.eml. */
  | 'encrypted-inside'
  /** A winmail.dat could not be read; it stands beside message.eml as it came. */
  | 'winmail-unread'

export type PackOutcome =
  | {
      readonly kind: 'packed'
      readonly zip: Uint8Array
      readonly pdf: Uint8Array
      /** Attachments that stand beside message.eml. */
      readonly attachments: number
      readonly notes: readonly PackNote[]
    }
  | { readonly kind: 'too-large' }

export interface Packaging extends ModuleWith<'start' | 'errors'> {
  /**
   * Makes both files. Rejects with AppError `packaging.failed` when even the plain text cannot be packed, and with the
   * temporary `packaging.busy` when too many wait or the program stops.
   */
  pack(request: PackRequest): Promise<PackOutcome>
  /** Ends all threads at once; what is being packed or waits is rejected with `packaging.busy`. */
  stop(): Promise<void>
}

export interface PackLimits {
  /** Threads at most. */
  readonly workers: number
  /** Requests that may wait for a thread. */
  readonly maxWaiting: number
  /** How long the first attempt may take. */
  readonly attemptMs: number
  /** How long the second one may take, which prints the plain text only. */
  readonly textAttemptMs: number
  /** Both may take so much longer for each MiB of the content. */
  readonly attemptMsPerMiB: number
  /** JavaScript heap of one thread. */
  readonly heapMiB: number
  /** A thread without work ends after this time. */
  readonly idleMs: number
}

export interface PackagingDeps {
  readonly log: Log
  readonly metrics: Metrics
  readonly limits?: Partial<PackLimits>
}
