import { AppError } from '../errors/app-error.ts'

/** An invented number, shown where the right form cannot be computed from what was typed. */
export const examplePhoneAddress = '+4915123456789@sms.local'

/** What the rules refuse, by name; each text is one ASCII line that also fits into an SMTP reply. */
export const policyErrors = {
  addressInvalid: () =>
    new AppError('invalid', 'policy.address-invalid', 'This is not a mail address that mail can be sent to.'),
  /** `publicText` comes from `passwordPhone` and may hold the number in the right form: shown to the sender, never logged. */
  phoneInvalid: (publicText: string) => new AppError('invalid', 'policy.phone-invalid', publicText),
  undeliverable: () =>
    new AppError(
      'invalid',
      'policy.address-undeliverable',
      'Addresses that end in .local cannot be reached by mail; ' +
        `to name a phone, write its number as in ${examplePhoneAddress}.`,
    ),
  onlyPhones: () =>
    new AppError(
      'invalid',
      'policy.only-phones',
      "The message names only phones; add the recipient's mail address beside the phone number.",
    ),
  tooManyPhones: (maxPhones: number) =>
    new AppError('invalid', 'policy.too-many-phones', `A message may name at most ${maxPhones} phones.`),
  routeUnknown: () =>
    new AppError('invalid', 'policy.route-unknown', 'X-Sealpost-Route must say portal, attachment or direct.'),
  passwordToInvalid: () =>
    new AppError(
      'invalid',
      'policy.password-to-invalid',
      'X-Sealpost-Password-To holds something that is neither a phone number such as +4915123456789 nor a mail address.',
    ),
  passwordToTooLong: () =>
    new AppError(
      'invalid',
      'policy.password-to-too-long',
      'X-Sealpost-Password-To names too many phones or addresses.',
    ),
} as const
