import type { GatewayWording } from './gateway-wording.ts'

export const gatewayGerman: GatewayWording = {
  fileNames: { zip: 'nachricht.zip', pdf: 'nachricht.pdf' },
  password: 'Passwort',
  linkUntil: 'Link gültig bis',
  recipients: 'Für',
  message: {
    hiddenSubject: 'Verschlüsselte Nachricht',
    preview: (sender) =>
      `${sender} hat Ihnen eine vertrauliche Nachricht geschickt. Sie öffnen sie im Browser oder aus dem verschlüsselten Anhang.`,
    heading: 'Sie haben eine verschlüsselte Nachricht',
    lead: (sender) =>
      `${sender} hat Ihnen eine vertrauliche Nachricht geschickt. Am einfachsten lesen Sie sie über die Schaltfläche; verschlüsselt liegt sie außerdem bei.`,
    action: 'Nachricht öffnen',
    passwordFact: (by, from) =>
      ({
        sms: `kommt ${from}`,
        mail: 'kommt in einer E-Mail an eine andere Adresse',
        sender: `bekommen Sie von ${from}`,
      })[by],
    byText: (number) => (number === null ? 'per SMS auf Ihr Handy' : `per SMS an ${number}`),
    open: {
      title: 'Am einfachsten: im Browser',
      text: (check, sender) =>
        ({
          sms: 'Klicken Sie auf die Schaltfläche. Sie bekommen dann einen Code per SMS auf Ihr Handy. Geben Sie ihn ein, und die Nachricht öffnet sich.',
          'access-code': `Klicken Sie auf die Schaltfläche und geben Sie den Zugangscode ein, den ${sender} Ihnen genannt hat.`,
          email:
            'Klicken Sie auf die Schaltfläche. Sie bekommen dann einen Code in einer zweiten E-Mail. Geben Sie ihn ein, und die Nachricht öffnet sich.',
          'same-password':
            'Klicken Sie auf die Schaltfläche und geben Sie das Passwort ein. Es ist dasselbe wie für den Anhang.',
        })[check],
    },
    files: {
      title: 'Oder: aus dem Anhang',
      text: 'Beide Dateien öffnet dasselbe Passwort. Es steht nie in dieser E-Mail. Geben Sie es genau so ein, wie Sie es bekommen, mit den Bindestrichen.',
      pdf: 'der Text der Nachricht, zum Lesen und Drucken',
      zip: {
        attachments: 'die vollständige Nachricht mit allen Anhängen',
        original: 'die vollständige Nachricht, wie sie geschrieben wurde',
        'nothing-more': 'das vollständige Original; im PDF steht dasselbe',
      },
    },
    packNotes: {
      'text-only':
        'Das PDF zeigt nur den reinen Text. In der ZIP-Datei und auf der Seite hinter der Schaltfläche steht die Nachricht, wie sie geschrieben wurde.',
      'text-shortened':
        'Der Text ist für das PDF zu lang, es enthält nur den Anfang. Vollständig ist er in der ZIP-Datei und auf der Seite hinter der Schaltfläche.',
      'parts-left-out':
        'Nicht jeder Anhang liegt als eigene Datei in der ZIP-Datei. Die Datei message.eml darin enthält alle.',
      'winmail-unread': 'Eine Datei winmail.dat in der ZIP-Datei stammt aus Outlook und ließ sich nicht zerlegen.',
      'encrypted-inside':
        'Die Nachricht wurde schon beim Absender verschlüsselt (S/MIME oder PGP). Zum Lesen brauchen Sie Ihren eigenen Schlüssel.',
    },
    devices: {
      title: 'So öffnen Sie den Anhang',
      list: [
        {
          device: 'Windows',
          lines: [
            'PDF: speichern, dann mit Edge oder Adobe Reader öffnen.',
            'ZIP: Windows allein kann es nicht; mit 7-Zip geht es (kostenlos).',
          ],
        },
        {
          device: 'Mac',
          lines: [
            'PDF: mit „Vorschau“ öffnen.',
            'ZIP: ein Doppelklick reicht oft nicht; mit Keka geht es (kostenlos).',
          ],
        },
        {
          device: 'Linux',
          lines: [
            'PDF: Dokumentenbetrachter oder Okular.',
            'ZIP: im Dateimanager oder mit 7-Zip; „unzip“ kann es nicht.',
          ],
        },
        {
          device: 'Android',
          lines: [
            'PDF: antippen; fragt nichts nach dem Passwort, hilft Adobe Reader.',
            'ZIP: mit ZArchiver (kostenlos).',
          ],
        },
        {
          device: 'iPhone',
          lines: [
            'PDF: antippen und das Passwort eingeben.',
            'ZIP: „Dateien“ kann es oft nicht; einfacher ist die Schaltfläche.',
          ],
        },
      ],
    },
    genuine: {
      title: 'Ist diese E-Mail echt?',
      text: (reference) =>
        `Auf der Seite hinter der Schaltfläche steht dieselbe Kennung: ${reference}. Nach dem Passwort Ihres Postfachs oder nach Bankdaten fragt Sie niemand.`,
    },
    answer: {
      title: 'Antworten',
      text: (address) =>
        `Auf der Seite hinter der Schaltfläche antworten Sie mit „Antworten“ geschützt. Eine gewöhnliche Antwort auf diese E-Mail geht an ${address} und ist nicht verschlüsselt.`,
    },
    coverNote: (organisation) => `Hinweis von ${organisation}`,
  },
  passwordMail: {
    subject: 'Passwort zu einer vertraulichen Nachricht',
    preview: (sender) => `Zu einer Nachricht, die ${sender} Ihnen getrennt davon schickt.`,
    heading: 'Ein Passwort für Sie',
    lead: (sender) =>
      `${sender} schickt Ihnen eine verschlüsselte Nachricht, getrennt von dieser E-Mail. Mit diesem Passwort öffnen Sie sie.`,
    keep: {
      title: 'Bitte heben Sie diese E-Mail auf, bis die Nachricht da ist',
      text: 'In der Nachricht steht dieselbe Kennung. Geben Sie das Passwort genau so ein, wie es hier steht, mit den Bindestrichen.',
    },
    safety: {
      title: 'Sie erwarten keine solche Nachricht?',
      text: 'Dann können Sie diese E-Mail löschen. Ohne die Nachricht nützt das Passwort nichts; leiten Sie es nicht weiter.',
    },
  },
  passwordReady: {
    subject: (subject, isCopy) => {
      const start = isCopy ? 'Kopie des Passworts' : 'Bitte geben Sie das Passwort weiter'
      return subject === null ? start : `${start}: ${subject}`
    },
    heading: (isCopy) => (isCopy ? 'Ihre Kopie des Passworts' : 'Das Passwort liegt für Sie bereit'),
    lead: {
      'no-phone':
        'Ihre Nachricht ist als verschlüsselte Dateien unterwegs. Zu den Empfängern kennen wir keine Handynummer, deshalb geben Sie das Passwort bitte selbst weiter.',
      partly:
        'Ihre Nachricht ist als verschlüsselte Dateien unterwegs. Zu einigen Empfängern kennen wir keine Handynummer: Bitte geben Sie ihnen das Passwort selbst weiter. Die anderen bekommen es ohne Ihr Zutun.',
      plan: 'Ihre Nachricht ist als verschlüsselte Dateien unterwegs. Ihre Organisation verschickt keine Passwörter per SMS, deshalb geben Sie das Passwort bitte selbst weiter.',
      copy: 'Ihre Nachricht ist als verschlüsselte Dateien unterwegs, und ihr Passwort geht an die Empfänger. Sie müssen nichts tun: Dies ist die Kopie, die Ihre Organisation für Sie aufhebt.',
      'text-failed':
        'Ihre Nachricht ist als verschlüsselte Dateien unterwegs, aber die SMS mit dem Passwort konnte nicht zugestellt werden. Bitte prüfen Sie die Nummer oder geben Sie das Passwort selbst weiter.',
    },
    action: 'Passwort anzeigen',
    todo: {
      title: 'Das ist zu tun',
      text: 'Das Passwort liegt verschlüsselt für Sie in der Web-App. Dort können Sie es kopieren, vorlesen oder weiterschicken. Nennen Sie es am Telefon oder persönlich, nie per E-Mail an die Adresse, an die die Nachricht ging.',
    },
    copy: {
      title: 'Falls jemand danach fragt',
      text: 'Das Passwort liegt verschlüsselt für Sie in der Web-App. Nennen Sie es am Telefon oder persönlich, nie per E-Mail an die Adresse, an die die Nachricht ging.',
    },
  },
  passwordText: {
    before: (from) =>
      from === '' ? 'Passwort für Ihre verschlüsselte Nachricht:' : `Passwort für die Nachricht von ${from}:`,
    after: (reference) => `Kennung ${reference}. Bitte nicht weitergeben.`,
  },
}
