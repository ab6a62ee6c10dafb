import type { frame as english } from '../en/frame.ts'

export const frame: typeof english = {
  areas: { mail: 'Mail', settings: 'Einstellungen', administration: 'Verwaltung' },
  areasLabel: 'Bereiche',
  chooseMessage: 'Wählen Sie eine Nachricht, um sie hier zu lesen.',
  more: 'Mehr',
  administratorsTitle: 'Nur für die Verwaltung',
  administratorsText: 'Diese Seite öffnen nur Administratoren Ihrer Organisation.',
  toSettings: 'Zu den Einstellungen',
  sections: 'Auf dieser Seite',
  unsaved: {
    save: 'Änderungen speichern',
    saving: 'Wird gespeichert …',
    discard: 'Änderungen verwerfen',
    state: 'Noch nicht gespeichert.',
    allSaved: 'Alles ist schon gespeichert.',
    leaveTitle: 'Ohne Speichern verlassen?',
    leaveText: 'Was Sie auf dieser Seite geändert haben, ist noch nicht gespeichert.',
    stay: 'Hier bleiben',
    leave: 'Verwerfen und verlassen',
  },
  partFailed: 'Diese Seite konnte nicht geladen werden. Prüfen Sie die Internetverbindung und versuchen Sie es erneut.',
}
