import type { PresetName } from '../../../../lib/settings/index.ts'
import type { Route } from '../../../../lib/policy/index.ts'

interface Named {
  readonly name: string
  readonly text: string
}

const presets: Readonly<Record<PresetName, Named>> = {
  doctors: { name: 'Doctors', text: 'Findings and letters to patients and colleagues.' },
  lawyers: { name: 'Lawyers', text: 'Briefs and contracts to clients and courts.' },
  'tax-advisers': { name: 'Tax advisers', text: 'Documents that clients keep for years.' },
  agencies: { name: 'Agencies', text: 'Drafts and access data for customers.' },
  schools: { name: 'Schools', text: 'Letters to parents and pupils, also to many at once.' },
  'private-persons': { name: 'Private persons', text: 'Now and then a confidential message.' },
}

const days = (value: number) => (value === 1 ? '1 day' : `${value} days`)

/** For the narrow column of a table. */
const ways: Readonly<Record<Route, string>> = { portal: 'Link', attachment: 'Files', direct: 'Direct' }

export const organisation = {
  title: 'Organisation',
  pageTitle: 'Settings of the organisation',
  intro: (name: string) => `What holds for everybody who sends for ${name}.`,
  linkText: 'How messages leave, how passwords travel and how long everything is kept.',
  open: 'Change the settings of the organisation',
  readOnly: 'Only administrators can change this.',
  yes: 'Yes',
  no: 'No',
  none: 'none',
  weaker: 'Weaker',
  preset: {
    title: 'Choose a starting point',
    text: 'Settings that suit your profession. You can change each of them below afterwards.',
    legend: 'Profession',
    names: presets,
    leave: {
      portal: 'Messages leave as a link.',
      attachment: 'Messages leave as encrypted files.',
      direct: 'Messages leave directly.',
    },
    stay: (count: number) => `They can be opened for ${days(count)}.`,
    password: {
      sms: 'Passwords travel by SMS.',
      smsAndCopy: 'Passwords travel by SMS, and the sender keeps a copy.',
      sender: 'The sender passes the password on.',
    },
    inUse: 'In use',
    changed: 'Changed since',
    nothingChanges: 'Everything is set like this already.',
    changes: 'This will change:',
    since: 'Changed since:',
    noteChanged: 'has a text of its own',
    from: (before: string, after: string) => `so far ${before}, then ${after}`,
    now: (value: string, preset: string) => `now ${value}, suggested ${preset}`,
    newNote: 'New note:',
    apply: (name: string) => `Apply the settings for ${name.toLowerCase()}`,
    applyAgain: 'Go back to the suggestion',
    applying: 'Applying …',
    applied: (name: string) => `The settings for ${name.toLowerCase()} are in use.`,
  },
  form: {
    saved: 'Saved.',
    number: (min: string, max: string) => `Enter a whole number from ${min} to ${max}.`,
    tooLong: (most: number, typed: number) => `Use at most ${most} characters; these are ${typed}.`,
    unseen: 'This holds characters that nobody can see. Type the note here instead of pasting it.',
  },
  incoming: {
    protocol: 'Kind of mailbox',
    protocols: { none: 'Not said', imap: 'IMAP', pop3: 'POP3' },
    host: 'Incoming mail server',
    hostHint: 'Your provider names it, such as imap.praxis.example.',
    hostProblem: 'Enter a name such as imap.praxis.example.',
    socket: 'Security',
    sockets: { tls: 'SSL/TLS', starttls: 'STARTTLS' },
    port: 'Port',
    portHint: (usual: string) => `Leave it empty for the usual one, ${usual}.`,
  },
  rules: {
    title: 'Rules for domains',
    text: 'For example: everything to the clinic leaves as encrypted files. Such a rule comes before the general setting.',
    none: 'There are no rules yet.',
    columns: { domain: 'Domain', route: 'Way' },
    ways,
    domain: 'Domain of the recipients',
    domainHint: 'What stands after the @, such as klinik.example.',
    withParents: 'Also for its sub-domains, such as station.klinik.example',
    withSubdomains: 'with its sub-domains',
    route: 'Way for this domain',
    hosts: 'Mail servers you answer for',
    hostsHint:
      'Only if you know them, such as mx1.klinik.example; several separated by commas. Without them Sealpost asks the DNS.',
    hostsOf: (hosts: string) => `Mail servers: ${hosts}`,
    add: 'Add rule',
    adding: 'Adding …',
    added: (domain: string) => `The rule for ${domain} holds from now on.`,
    remove: 'Remove',
    removed: (domain: string) => `The rule for ${domain} is removed.`,
    action: 'Action',
    domainProblem: 'Enter a domain such as klinik.example, without @ and without spaces.',
    hostsProblem: 'Enter names such as mx1.klinik.example, at most 20, separated by commas.',
  },
}
