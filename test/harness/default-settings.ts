import type { OrganisationSettings } from '../../src/contract/organisation.ts'

/** As a new organisation has them; the directory's test holds the product to it. */
export const defaultSettings = (): OrganisationSettings => ({
  expiryDays: 30,
  maxExpiryDays: 365,
  hideSubject: false,
  trustedDevices: true,
  smsCountries: ['DE', 'AT', 'CH', 'NL', 'BE', 'LU', 'FR'],
  smsDailyBudget: 500,
  maxRecipientsPerMessage: 500,
  route: 'portal',
  senderRoutes: ['portal', 'attachment'],
  smsPasswords: true,
  mailPasswords: true,
  copyPasswordToSender: false,
  passwordDays: 30,
  neutralNames: false,
  maxAttachmentMailBytes: 20 * 1024 * 1024,
  answersByMail: true,
  coverNoteGerman: '',
  coverNoteEnglish: '',
  homeCountry: 'DE',
  timeZone: 'Europe/Berlin',
  incomingMail: null,
  preset: null,
})
