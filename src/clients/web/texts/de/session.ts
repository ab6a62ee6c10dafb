import type { session as english } from '../en/session.ts'

export const session: typeof english = {
  signInTitle: 'Anmelden',
  signInIntro: 'Sehen Sie, was aus Ihren versiegelten Nachrichten wurde, und lesen Sie die Antworten.',
  address: 'E-Mail-Adresse',
  password: 'Passwort',
  signIn: 'Anmelden',
  forgot: 'Passwort vergessen?',
  stepSalt: 'Der Server wird gefragt …',
  stepStretch: 'Aus Ihrem Passwort wird ein Schlüssel. Das dauert ein bis zwei Sekunden …',
  stepSignIn: 'Sie werden angemeldet …',
  stepUnlock: 'Ihr Postfach wird geöffnet …',
  endedIdle:
    'Sie wurden abgemeldet, weil eine Weile nichts geschah. Melden Sie sich an, um dort weiterzumachen, wo Sie waren.',
  endedElsewhere: 'Ihre Sitzung ist beendet. Melden Sie sich an, um dort weiterzumachen, wo Sie waren.',
  signedOut: 'Sie sind abgemeldet. In diesem Browser ist nichts Lesbares geblieben.',
  recovered: 'Ihr neues Passwort ist gesetzt. Melden Sie sich jetzt damit an.',
  passwordStays: 'Ihr Passwort verlässt dieses Gerät nicht. Der Server sieht nur einen Beweis, dass Sie es kennen.',
  addressMissing: 'Geben Sie Ihre E-Mail-Adresse ein, zum Beispiel anna@example.org.',
  passwordMissing: 'Geben Sie Ihr Passwort ein.',
  idleTitle: 'Sind Sie noch da?',
  idleText: (seconds) =>
    seconds === 1
      ? 'Zum Schutz Ihrer Nachrichten werden Sie in 1 Sekunde abgemeldet.'
      : `Zum Schutz Ihrer Nachrichten werden Sie in ${seconds} Sekunden abgemeldet.`,
  stay: 'Angemeldet bleiben',
  unreachableTitle: 'Der Server ist nicht erreichbar',
  unreachableText:
    'Prüfen Sie Ihre Internetverbindung. Wenn sie funktioniert, startet der Server vielleicht gerade neu: Versuchen Sie es in einer Minute noch einmal.',
}
