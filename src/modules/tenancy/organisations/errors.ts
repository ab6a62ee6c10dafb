import { AppError } from '../../../contract/errors/app-error.ts'

/** What the directory refuses, by name; the texts are English, clients translate by code. */
export const directoryErrors = {
  invalidName: () => new AppError('invalid', 'directory.name-invalid', 'Enter a name of 1 to 120 visible characters.'),
  organisationTaken: () =>
    new AppError('conflict', 'directory.organisation-taken', 'There is already an organisation of this name.'),
  organisationUnknown: () =>
    new AppError('not-found', 'directory.organisation-unknown', 'There is no organisation of this name.'),
  invalidAddress: () => new AppError('invalid', 'directory.address-invalid', 'This is not a usable mail address.'),
  addressTaken: () =>
    new AppError('conflict', 'directory.address-taken', 'An account or mailbox with this address exists already.'),
  accountUnknown: () => new AppError('not-found', 'directory.account-unknown', 'There is no such account.'),
  mailboxUnknown: () => new AppError('not-found', 'directory.mailbox-unknown', 'There is no such mailbox.'),
  invalidDomain: () => new AppError('invalid', 'directory.domain-invalid', 'This is not a usable mail domain.'),
  domainTaken: () =>
    new AppError('conflict', 'directory.domain-taken', 'This domain belongs to another organisation already.'),
  domainUnknown: () => new AppError('not-found', 'directory.domain-unknown', 'The organisation has no such domain.'),
  domainNotVerified: () =>
    new AppError(
      'refused',
      'directory.domain-not-verified',
      'The address is not in a domain that the organisation has verified.',
    ),
  proofMissing: () =>
    new AppError(
      'refused',
      'directory.domain-proof-missing',
      'The DNS record that proves the domain was not found. New records can take an hour to appear.',
    ),
  dnsUnavailable: (cause: unknown) =>
    new AppError('unavailable', 'directory.dns-unavailable', 'The DNS did not answer. Try again in a few minutes.', {
      cause,
    }),
  invalidKeys: () =>
    new AppError('invalid', 'directory.keys-invalid', 'The keys of the mailbox are not in the expected form.'),
  invalidSetting: (name: string) =>
    new AppError('invalid', 'directory.settings-invalid', `The setting “${name}” is outside its limits.`),
  unknownSetting: () => new AppError('invalid', 'directory.setting-unknown', 'There is no setting of this name.'),
  unusableSetting: (name: string) =>
    new AppError(
      'broken',
      'directory.settings-unusable',
      `What was decided about “${name}” is not possible any more. Decide it again: sealpost organisation settings --set ${name}=…`,
    ),
  unknownPreset: () => new AppError('invalid', 'directory.preset-unknown', 'There is no preset of this name.'),
  invalidRuleDomain: () =>
    new AppError(
      'invalid',
      'directory.rule-domain-invalid',
      'Enter a domain such as example.org, or .example.org with its sub-domains.',
    ),
  invalidRuleHosts: () =>
    new AppError(
      'invalid',
      'directory.rule-hosts-invalid',
      'Mail servers are named as mx.example.org, at most 20, and only where mail leaves directly.',
    ),
  tooManyRules: () =>
    new AppError('refused', 'directory.too-many-rules', 'An organisation has at most 1,000 rules for domains.'),
  ruleUnknown: () => new AppError('not-found', 'directory.rule-unknown', 'There is no rule for this domain.'),
  invalidBranding: () =>
    new AppError(
      'invalid',
      'directory.branding-invalid',
      'Colours are written as #1f5f8b, addresses of pages begin with https://.',
    ),
  invalidLogo: () =>
    new AppError('invalid', 'directory.logo-invalid', 'A logo is a PNG, JPEG or WebP file of at most 256 KiB.'),
  logoUnknown: () => new AppError('not-found', 'directory.logo-unknown', 'There is no logo.'),
} as const
