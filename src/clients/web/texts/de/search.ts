import type { search as english } from '../en/search.ts'

export const search: typeof english = {
  title: 'Suche',
  field: 'Nachrichten suchen',
  scope:
    'Gesucht wird in Betreff, Namen und Adressen von Eingang und Gesendet, und zwar in diesem Browser: Der Server erfährt nicht, wonach Sie suchen. Der Text der Nachrichten wird nicht durchsucht.',
  busy: 'Wird gesucht …',
  result: (found, searched) =>
    `${found === 0 ? 'Nichts' : found === 1 ? '1 Nachricht' : `${found} Nachrichten`} unter den neuesten ${searched} gefunden.`,
  older: 'Ältere Nachrichten durchsuchen',
  recipients: (term) => `„${term}“ unter den Empfängern suchen, auf dem Server`,
}
