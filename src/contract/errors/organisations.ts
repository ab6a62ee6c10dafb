import type { ErrorEntry } from './error-entry.ts'

/** Organisations, domains, settings, branding. */
export const organisationsCodes = {
  'directory.account-unknown': { kind: 'not-found', meaning: 'There is no such account.' },
  'directory.address-invalid': { kind: 'invalid', meaning: 'This is not a usable mail address.' },
  'directory.address-taken': { kind: 'conflict', meaning: 'An account or mailbox with this address exists already.' },
  'directory.admins-only': { kind: 'refused', meaning: 'Only administrators change what the organisation decides.' },
  'directory.branding-invalid': {
    kind: 'invalid',
    meaning: 'Colours are written as #1f5f8b, addresses of pages begin with https://.',
  },
  'directory.dns-unavailable': { kind: 'unavailable', meaning: 'The DNS did not answer. Try again in a few minutes.' },
  'directory.domain-invalid': { kind: 'invalid', meaning: 'This is not a usable mail domain.' },
  'directory.domain-not-verified': {
    kind: 'refused',
    meaning: 'The address is not in a domain that the organisation has verified.',
  },
  'directory.domain-proof-missing': {
    kind: 'refused',
    meaning: 'The DNS record that proves the domain was not found. New records can take an hour to appear.',
  },
  'directory.domain-taken': { kind: 'conflict', meaning: 'This domain belongs to another organisation already.' },
  'directory.domain-unknown': { kind: 'not-found', meaning: 'The organisation has no such domain.' },
  'directory.expiry-beyond-maximum': {
    kind: 'invalid',
    meaning: 'Messages cannot stay longer than the time to which a sender may extend them.',
  },
  'directory.keys-invalid': { kind: 'invalid', meaning: 'The keys of the mailbox are not in the expected form.' },
  'directory.logo-invalid': { kind: 'invalid', meaning: 'A logo is a PNG, JPEG or WebP file of at most 256 KiB.' },
  'directory.logo-unknown': { kind: 'not-found', meaning: 'There is no logo.' },
  'directory.mailbox-unknown': { kind: 'not-found', meaning: 'There is no such mailbox.' },
  'directory.name-invalid': { kind: 'invalid', meaning: 'Enter a name of 1 to 120 visible characters.' },
  'directory.organisation-taken': { kind: 'conflict', meaning: 'There is already an organisation of this name.' },
  'directory.organisation-unknown': { kind: 'not-found', meaning: 'There is no organisation of this name.' },
  'directory.preset-unknown': { kind: 'invalid', meaning: 'There is no preset of this name.' },
  'directory.rule-domain-invalid': {
    kind: 'invalid',
    meaning: 'Enter a domain such as example.org, or .example.org with its sub-domains.',
  },
  'directory.rule-hosts-invalid': {
    kind: 'invalid',
    meaning: 'Mail servers are named as mx.example.org, at most 20, and only where mail leaves directly.',
  },
  'directory.rule-unknown': { kind: 'not-found', meaning: 'There is no rule for this domain.' },
  'directory.setting-unknown': { kind: 'invalid', meaning: 'There is no setting of this name.' },
  'directory.settings-invalid': { kind: 'invalid', meaning: 'A setting is outside its limits.' },
  'directory.settings-unusable': {
    kind: 'broken',
    meaning: 'What was decided about a setting is not possible any more; it must be decided again.',
  },
  'directory.too-many-rules': { kind: 'refused', meaning: 'An organisation has at most 1,000 rules for domains.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>
