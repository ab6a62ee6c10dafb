import type { PresetName } from '../../../../lib/presets/index.ts'
import type { Route } from '../../../../lib/policy/index.ts'

interface Named {
  readonly name: string
  readonly text: string
}

/** `short` is for the narrow column of a table. */
const routes: Readonly<Record<Route, Named & { readonly short: string }>> = {
  portal: {
    name: 'As a link',
    short: 'Link',
    text: 'The recipient reads on a protected page after a check, such as a code by SMS. You see when it was opened and can revoke it.',
  },
  attachment: {
    name: 'As encrypted files',
    short: 'Files',
    text: 'The recipient gets a ZIP and a PDF, opens them with a password and can keep them. What has arrived cannot be revoked.',
  },
  direct: {
    name: 'Directly',
    short: 'Direct',
    text: 'The mail leaves as it is, over a connection whose other end was verified. Where that is not possible, it goes as a link.',
  },
}

const presets: Readonly<Record<PresetName, Named>> = {
  doctors: { name: 'Doctors', text: 'Findings and letters to patients and colleagues.' },
  lawyers: { name: 'Lawyers', text: 'Briefs and contracts to clients and courts.' },
  'tax-advisers': { name: 'Tax advisers', text: 'Documents that clients keep for years.' },
  agencies: { name: 'Agencies', text: 'Drafts and access data for customers.' },
  schools: { name: 'Schools', text: 'Letters to parents and pupils, also to many at once.' },
  'private-persons': { name: 'Private persons', text: 'Now and then a confidential message.' },
}

/** A setting: its name in a form, one sentence about it, and where it helps what a number counts. */
interface SettingTexts {
  readonly label: string
  readonly hint: string
  readonly count?: (value: number) => string
}
const days = (value: number) => (value === 1 ? '1 day' : `${value} days`)
const described = {
  route: { label: 'Usual way', hint: 'Holds for every recipient for whom nothing else was decided.' },
  senderRoutes: { label: 'What senders may choose', hint: 'For a single message, in the mail program.' },
  smsPasswords: {
    label: 'Send passwords by SMS',
    hint: 'The recipient gets the password on their phone. Each text message costs.',
  },
  copyPasswordToSender: {
    label: 'Give the sender a copy of every password',
    hint: 'The sender finds it among the sent messages and can read it out. A password that reached nobody is always there.',
  },
  mailPasswords: {
    label: 'Allow a second mail address for the password',
    hint: 'Only if there is no phone: whoever can read both mailboxes can open the files.',
  },
  passwordDays: {
    label: 'Days for which the sender’s copy is kept',
    hint: 'After that nobody can look the password up any more.',
    count: days,
  },
  neutralNames: {
    label: 'Hide the names of attachments',
    hint: 'Names such as “HIV test.pdf” can be read without the password. They become “attachment-1.pdf”.',
  },
  maxAttachmentMailBytes: {
    label: 'Files together at most, in MB',
    hint: 'Many mailboxes take no more than 20 MB. What is larger goes as a link.',
    count: (value) => `${value} MB`,
  },
  answersByMail: {
    label: 'Allow ordinary mail as an answer',
    hint: 'Such an answer is not encrypted. Otherwise recipients answer on the protected page.',
  },
  coverNoteGerman: {
    label: 'Note to recipients, in German',
    hint: 'Stands in the mail with the encrypted files. At most 600 characters.',
  },
  coverNoteEnglish: {
    label: 'Note to recipients, in English',
    hint: 'For recipients who get their mail in English. At most 600 characters.',
  },
  expiryDays: {
    label: 'Days for which a message can be opened',
    hint: 'After that the link opens nothing any more. Files that arrived stay with the recipient.',
    count: days,
  },
  maxExpiryDays: {
    label: 'Days to which a sender may extend it',
    hint: 'Counted from the day the message was sent.',
    count: days,
  },
  timeZone: {
    label: 'Time zone',
    hint: 'A message can be opened until the end of its last day there. Recipients and senders see days and times of this zone.',
  },
  hideSubject: {
    label: 'Hide the subject',
    hint: 'The mail says only who has written. Recommended where the subject names people or illnesses.',
  },
  trustedDevices: {
    label: 'Recipients may trust their device',
    hint: 'On it they need no code for 30 days. Better not where several people use one device.',
  },
  maxRecipientsPerMessage: {
    label: 'Recipients of one message, at most',
    hint: 'Guards against slips, such as the whole address book.',
    count: (value) => `${value}`,
  },
  smsDailyBudget: {
    label: 'Text messages a day, at most',
    hint: 'Guards against high costs. Codes and passwords count together.',
    count: (value) => `${value}`,
  },
} satisfies Record<string, SettingTexts>
const fields: Readonly<Record<keyof typeof described, SettingTexts>> = described

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
  fields,
  routes,
  groups: {
    leave: { title: 'How messages leave', text: 'Every message leaves encrypted. Here you decide in which way.' },
    passwords: {
      title: 'Passwords',
      text: 'Encrypted files have a password of their own, a new one for each message.',
    },
    files: { title: 'Encrypted files', text: 'What the recipient gets when a message leaves as files.' },
    days: { title: 'How long', text: 'For how long messages can be opened on the protected page.' },
    recipients: {
      title: 'Recipients and limits',
      text: 'What recipients see, and what guards against slips and costs.',
    },
  },
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
    save: 'Save',
    saving: 'Saving …',
    saved: 'Saved.',
    nothingToSave: 'Everything is saved already.',
    unsaved: 'Not saved yet.',
    discard: 'Discard changes',
    number: (min: string, max: string) => `Enter a whole number from ${min} to ${max}.`,
    beyond: 'This must be at least as many days as a message can be opened.',
    tooLong: (most: number, typed: number) => `Use at most ${most} characters; these are ${typed}.`,
    unseen: 'This holds characters that nobody can see. Type the note here instead of pasting it.',
  },
  incoming: {
    title: 'Where your mailboxes are',
    text: 'With it people can set up their mail programs by themselves. Sealpost sends; your provider receives as before.',
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
