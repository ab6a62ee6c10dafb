import { gatewayGerman } from './gateway-german.ts'
import type { Wording } from './wording.ts'

export const german: Wording = {
  language: 'de',
  from: 'Von',
  to: 'An',
  subject: 'Betreff',
  until: 'Abrufbar bis',
  reference: 'Kennung',
  message: 'Nachricht',
  recipients: 'Es fehlt noch',
  recipient: 'Empfänger',
  terms: 'Nutzungsbedingungen',
  privacy: 'Datenschutz',
  otherwise: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
  via: (name, organisation) => `${name} (über ${organisation})`,
  sentTo: (to, organisation) => `Diese E-Mail ging an ${to}, im Auftrag von ${organisation}.`,
  andMore: (count) => `und ${count} weitere`,
  noReply: {
    title: 'Bitte antworten Sie nicht auf diese E-Mail',
    text: 'Eine Antwort per E-Mail wäre nicht geschützt, und niemand würde sie lesen. Öffnen Sie die Nachricht und wählen Sie dort „Antworten“.',
  },
  newMessage: {
    subject: (subject) => (subject === null ? 'Neue sichere Nachricht' : `Neue sichere Nachricht: ${subject}`),
    preview: (sender, until) => `${sender} hat Ihnen eine vertrauliche Nachricht geschickt, abrufbar bis ${until}.`,
    heading: 'Sie haben eine sichere Nachricht',
    lead: (sender) =>
      `${sender} hat Ihnen eine vertrauliche Nachricht geschickt. Sie liegt auf einer geschützten Seite für Sie bereit.`,
    action: 'Nachricht öffnen',
    how: {
      title: 'So öffnen Sie die Nachricht',
      text: (check, sender) =>
        ({
          account: 'Klicken Sie auf die Schaltfläche und melden Sie sich mit Ihrem eigenen Konto bei Sealpost an.',
          sms: 'Klicken Sie auf die Schaltfläche. Sie bekommen dann einen Code per SMS auf Ihr Handy. Geben Sie ihn ein, und die Nachricht öffnet sich.',
          'access-code': `Klicken Sie auf die Schaltfläche und geben Sie den Zugangscode ein, den ${sender} Ihnen genannt hat.`,
          email:
            'Klicken Sie auf die Schaltfläche. Sie bekommen dann einen Code in einer zweiten E-Mail. Geben Sie ihn ein, und die Nachricht öffnet sich.',
          'same-password': `Klicken Sie auf die Schaltfläche und geben Sie das Passwort ein, das Sie per SMS oder von ${sender} erhalten haben.`,
        })[check],
    },
    genuine: {
      title: 'Ist diese E-Mail echt?',
      text: (reference) =>
        `Auf der Seite, die sich öffnet, steht dieselbe Kennung: ${reference}. Sie werden dort nie nach dem Passwort Ihres Postfachs oder nach Bankdaten gefragt.`,
    },
  },
  parked: {
    subject: (subject) => (subject === null ? 'Ihre Nachricht wartet auf Sie' : `Ihre Nachricht wartet: ${subject}`),
    heading: 'Noch ein Schritt bis zur Zustellung',
    lead: (count) =>
      count === 1
        ? 'Ihre Nachricht ist sicher gespeichert. Einem Empfänger konnten wir sie noch nicht zustellen, weil wir nicht wissen, wie sich diese Person ausweist.'
        : `Ihre Nachricht ist sicher gespeichert. ${count} Empfängern konnten wir sie noch nicht zustellen, weil wir nicht wissen, wie sie sich ausweisen.`,
    action: 'Nachricht vervollständigen',
    why: {
      title: 'Das ist zu tun',
      text: 'Tragen Sie eine Handynummer ein oder vereinbaren Sie einen Zugangscode. Wir merken uns das für das nächste Mal.',
    },
  },
  answer: {
    subject: (subject) => (subject === null ? 'Neue Antwort auf Ihre sichere Nachricht' : `Neue Antwort: ${subject}`),
    heading: 'Sie haben eine Antwort',
    lead: (from) => `${from} hat auf Ihre sichere Nachricht geantwortet.`,
    action: 'Antwort lesen',
  },
  notice: {
    heading: {
      'number-wrong': 'Die Telefonnummer stimmt vielleicht nicht',
      'recipient-locked': 'Ein Empfänger ist gesperrt',
      'new-link-requested': 'Ein Empfänger bittet um einen neuen Link',
      'resend-requested': 'Ein Empfänger bittet um eine abgelaufene Nachricht',
      'not-delivered': 'Eine Nachricht wurde nicht zugestellt',
      'sent-through-portal': 'Die verschlüsselten Dateien wurden abgelehnt',
      'too-large-for-attachment': 'Zu groß für einen Anhang',
      'not-packable': 'Es wurden keine verschlüsselten Dateien daraus',
      'no-verified-tls': 'Nicht direkt übergeben',
    },
    texts: {
      'number-wrong': {
        subject: 'Bitte prüfen Sie eine Telefonnummer',
        lead: 'Der Empfänger meldet, dass die von Ihnen eingetragene Telefonnummer nicht stimmt. Bitte erfragen Sie die richtige Nummer und tragen Sie sie ein.',
        action: 'Nummer prüfen',
      },
      'recipient-locked': {
        subject: 'Ein Empfänger ist gesperrt',
        lead: 'Es wurden zu viele falsche Codes eingegeben. Deshalb ist die Nachricht für diesen Empfänger gesperrt. Bitte rufen Sie dort an. War es wirklich diese Person, können Sie die Nachricht wieder freigeben.',
        action: 'Nachricht ansehen',
      },
      'new-link-requested': {
        subject: 'Ein Empfänger bittet um einen neuen Link',
        lead: 'Der Link in der E-Mail des Empfängers funktioniert nicht mehr. Bestätigen Sie mit einem Klick, dass ein neuer geschickt werden darf.',
        action: 'Neuen Link schicken',
      },
      'resend-requested': {
        subject: 'Ein Empfänger bittet um eine abgelaufene Nachricht',
        lead: 'Die Nachricht ist abgelaufen, und kein Link kann sie mehr öffnen. Braucht der Empfänger sie noch, senden Sie sie bitte erneut.',
        action: 'Nachricht ansehen',
      },
      'not-delivered': {
        subject: 'Eine Nachricht wurde nicht zugestellt',
        lead: 'Der Mailserver des Empfängers hat unsere Benachrichtigung nicht angenommen. Bitte prüfen Sie, ob die Adresse stimmt.',
        action: 'Nachricht ansehen',
      },
      'sent-through-portal': {
        subject: 'Ihre Nachricht nimmt einen anderen Weg',
        lead: 'Der Mailserver des Empfängers hat die verschlüsselten Dateien abgelehnt. Wir haben stattdessen einen Link zur geschützten Seite geschickt, die Nachricht kommt also an. Sie müssen nichts tun; für das nächste Mal können Sie bei diesem Empfänger „als Link“ wählen.',
        action: 'Nachricht ansehen',
      },
      'too-large-for-attachment': {
        subject: 'Ihre Nachricht nimmt einen anderen Weg',
        lead: 'Die Nachricht ist zu groß für einen verschlüsselten Anhang. Der Empfänger bekommt stattdessen einen Link zur geschützten Seite, auf der alles vollständig ist. Sie müssen nichts tun, außer eine zweite E-Mail fragt Sie, wie sich der Empfänger ausweist.',
        action: 'Nachricht ansehen',
      },
      'not-packable': {
        subject: 'Ihre Nachricht nimmt einen anderen Weg',
        lead: 'Aus dieser Nachricht ließen sich keine verschlüsselten Dateien machen. Der Empfänger bekommt stattdessen einen Link zur geschützten Seite, auf der alles vollständig ist. Sie müssen nichts tun, außer eine zweite E-Mail fragt Sie, wie sich der Empfänger ausweist.',
        action: 'Nachricht ansehen',
      },
      'no-verified-tls': {
        subject: 'Ihre Nachricht nimmt einen anderen Weg',
        lead: 'Der Mailserver des Empfängers konnte nicht nachweisen, dass er der richtige ist. Deshalb haben wir ihm die Nachricht nicht direkt übergeben. Der Empfänger bekommt stattdessen einen Link zur geschützten Seite. Sie müssen nichts tun, außer eine zweite E-Mail fragt Sie, wie sich der Empfänger ausweist.',
        action: 'Nachricht ansehen',
      },
    },
  },
  code: {
    subject: 'Ihr Code zum Öffnen einer Nachricht',
    heading: 'Ihr Code',
    lead: (sender) =>
      `Geben Sie diesen Code auf der Seite ein, auf der Sie gerade die Nachricht von ${sender} öffnen. Er gilt zehn Minuten.`,
    safety: {
      title: 'Sie haben keinen Code angefordert?',
      text: 'Dann können Sie diese E-Mail ignorieren. Geben Sie den Code niemandem weiter, auch nicht am Telefon.',
    },
  },
  gateway: gatewayGerman,
}
