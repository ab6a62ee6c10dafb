import { choice, choices, counted, days, megabytes, plainText, wholeNumber, yesNo } from '../kinds/index.ts'
import { yesFor } from '../preset-names.ts'
import { setting, type Rule } from '../setting.ts'
import { coverNotes } from './cover-notes.ts'
import { routeOptions } from './routes.ts'

const MiB = 1024 * 1024
const someDays = wholeNumber({ min: 1, max: 3660, unit: days })
const coverNote = plainText(600)

/** How messages leave, how passwords of encrypted files travel, and how long everything is kept. */
export const sealingSettings = {
  /** The route of a recipient for whom nothing else was decided. */
  route: setting(choice(routeOptions), {
    default: 'portal',
    presets: {
      doctors: 'portal',
      lawyers: 'portal',
      'tax-advisers': 'attachment',
      agencies: 'portal',
      schools: 'portal',
      'private-persons': 'attachment',
    },
    section: 'leave',
    texts: {
      de: { label: 'Üblicher Weg', hint: 'Gilt für alle Empfänger, für die nichts anderes festgelegt ist.' },
      en: { label: 'Usual way', hint: 'Holds for every recipient for whom nothing else was decided.' },
    },
  }),

  /** What a sender may choose for one message; the organisation's own route needs no entry here. */
  senderRoutes: setting(choices(routeOptions), {
    default: ['portal', 'attachment'],
    presets: {
      doctors: ['portal', 'attachment'],
      lawyers: ['portal', 'attachment'],
      'tax-advisers': ['portal', 'attachment'],
      agencies: ['portal', 'attachment', 'direct'],
      schools: ['portal', 'attachment'],
      'private-persons': ['portal', 'attachment'],
    },
    section: 'leave',
    texts: {
      de: { label: 'Was Absender wählen dürfen', hint: 'Für eine einzelne Nachricht, im Mailprogramm.' },
      en: { label: 'What senders may choose', hint: 'For a single message, in the mail program.' },
    },
  }),

  /** Whether passwords of encrypted files travel as text messages. */
  smsPasswords: setting(yesNo, {
    default: true,
    presets: yesFor('doctors', 'lawyers', 'tax-advisers', 'agencies', 'schools'),
    section: 'passwords',
    texts: {
      de: {
        label: 'Passwörter per SMS senden',
        hint: 'Der Empfänger bekommt das Passwort auf sein Telefon. Jede SMS kostet.',
      },
      en: {
        label: 'Send passwords by SMS',
        hint: 'The recipient gets the password on their phone. Each text message costs.',
      },
    },
  }),

  /** Whether the sender finds every password among the sent messages, and not only those that reached nobody. */
  copyPasswordToSender: setting(yesNo, {
    default: false,
    presets: yesFor('lawyers', 'tax-advisers', 'private-persons'),
    section: 'passwords',
    texts: {
      de: {
        label: 'Dem Absender jedes Passwort als Kopie geben',
        hint: 'Der Absender findet es bei den gesendeten Nachrichten und kann es vorlesen. Ein Passwort, das niemanden erreicht hat, liegt immer dort.',
      },
      en: {
        label: 'Give the sender a copy of every password',
        hint: 'The sender finds it among the sent messages and can read it out. A password that reached nobody is always there.',
      },
    },
  }),

  /** Whether a sender may name a second mail address for the password; weaker, because mail carries both then. */
  mailPasswords: setting(yesNo, {
    default: true,
    presets: yesFor('agencies', 'private-persons'),
    section: 'passwords',
    isWeaker: true,
    texts: {
      de: {
        label: 'Zweite Mailadresse für das Passwort erlauben',
        hint: 'Nur wenn es kein Telefon gibt: Wer beide Postfächer lesen kann, kann die Dateien öffnen.',
      },
      en: {
        label: 'Allow a second mail address for the password',
        hint: 'Only if there is no phone: whoever can read both mailboxes can open the files.',
      },
    },
  }),

  /** How long the sender's copy of a password is kept. */
  passwordDays: setting(someDays, {
    default: 30,
    presets: { doctors: 30, lawyers: 90, 'tax-advisers': 180, agencies: 14, schools: 30, 'private-persons': 90 },
    section: 'passwords',
    texts: {
      de: {
        label: 'So viele Tage bleibt die Kopie des Absenders',
        hint: 'Danach kann niemand mehr das Passwort nachsehen.',
      },
      en: {
        label: 'Days for which the sender’s copy is kept',
        hint: 'After that nobody can look the password up any more.',
      },
    },
  }),

  /** Names inside an AES ZIP are readable without the password; neutral ones tell nothing. */
  neutralNames: setting(yesNo, {
    default: false,
    presets: yesFor('doctors', 'lawyers', 'tax-advisers', 'schools'),
    section: 'files',
    texts: {
      de: {
        label: 'Namen der Anhänge verbergen',
        hint: 'Namen wie „HIV-Test.pdf“ sind auch ohne Passwort lesbar. Sie werden zu „attachment-1.pdf“.',
      },
      en: {
        label: 'Hide the names of attachments',
        hint: 'Names such as “HIV test.pdf” can be read without the password. They become “attachment-1.pdf”.',
      },
    },
  }),

  /** ZIP and PDF together; a message whose files are larger goes through the portal. */
  maxAttachmentMailBytes: setting(wholeNumber({ min: MiB, max: 150 * MiB, unit: megabytes }), {
    default: 20 * MiB,
    presets: {
      doctors: 10 * MiB,
      lawyers: 15 * MiB,
      'tax-advisers': 15 * MiB,
      agencies: 25 * MiB,
      schools: 10 * MiB,
      'private-persons': 10 * MiB,
    },
    section: 'files',
    texts: {
      de: {
        label: 'Dateien zusammen höchstens, in MB',
        hint: 'Viele Postfächer nehmen höchstens 20 MB an. Was größer ist, geht als Link hinaus.',
      },
      en: {
        label: 'Files together at most, in MB',
        hint: 'Many mailboxes take no more than 20 MB. What is larger goes as a link.',
      },
    },
  }),

  /** Whether an ordinary answer to a cover mail reaches the sender; without it answers come through the portal only. */
  answersByMail: setting(yesNo, {
    default: true,
    presets: yesFor('agencies', 'private-persons'),
    section: 'files',
    texts: {
      de: {
        label: 'Gewöhnliche E-Mail als Antwort erlauben',
        hint: 'Eine solche Antwort ist nicht verschlüsselt. Sonst antworten Empfänger auf der geschützten Seite.',
      },
      en: {
        label: 'Allow ordinary mail as an answer',
        hint: 'Such an answer is not encrypted. Otherwise recipients answer on the protected page.',
      },
    },
  }),

  /** Stands in cover mails to recipients. */
  coverNoteGerman: setting(coverNote, {
    default: '',
    presets: coverNotes.german,
    section: 'files',
    texts: {
      de: {
        label: 'Hinweis für Empfänger, auf Deutsch',
        hint: 'Steht in der Mail mit den verschlüsselten Dateien. Höchstens 600 Zeichen.',
      },
      en: {
        label: 'Note to recipients, in German',
        hint: 'Stands in the mail with the encrypted files. At most 600 characters.',
      },
    },
  }),

  coverNoteEnglish: setting(coverNote, {
    default: '',
    presets: coverNotes.english,
    section: 'files',
    texts: {
      de: {
        label: 'Hinweis für Empfänger, auf Englisch',
        hint: 'Für Empfänger, die ihre Mails auf Englisch bekommen. Höchstens 600 Zeichen.',
      },
      en: {
        label: 'Note to recipients, in English',
        hint: 'For recipients who get their mail in English. At most 600 characters.',
      },
    },
  }),

  expiryDays: setting(someDays, {
    default: 30,
    presets: { doctors: 30, lawyers: 90, 'tax-advisers': 90, agencies: 14, schools: 60, 'private-persons': 30 },
    section: 'days',
    texts: {
      de: {
        label: 'So viele Tage lässt sich eine Nachricht öffnen',
        hint: 'Danach öffnet der Link nichts mehr. Dateien, die angekommen sind, bleiben beim Empfänger.',
      },
      en: {
        label: 'Days for which a message can be opened',
        hint: 'After that the link opens nothing any more. Files that arrived stay with the recipient.',
      },
    },
  }),

  maxExpiryDays: setting(someDays, {
    default: 365,
    presets: { doctors: 180, lawyers: 3650, 'tax-advisers': 3650, agencies: 90, schools: 365, 'private-persons': 365 },
    section: 'days',
    texts: {
      de: {
        label: 'Auf so viele Tage darf ein Absender verlängern',
        hint: 'Gezählt ab dem Tag, an dem die Nachricht gesendet wurde.',
      },
      en: {
        label: 'Days to which a sender may extend it',
        hint: 'Counted from the day the message was sent.',
      },
    },
  }),

  /** Whether mails to recipients leave the subject out. */
  hideSubject: setting(yesNo, {
    default: false,
    presets: yesFor('doctors', 'lawyers', 'tax-advisers', 'schools'),
    section: 'recipients',
    texts: {
      de: {
        label: 'Betreff verbergen',
        hint: 'Die Mail sagt nur, wer geschrieben hat. Empfohlen, wenn im Betreff Namen oder Krankheiten stehen.',
      },
      en: {
        label: 'Hide the subject',
        hint: 'The mail says only who has written. Recommended where the subject names people or illnesses.',
      },
    },
  }),

  maxRecipientsPerMessage: setting(wholeNumber({ min: 1, max: 5000, unit: counted('recipients') }), {
    default: 500,
    presets: { doctors: 20, lawyers: 50, 'tax-advisers': 50, agencies: 100, schools: 1000, 'private-persons': 20 },
    section: 'recipients',
    texts: {
      de: {
        label: 'Empfänger einer Nachricht, höchstens',
        hint: 'Schützt vor Versehen wie dem ganzen Adressbuch.',
      },
      en: {
        label: 'Recipients of one message, at most',
        hint: 'Guards against slips, such as the whole address book.',
      },
    },
  }),
}

/** A message's first expiry lies within what a sender may extend it to. */
export const sealingRules = [
  {
    names: ['expiryDays', 'maxExpiryDays'],
    at: 'maxExpiryDays',
    isKept: ({ expiryDays, maxExpiryDays }) => Number(expiryDays) <= Number(maxExpiryDays),
    texts: {
      de: 'Das müssen mindestens so viele Tage sein, wie sich eine Nachricht öffnen lässt.',
      en: 'This must be at least as many days as a message can be opened.',
    },
    code: 'directory.expiry-beyond-maximum',
    publicText: 'Messages cannot stay longer than the time to which a sender may extend them.',
  },
] as const satisfies readonly Rule[]
