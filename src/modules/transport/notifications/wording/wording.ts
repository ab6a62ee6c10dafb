import type { CheckKind } from '../../../../contract/check-kind.ts'
import type { GatewayWording } from './gateway-wording.ts'

export const senderNotices = [
  'number-wrong',
  'recipient-locked',
  'new-link-requested',
  'resend-requested',
  'not-delivered',
  'sent-through-portal',
  'too-large-for-attachment',
  'not-packable',
  'no-verified-tls',
] as const
export type SenderNotice = (typeof senderNotices)[number]

interface NoticeWording {
  readonly subject: string
  readonly lead: string
  readonly action: string
}

/** Every text of the notifications in one language. Names and addresses are inserted as they are, never escaped here. */
export interface Wording {
  /** For dates; also the language of the HTML page. */
  readonly language: 'de' | 'en'
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly until: string
  readonly reference: string
  readonly message: string
  readonly recipients: string
  readonly recipient: string
  readonly terms: string
  readonly privacy: string
  readonly otherwise: string
  readonly via: (name: string, organisation: string) => string
  readonly sentTo: (to: string, organisation: string) => string
  readonly andMore: (count: number) => string
  readonly noReply: { readonly title: string; readonly text: string }
  readonly newMessage: {
    readonly subject: (subject: string | null) => string
    readonly preview: (sender: string, until: string) => string
    readonly heading: string
    readonly lead: (sender: string) => string
    readonly action: string
    readonly how: {
      readonly title: string
      readonly text: (check: CheckKind | 'same-password' | 'account', sender: string) => string
    }
    readonly genuine: { readonly title: string; readonly text: (reference: string) => string }
  }
  readonly parked: {
    readonly subject: (subject: string | null) => string
    readonly heading: string
    readonly lead: (count: number) => string
    readonly action: string
    readonly why: { readonly title: string; readonly text: string }
  }
  readonly answer: {
    readonly subject: (subject: string | null) => string
    readonly heading: string
    readonly lead: (from: string) => string
    readonly action: string
  }
  readonly notice: {
    readonly heading: Readonly<Record<SenderNotice, string>>
    readonly texts: Readonly<Record<SenderNotice, NoticeWording>>
  }
  readonly code: {
    readonly subject: string
    readonly heading: string
    readonly lead: (sender: string) => string
    readonly safety: { readonly title: string; readonly text: string }
  }
  /** Encrypted ZIP and PDF, and their password. */
  readonly gateway: GatewayWording
}
