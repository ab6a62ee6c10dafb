import { AppError } from '../../../contract/errors/app-error.ts'
import type { PhoneRefusal } from '../../../lib/phone/index.ts'

/** What recipients refuses, by name; the texts are English, clients translate by code. */
export const recipientErrors = {
  invalidAddress: () => new AppError('invalid', 'recipients.address-invalid', 'This is not a usable mail address.'),
  unknown: () => new AppError('not-found', 'recipients.unknown', 'There is no such recipient.'),
  /** `publicText` comes from lib/phone and may suggest another spelling of what was typed. */
  invalidNumber: (reason: PhoneRefusal, publicText: string) =>
    new AppError('invalid', `recipients.number-${reason}`, publicText),
  countryNotAllowed: () =>
    new AppError(
      'refused',
      'recipients.country-not-allowed',
      'Your organisation does not send text messages to this country. Choose another check or ask an administrator.',
    ),
  invalidAccessKey: () =>
    new AppError('invalid', 'recipients.access-key-invalid', 'The access code is not in the expected form.'),
} as const
