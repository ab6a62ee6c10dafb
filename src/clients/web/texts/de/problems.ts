import type { problems as english } from '../en/problems.ts'

export const problems: typeof english = {
  title: 'Das hat nicht geklappt',
  unknown: 'Etwas ist schiefgegangen. Versuchen Sie es noch einmal; bleibt es so, sagen Sie es Ihrem Administrator.',
  server: 'Auf dem Server ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
  offline: 'Der Server ist nicht erreichbar. Prüfen Sie Ihre Internetverbindung und versuchen Sie es noch einmal.',
  lockedOut:
    'Von Ihrem Internetanschluss kamen zu viele falsche Passwörter, deshalb ist er für eine Weile gesperrt. Berichtigen Sie das Passwort auf allen Ihren Geräten; Ihre Administration kann die Sperre früher aufheben.',
  tooMany: 'Zu viele Versuche. Warten Sie einige Minuten und versuchen Sie es dann noch einmal.',
  notFound: 'Das ist nicht mehr da. Laden Sie die Seite neu, um den jetzigen Stand zu sehen.',
  conflict: 'Jemand anderes hat das inzwischen geändert. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  forbidden: 'Ihr Konto darf das nicht. Fragen Sie Ihren Administrator.',
  tooLarge: 'Das ist größer, als der Server annimmt.',
  signInRefused: 'Die Adresse oder das Passwort stimmt nicht. Prüfen Sie beides und versuchen Sie es noch einmal.',
  wrongPassword: 'Ihr bisheriges Passwort stimmt nicht. Versuchen Sie es noch einmal.',
  recoveryRefused:
    'Die Adresse oder der Code stimmt nicht, oder der Code wurde schon benutzt. Prüfen Sie beides oder nehmen Sie einen anderen Code.',
  recoveryExpired: 'Das hat zu lange gedauert. Beginnen Sie noch einmal mit demselben Code.',
  numberRefused: 'Diese Nummer geht nicht. Prüfen Sie die Ländervorwahl und die Ziffern danach.',
  countryRefused:
    'Ihre Organisation sendet keine SMS in dieses Land. Wählen Sie einen Zugangscode oder fragen Sie Ihren Administrator.',
  expiryRefused:
    'Dieser Tag geht nicht: Die Nachricht ist abgelaufen, oder er liegt jenseits der Grenze Ihrer Organisation.',
  checkChanged:
    'Die Prüfung dieses Empfängers wurde inzwischen geändert. Sehen Sie noch einmal hin und senden Sie erneut.',
  tooManyAppPasswords: 'Es gibt zu viele App-Passwörter. Entfernen Sie die, die nicht mehr benutzt werden.',
  tooManyRules: 'Es gibt schon 1.000 Regeln für Domains. Entfernen Sie die, die nicht mehr gebraucht werden.',
  settingsRefused:
    'Einer der Werte liegt außerhalb seiner Grenzen. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  nothingToRevoke: 'Es gibt nichts mehr zurückzuziehen. Laden Sie die Seite neu, um den jetzigen Stand zu sehen.',
  gone: 'Die Nachricht wurde zurückgezogen oder ist abgelaufen, deshalb geht das nicht mehr.',
  stretch:
    'Dieser Browser konnte den Schlüssel nicht berechnen. Schließen Sie andere Tabs oder nehmen Sie einen neueren Browser.',
  keys: 'Das lässt sich mit Ihren Schlüsseln nicht öffnen. Melden Sie sich ab und wieder an; bleibt es so, sagen Sie es Ihrem Administrator.',
  content:
    'Der Inhalt ist beschädigt oder unvollständig. Laden Sie die Seite neu; bleibt es so, sagen Sie es Ihrem Administrator.',
  noMoreTexts:
    'Die SMS Ihrer Organisation sind für heute verbraucht. Geben Sie das Passwort am Telefon weiter, oder versuchen Sie es morgen wieder.',
  noTexts: 'Ihre Organisation sendet keine Passwörter per SMS. Geben Sie es am Telefon weiter.',
  noPasswordMails: 'Ihre Organisation sendet keine Passwörter per E-Mail. Geben Sie es am Telefon weiter.',
  sameMailbox: 'An dieses Postfach ging schon die Nachricht selbst. Wählen Sie eine andere Adresse oder das Telefon.',
}
