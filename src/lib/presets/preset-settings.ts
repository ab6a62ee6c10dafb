import type { Route } from '../policy/index.ts'

/** The settings that every preset decides, under the names the organisation's settings have. */
export interface PresetSettings {
  readonly route: Route
  readonly senderRoutes: Route[]
  readonly expiryDays: number
  readonly maxExpiryDays: number
  readonly hideSubject: boolean
  readonly trustedDevices: boolean
  readonly smsPasswords: boolean
  readonly mailPasswords: boolean
  readonly copyPasswordToSender: boolean
  readonly passwordDays: number
  readonly neutralNames: boolean
  readonly answersByMail: boolean
  readonly maxRecipientsPerMessage: number
  readonly smsDailyBudget: number
  readonly maxAttachmentMailBytes: number
  /** At most 600 characters each. */
  readonly coverNoteGerman: string
  readonly coverNoteEnglish: string
}
