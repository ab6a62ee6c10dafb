import type { InBoth } from './kinds/index.ts'

interface SectionTexts {
  readonly title: string
  readonly text: string
}

/** The parts of the page on which an organisation decides, in their order: by subject, not by module. */
export const sections = {
  leave: {
    de: {
      title: 'Wie Nachrichten hinausgehen',
      text: 'Jede Nachricht geht verschlüsselt hinaus. Hier legen Sie fest, auf welche Weise.',
    },
    en: { title: 'How messages leave', text: 'Every message leaves encrypted. Here you decide in which way.' },
  },
  passwords: {
    de: {
      title: 'Passwörter',
      text: 'Verschlüsselte Dateien haben ein eigenes Passwort, für jede Nachricht ein neues.',
    },
    en: { title: 'Passwords', text: 'Encrypted files have a password of their own, a new one for each message.' },
  },
  files: {
    de: {
      title: 'Verschlüsselte Dateien',
      text: 'Was der Empfänger bekommt, wenn eine Nachricht als Dateien hinausgeht.',
    },
    en: { title: 'Encrypted files', text: 'What the recipient gets when a message leaves as files.' },
  },
  days: {
    de: { title: 'Wie lange', text: 'Wie lange sich Nachrichten auf der geschützten Seite öffnen lassen.' },
    en: { title: 'How long', text: 'For how long messages can be opened on the protected page.' },
  },
  recipients: {
    de: { title: 'Empfänger und Grenzen', text: 'Was Empfänger sehen, und was vor Versehen und Kosten schützt.' },
    en: {
      title: 'Recipients and limits',
      text: 'What recipients see, and what guards against slips and costs.',
    },
  },
  incoming: {
    de: {
      title: 'Wo Ihre Postfächer liegen',
      text: 'Damit können alle ihr Mailprogramm selbst einrichten. Sealpost sendet; empfangen wird wie bisher bei Ihrem Anbieter.',
    },
    en: {
      title: 'Where your mailboxes are',
      text: 'With it people can set up their mail programs by themselves. Sealpost sends; your provider receives as before.',
    },
  },
} satisfies Record<string, InBoth<SectionTexts>>

export type SectionName = keyof typeof sections
