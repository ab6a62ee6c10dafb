import type { Texts } from './english.ts'

export const german: Texts = {
  title: 'Sealpost-Demo',
  heading: 'Eine Ärztin schreibt, ein Patient liest: probieren Sie beide Seiten aus',
  intro: (organisation) =>
    `${organisation} ist eine erfundene Praxis auf Ihrem eigenen Rechner. Keine E-Mail und keine SMS verlässt ihn: Was hinausginge, erscheint auf dieser Seite.`,
  language: 'Sprache',
  doctorSide: 'Die Seite der Ärztin',
  patientSide: 'Die Seite des Patienten',
  steps: {
    heading: 'Drei Schritte',
    send: {
      title: 'Als Ärztin senden',
      text: 'Wählen Sie unten, wie die Nachricht reist und an wen. Sie wird wirklich über SMTP eingeliefert, versiegelt und als Geheimtext gespeichert.',
    },
    portal: {
      open: {
        title: 'Die E-Mail des Patienten öffnen',
        text: 'Die Benachrichtigung erscheint unter „E-Mails“. Ihr Link öffnet die Seite des Patienten in einem neuen Tab.',
      },
      read: {
        title: 'Code eingeben, lesen, antworten',
        text: 'Fordern Sie dort den Code an. Die SMS erscheint hier unter „SMS“. Die Antwort wartet in der Web-App der Ärztin.',
      },
    },
    attachment: {
      open: {
        title: 'Die E-Mail des Patienten ansehen',
        text: 'Sie erscheint unter „E-Mails“, mit verschlüsseltem ZIP und PDF zum Herunterladen. Die Schaltfläche darin öffnet dieselbe Nachricht ganz ohne Programm.',
      },
      read: {
        title: 'Das Passwort eingeben',
        text: 'Es erscheint unter „SMS“. Für Patienten ohne Handy wartet es in der Web-App der Ärztin: Eine zweite E-Mail führt dorthin.',
      },
    },
  },
  send: {
    heading: 'Eine Nachricht als Ärztin senden',
    route: 'So reist die Nachricht',
    routes: {
      portal: { label: 'Als Link', detail: 'Der Patient öffnet eine geschützte Seite, mit einem Code.' },
      attachment: {
        label: 'Als verschlüsselte Dateien',
        detail: 'ZIP und PDF kommen mit der E-Mail. Im Mailprogramm: „.attachment.local“ hinter der Adresse.',
      },
    },
    to: 'An',
    passwords: {
      sms: (detail) => `bekommt das Passwort per SMS an ${detail}`,
      none: 'hat hier kein Handy: Das Passwort wartet auf die Ärztin, die es weitergibt',
    },
    enclosure: (name) => `${name} liegt bei.`,
    checks: {
      sms: (detail) => `bekommt einen Code per SMS an ${detail}`,
      'access-code': (detail) => `kennt den Zugangscode „${detail}“`,
      none: 'hat noch keine Prüfung: Die Nachricht wartet, bis die Ärztin eine gewählt hat',
    },
    subject: 'Betreff',
    text: 'Nachricht',
    firstSubject: 'Ihre Laborwerte',
    firstText:
      'Guten Tag,\n\nIhre Werte sind da, und alles ist in Ordnung. Kommen Sie bitte in sechs Monaten wieder zur Kontrolle.\n\nFreundliche Grüße\nDr. Ada Beispiel',
    button: 'Senden',
    subjectMissing: 'Schreiben Sie einen Betreff.',
    textMissing: 'Schreiben Sie eine Nachricht.',
    working: 'Verbindung aufbauen, verschlüsseln, anmelden, übergeben …',
    accepted: 'Der Server hat die Nachricht versiegelt und gespeichert:',
    conversation: 'Was die Programme einander sagten',
    waiting: 'Warten auf die E-Mail …',
    arrived: 'Die E-Mail ist da.',
    arrivedLink: 'Zu den E-Mails',
    failed: 'Die Nachricht wurde nicht gesendet.',
  },
  signIn: {
    heading: 'Anmelden',
    webApp: 'Web-App öffnen',
    webAppHint: 'um Antworten und Passwörter zu lesen, eine Prüfung zu wählen, zu widerrufen oder zu verlängern',
    address: 'Adresse',
    password: 'Passwort',
    copy: 'Kopieren',
    copied: 'Kopiert',
    copyOf: (what, name) => `Kopieren: ${what} von ${name}`,
  },
  program: {
    heading: 'Ihr eigenes Mailprogramm',
    hint: 'Das Zertifikat des Servers ist selbst ausgestellt, darum fragt das Programm einmal nach.',
    server: 'Postausgangsserver',
    portStartTls: 'Port mit STARTTLS',
    portTls: 'Port mit TLS',
    user: 'Benutzername',
    appPassword: 'App-Passwort',
  },
  mails: {
    heading: 'E-Mails',
    hint: 'Was in den Postfächern draußen angekommen wäre, das Neueste zuerst.',
    empty: 'Noch keine E-Mail. Senden Sie eine Nachricht als Ärztin.',
    list: 'Aufgefangene E-Mails',
    from: 'von',
    to: 'an',
    files: 'Angehängte Dateien',
    filesHint:
      'Dasselbe Passwort öffnet beide: das PDF in den meisten PDF-Programmen, die ZIP-Datei zum Beispiel mit 7-Zip.',
    frame: (subject) => `E-Mail: ${subject}`,
    fresh: 'neu',
    arrived: (subject) => `Neue E-Mail: ${subject}`,
  },
  phone: {
    heading: 'SMS',
    hint: 'Was auf den Telefonen angekommen wäre.',
    empty:
      'Noch keine SMS. Sie kommt, wenn der Patient einen Code anfordert, oder mit dem Passwort verschlüsselter Dateien.',
    copy: (number) => `Kopieren, was an ${number} ging`,
    to: (number) => `an ${number}`,
    arrived: 'Eine SMS ist angekommen.',
  },
  unreachable: 'Die Demo antwortet nicht. Läuft sie noch im Terminal? Diese Seite versucht es von selbst wieder.',
  loading: 'Wird geladen …',
}
