import type { todo as english } from '../en/todo.ts'

export const todo: typeof english = {
  title: 'Zu tun',
  intro: 'Was auf Sie wartet, das Neueste zuerst.',
  waiting: (n) => (n >= 100 ? 'mehr als 99 warten' : n === 1 ? '1 wartet' : `${n} warten`),
  more: 'Mehr zeigen',
  toInbox: 'Zum Eingang',
  emptyTitle: 'Nichts zu tun',
  emptyText:
    'Nachrichten, denen eine Prüfung fehlt, Passwörter zum Weitergeben, falsche Nummern und neue Antworten erscheinen hier.',
  sent: (day) => `gesendet am ${day}`,
  readAnswer: 'Antwort lesen',
  things: {
    parked: { what: (who) => `Wählen Sie, wie sich ${who} ausweist`, action: 'Prüfung wählen' },
    wrongNumber: { what: (who) => `Die Mobilnummer von ${who} stimmt nicht`, action: 'Nummer berichtigen' },
    newLink: { what: (who) => `${who} bittet um einen neuen Link`, action: 'Neuen Link senden' },
    passwordWaits: { what: (who) => `Geben Sie das Passwort an ${who} weiter`, action: 'Passwort weitergeben' },
    passwordLost: { what: (who) => `${who} hat das Passwort nie bekommen`, action: 'Erneut senden' },
    failed: { what: (who) => `Die Nachricht an ${who} wurde nicht zugestellt`, action: 'Prüfen und erneut senden' },
    locked: { what: (who) => `${who} ist nach falschen Codes gesperrt`, action: 'Entsperren' },
  },
  codes: {
    what: (left) =>
      left === 0
        ? 'Sie haben keine Wiederherstellungscodes'
        : left === 1
          ? 'Sie haben noch 1 Wiederherstellungscode'
          : `Sie haben noch ${left} Wiederherstellungscodes`,
    about: 'Ohne sie ist nach einem vergessenen Passwort verloren, was Sie gesendet und bekommen haben.',
    action: 'Wiederherstellungscodes erstellen',
  },
}
