import type { ErrorEntry } from './error-entry.ts'

/** Outside recipients and their checks. */
export const recipientsCodes = {
  'recipients.access-key-invalid': { kind: 'invalid', meaning: 'The access code is not in the expected form.' },
  'recipients.address-invalid': { kind: 'invalid', meaning: 'This is not a usable mail address.' },
  'recipients.country-not-allowed': {
    kind: 'refused',
    meaning:
      'Your organisation does not send text messages to this country. Choose another check or ask an administrator.',
  },
  'recipients.number-cannot-receive-texts': {
    kind: 'invalid',
    meaning: 'A number of this kind receives no text messages.',
  },
  'recipients.number-empty': { kind: 'invalid', meaning: 'No number was typed.' },
  'recipients.number-national-form': { kind: 'invalid', meaning: 'The number lacks its country.' },
  'recipients.number-no-country': { kind: 'invalid', meaning: 'The number belongs to no country.' },
  'recipients.number-not-a-number': { kind: 'invalid', meaning: 'This is not a telephone number.' },
  'recipients.number-not-valid': { kind: 'invalid', meaning: 'There is no such number.' },
  'recipients.number-too-long': { kind: 'invalid', meaning: 'What was typed is too long for a number.' },
  'recipients.unknown': { kind: 'not-found', meaning: 'There is no such recipient.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>
