import type { setUp as english } from '../en/set-up.ts'

export const setUp: typeof english = {
  title: 'Mailprogramm einrichten',
  intro: 'Schreiben Sie Mails wie immer. Ihr Mailprogramm übergibt sie an Sealpost, und Sealpost versiegelt sie.',
  open: 'Mailprogramm Schritt für Schritt einrichten',
  program: 'Welches Programm benutzen Sie?',
  situation: 'Ist Ihr Postfach schon in diesem Programm?',
  existing: 'Ja, es ist schon da',
  existingText: 'Sie empfangen dort Mails. Nur das Senden wird geändert.',
  fresh: 'Nein, es ist dort neu',
  freshText: 'Das Postfach wird mit eingerichtet.',
  incomingUnknown:
    'Ihr Postfach bleibt, wo es ist. Richten Sie es nach der Anleitung Ihres Anbieters ein; danach ändern Sie hier das Senden.',
  passwordTitle: '1. Passwort für das Programm erstellen',
  passwordText:
    'Zum Senden bekommt das Programm ein eigenes Passwort. Ihr Sealpost-Passwort geben Sie in keinem Programm ein.',
  passwordName: 'Name, damit Sie es später wiedererkennen',
  passwordMake: 'Passwort erstellen',
  passwordReady: 'Kopieren Sie es jetzt oder lassen Sie diese Seite offen: Es wird nur dieses eine Mal gezeigt.',
  passwordCopy: 'Passwort kopieren',
  passwordAnother: 'Noch eines erstellen',
  passwordManage: 'Alle Passwörter von Mailprogrammen',
  stepsTitle: (program) => `2. Schritte: ${program}`,
  stepsNote: 'In Ihrer Version kann ein Name etwas anders lauten; die Stelle ist dieselbe.',
  appPassword: 'das Passwort aus Schritt 1',
  values: {
    address: 'E-Mail-Adresse',
    host: 'Server',
    port: 'Port',
    security: 'Sicherheit',
    userName: 'Benutzername',
    password: 'Passwort',
    type: 'Kontotyp',
    incoming: 'Posteingangsserver',
    outgoing: 'Postausgangsserver',
  },
  incomingPassword: 'das Passwort Ihres Postfachs, wie bisher',
  profile: 'Profil laden',
  profileNote:
    'Apple nennt das Profil „nicht signiert“. Es kommt von dieser Seite, enthält kein Passwort und lässt sich jederzeit entfernen.',
  testTitle: '3. Probe-Mail senden',
  testText:
    'Schreiben Sie eine kurze Mail an eine eigene private Adresse. Gleich darauf steht sie hier unter „Gesendet“.',
  testLink: 'Zu „Gesendet“',
  problemsTitle: 'Wenn es nicht klappt',
  problems: [
    'Das Passwort wird abgelehnt: Nehmen Sie das aus Schritt 1, nicht das Ihres Postfachs und nicht das dieser Seite.',
    'Der Server wird nicht gefunden: Vergleichen Sie Server und Port Zeichen für Zeichen mit den Werten oben.',
    'Die Mail steht nicht unter „Gesendet“: Das Programm sendet noch über den alten Server. Wählen Sie für dieses Konto den neuen.',
  ],
  phoneTitle: 'Die Handynummer neben dem Empfänger',
  phoneText:
    'Braucht ein Empfänger ein Passwort, kann Sealpost es per SMS senden. Schreiben Sie die Handynummer als weiteren Empfänger, im internationalen Format und mit @sms.local dahinter:',
  phoneTo: 'An',
  phoneExample: 'patientin@web.example; +491701234567@sms.local',
  phoneRules: [
    'Deutschland: Lassen Sie die 0 am Anfang weg und schreiben Sie dafür +49. Aus 0170 1234567 wird +491701234567.',
    'Keine Leerzeichen, keine Bindestriche.',
    'Der Empfänger sieht die Nummer nicht: Sie wird entfernt, bevor die Mail hinausgeht.',
    'Daneben muss ein Empfänger stehen; eine Nummer allein wird abgelehnt.',
  ],
  phoneCopy: 'Endung @sms.local kopieren',
  recordsLink: 'DNS-Einträge, für Administratoren',
  records: {
    title: 'DNS-Einträge',
    intro:
      'Veröffentlichen Sie diese Einträge dort, wo Ihre Domain verwaltet wird. Dann finden Mailprogramme ihre Server von selbst, und Ihre Mails kommen an.',
    back: 'Mailprogramm einrichten',
    none: 'Ihre Organisation hat keine bestätigte Domain.',
    check: 'Nachsehen, was veröffentlicht ist',
    checking: 'Das DNS wird gefragt …',
    allFine: 'Alles Nötige ist veröffentlicht.',
    lacking: (n) =>
      n === 1
        ? 'Ein nötiger Eintrag ist nicht, wie er sein soll.'
        : `${n} nötige Einträge sind nicht, wie sie sein sollen.`,
    noDkim: 'Es gibt noch keine Schlüssel zum Signieren. Sie werden auf dem Server erstellt:',
    noIncoming:
      'Wo Ihre Postfächer liegen, ist noch nicht eingetragen. Bis dahin können sich Mailprogramme nicht selbst einrichten; von Hand geht es.',
    sayIncoming: 'Jetzt eintragen',
    value: 'Wert',
    found: 'Gefunden',
    states: {
      present: 'Veröffentlicht',
      missing: 'Fehlt',
      different: 'Anders',
      unclear: 'Bitte selbst ansehen',
      'no-answer': 'Keine Antwort',
    },
    needs: { needed: 'nötig', recommended: 'empfohlen', information: 'zur Information' },
    purposes: {
      submission: 'Senden aus Mailprogrammen. Ein Punkt am Ende heißt: Diesen Dienst gibt es nicht.',
      incoming: 'Empfangen: wo Ihre Postfächer liegen.',
      autoconfig: 'Thunderbird und andere richten sich selbst ein. Der Name braucht ein Zertifikat am Reverse-Proxy.',
      autodiscover:
        'Outlook richtet sich selbst ein. Lassen Sie diese, wie sie sind, wenn Ihre Postfächer bei Exchange oder Microsoft 365 liegen.',
      spf: 'Wer für Ihre Domain senden darf. Davon gibt es nur einen: Ergänzen Sie den vorhandenen.',
      dkim: 'Mit diesen Schlüsseln werden Ihre Mails signiert.',
      dmarc: 'Was andere mit Mails tun, die nur vorgeben, von Ihnen zu sein.',
      'mta-sts': 'Für den, der Mails für Ihre Domain annimmt; Sealpost tut das nicht.',
      tlsa: 'Nur wenn Ihre Zone signiert ist (DNSSEC) und solange der Server seinen Schlüssel behält.',
    },
  },
}
