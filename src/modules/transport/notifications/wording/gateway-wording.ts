import type { CheckKind } from '../../../../contract/check-kind.ts'

export type PasswordReason = 'no-phone' | 'plan' | 'copy' | 'partly' | 'text-failed'
/** What packing may note about a message that a recipient should know. */
export const packNotes = [
  'text-only',
  'text-shortened',
  'parts-left-out',
  'encrypted-inside',
  'winmail-unread',
] as const
export type PackNote = (typeof packNotes)[number]

/** What the ZIP has that the PDF lacks. */
export type ZipContent = 'attachments' | 'original' | 'nothing-more'

interface TitledText {
  readonly title: string
  readonly text: string
}

/** One device: how to open the PDF, then how to open the ZIP. */
interface DeviceWording {
  readonly device: string
  readonly lines: readonly [pdf: string, zip: string]
}

/** Every text about encrypted attachments and their password in one language. */
export interface GatewayWording {
  readonly fileNames: { readonly zip: string; readonly pdf: string }
  readonly password: string
  readonly linkUntil: string
  /** Before one or more addresses. */
  readonly recipients: string
  readonly message: {
    readonly hiddenSubject: string
    readonly preview: (sender: string) => string
    readonly heading: string
    readonly lead: (sender: string) => string
    readonly action: string
    /** Fits into the table of facts, after "Password". */
    readonly passwordFact: (by: 'sms' | 'mail' | 'sender', from: string) => string
    readonly byText: (number: string | null) => string
    readonly open: {
      readonly title: string
      readonly text: (check: CheckKind | 'same-password', sender: string) => string
    }
    readonly files: TitledText & { readonly pdf: string; readonly zip: Readonly<Record<ZipContent, string>> }
    readonly packNotes: Readonly<Record<PackNote, string>>
    readonly devices: { readonly title: string; readonly list: readonly DeviceWording[] }
    readonly genuine: { readonly title: string; readonly text: (reference: string) => string }
    readonly answer: { readonly title: string; readonly text: (address: string) => string }
    readonly coverNote: (organisation: string) => string
  }
  readonly passwordMail: {
    readonly subject: string
    readonly preview: (sender: string) => string
    readonly heading: string
    readonly lead: (sender: string) => string
    readonly keep: TitledText
    readonly safety: TitledText
  }
  readonly passwordReady: {
    readonly subject: (subject: string | null, isCopy: boolean) => string
    readonly heading: (isCopy: boolean) => string
    readonly lead: Readonly<Record<PasswordReason, string>>
    readonly action: string
    readonly todo: TitledText
    readonly copy: TitledText
  }
  /** A text message; `from` is a name in the GSM alphabet, or empty. */
  readonly passwordText: { readonly before: (from: string) => string; readonly after: (reference: string) => string }
}
