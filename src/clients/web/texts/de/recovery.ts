import type { recovery as english } from '../en/recovery.ts'

export const recovery: typeof english = {
  title: 'Neues Passwort setzen',
  intro:
    'Mit einem der Wiederherstellungscodes, die Sie gedruckt oder gespeichert haben, kommen Sie wieder in Ihr Postfach.',
  code: 'Wiederherstellungscode',
  codeHint: 'Acht Gruppen zu vier Zeichen. Großbuchstaben und Leerzeichen spielen keine Rolle.',
  codeInvalid: 'Das ist kein vollständiger Code. Vergleichen Sie ihn Gruppe für Gruppe mit Ihrem Blatt.',
  submit: 'Neues Passwort setzen',
  opening: 'Der Code wird geprüft …',
  stretching: 'Aus dem neuen Passwort wird ein Schlüssel. Das dauert ein bis zwei Sekunden …',
  afterwards: 'Der Code ist verbraucht, und alle Sitzungen enden.',
  revoke: 'Auch alle App-Passwörter widerrufen',
  revokeHint:
    'Empfohlen: Wer Ihr altes Passwort kannte, kann sich eines erstellt haben. Jedes Mailprogramm braucht dann ein neues App-Passwort.',
  toSignIn: 'Zurück zur Anmeldung',
  noCodes: 'Kein Code zur Hand?',
  noCodesText:
    'Ohne Code kann niemand Ihre früheren Nachrichten öffnen. Ihr Administrator kann Ihnen für dieselbe Adresse ein neues Konto geben.',
}
