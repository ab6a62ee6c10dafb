import type { inbox as english } from '../en/inbox.ts'

export const inbox: typeof english = {
  title: 'Eingang',
  from: 'Von',
  subject: 'Betreff',
  date: 'Erhalten',
  new: 'Neu',
  answer: 'Antwort',
  toMailbox: (address) => `an ${address}`,
  revoked: 'Zugriff zurückgezogen',
  expired: 'Abgelaufen',
  more: 'Ältere Einträge zeigen',
  emptyTitle: 'Noch nichts eingegangen',
  emptyText:
    'Hier erscheinen versiegelte Nachrichten von Kollegen aus Ihrer Organisation und was Empfänger auf Ihre Nachrichten antworten. Gewöhnliche Mails bleiben im Mailprogramm.',
  emptyAction: 'Zu „Gesendet“',
  back: 'Zurück zum Eingang',
  message: 'Nachricht',
  cameTo: (address) => `Kam an das Postfach ${address}.`,
  sender: 'Absender',
  senderName: 'Name',
  senderAddress: 'Adresse',
  verified: 'von Sealpost geprüft',
  revokedText:
    'Der Absender hat den Zugriff auf diese Nachricht zurückgezogen. Empfänger können sie nicht mehr öffnen; fragen Sie den Absender, wenn Sie sie brauchen.',
  expiredText:
    'Die Zeit zum Lesen dieser Nachricht ist abgelaufen. Bitten Sie den Absender, sie erneut zu senden, wenn Sie sie brauchen.',
  cannotOpen:
    'Diese Nachricht lässt sich mit Ihren Schlüsseln nicht öffnen. Fragen Sie jemanden, der das Postfach hat, an das sie kam.',
  answerTitle: 'Antworten',
  answerText:
    'Auf Nachrichten von Kollegen können Sie auf dieser Seite nicht antworten. Schreiben Sie aus dem Mailprogramm, das Sie mit Sealpost eingerichtet haben: Ihre Antwort wird unterwegs versiegelt wie jede Nachricht.',
  write: 'Antwort schreiben',
  own: 'Sie haben das Postfach, aus dem diese Nachricht gesendet wurde.',
  toSent: 'Sehen, wie es um jeden Empfänger steht',
}
