import type { recipients as english } from '../en/recipients.ts'

export const recipients: typeof english = {
  title: 'Empfänger',
  intro: 'Wie sich jeder Empfänger außerhalb ausweist, bevor sich eine Nachricht öffnet.',
  search: 'Nach Adresse suchen',
  change: 'Prüfung ändern',
  changeFor: (address) => `Prüfung für ${address} ändern`,
  choose: 'Prüfung wählen',
  none: 'Noch keine Prüfung: Nachrichten warten',
  locked: (when) => `Gesperrt seit ${when}`,
  more: 'Mehr zeigen',
  emptyTitle: 'Noch keine Empfänger',
  emptyText: 'Hier erscheint jeder außerhalb, dem Sie eine versiegelte Nachricht senden.',
  nothingFound: (search) => `Keine Adresse enthält „${search}“.`,
  endsTrust:
    'Eine Änderung beendet „Diesem Gerät vertrauen“ für diesen Empfänger. Eine schon gesendete Nachricht behält ihre Prüfung, bis Sie von dort einen neuen Link senden.',
}
