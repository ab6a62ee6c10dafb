import type { completion as english } from '../en/completion.ts'

export const completion: typeof english = {
  title: 'Wie soll sich der Empfänger ausweisen?',
  intro: 'Die Nachricht ist versiegelt und wartet. Sobald Sie eine Prüfung wählen, geht die Benachrichtigung hinaus.',
  introAgain:
    'Ein neuer Link geht hinaus, mit derselben Prüfung oder einer anderen. Der frühere Link gilt dann nicht mehr.',
  allDone: 'Für alles ist gesorgt',
  nothingWaits: 'Hier wartet nichts: Für jeden Empfänger dieser Nachricht ist gesorgt.',
  remembered: 'Sealpost merkt sich Ihre Wahl für die nächste Nachricht an diesen Empfänger.',
  options: 'Prüfung',
  sms: {
    name: 'SMS-Code',
    label: 'Empfohlen',
    text: 'Der Empfänger bekommt einen sechsstelligen Code auf sein Mobiltelefon.',
    field: 'Mobilnummer',
    hint: 'Wie Sie sie wählen; ins Ausland mit Ländervorwahl, zum Beispiel +43 664 1234567.',
  },
  accessCode: {
    name: 'Zugangscode',
    label: 'Gut',
    text: 'Sie vereinbaren einen Code oder ein Kennwort. Gut für Empfänger ohne Mobiltelefon.',
    field: 'Zugangscode',
    hint: 'Mindestens 6 Zeichen. Am Telefon oder persönlich mitteilen, nie per E-Mail.',
    suggest: 'Code vorschlagen',
    tell: 'Notieren Sie ihn jetzt: Später kann ihn niemand nachsehen, weder Sie noch wir.',
  },
  email: {
    name: 'Code per E-Mail',
    label: 'Schwach',
    text: 'Der Code geht an dasselbe Postfach wie der Link. Wer dort mitliest, kann auch die Nachricht lesen. Nur, wenn nichts anderes möglich ist.',
  },
  send: 'Jetzt senden',
  sending: 'Schlüssel werden gemacht, die Nachricht geht hinaus …',
  stretching: 'Aus dem Zugangscode wird ein Schlüssel …',
  sent: (address) => `Fertig: Die Benachrichtigung an ${address} ist unterwegs.`,
  saved: (address) => `Die Prüfung für ${address} ist geändert.`,
  currentCheck: (check) => `Geltende Prüfung: ${check}`,
  keep: 'Prüfung behalten und senden',
  change: 'Andere Prüfung wählen',
  numberRefused: {
    empty: 'Geben Sie die Mobilnummer ein.',
    'too-long': 'Das ist zu lang für eine Telefonnummer.',
    'not-a-number': 'Geben Sie eine Nummer nur mit Ziffern ein, zum Beispiel +49 151 23456789.',
    'national-form':
      'So sieht hierzulande keine Mobilnummer aus. Prüfen Sie die Ziffern, oder beginnen Sie mit der Ländervorwahl, zum Beispiel +43 für Österreich.',
    'not-valid': 'Kein Land hat eine solche Nummer. Prüfen Sie die Vorwahl und die Ziffern danach.',
    'no-country': 'Diese Nummer gehört zu keinem Land. Geben Sie eine Mobilnummer ein, zum Beispiel +49 151 23456789.',
    'cannot-receive-texts':
      'Das ist keine Mobilnummer, sie kann also keine SMS empfangen. Geben Sie eine Mobilnummer ein.',
  },
  understoodAs: (number) => `Verstanden als ${number}.`,
  codeTooShort: 'Verwenden Sie mindestens 6 Zeichen.',
}
