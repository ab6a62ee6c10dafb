const english = {
  from: 'From',
  to: 'To',
  copyTo: 'Cc',
  date: 'Date',
  subject: 'Subject',
  noSubject: '(no subject)',
  moreAddresses: (count: number) => `and ${count} more`,
  textOnly:
    'Only the plain text of this message is shown, because its layout could not be printed. The file message.eml in the encrypted ZIP holds the complete message.',
  textShortened:
    'Only the beginning of this message is shown, because it is very long. The file message.eml in the encrypted ZIP holds the complete message.',
  partsLeftOut:
    'This message has more parts than are shown here. The file message.eml in the encrypted ZIP holds all of them.',
  encryptedInside:
    'This message, or a part of it, was itself encrypted by its sender (S/MIME or PGP). It can be read with the key it was encrypted for: the encrypted part is in the ZIP, and message.eml opens in a mail program that has the key.',
  winmailUnread:
    'A part of this message (winmail.dat, made by Outlook) could not be read. It is in the ZIP as it came.',
  pgpBlock: '[encrypted text, in the ZIP as encrypted-text.asc]',
}

export type ContentTexts = typeof english

const german: ContentTexts = {
  from: 'Von',
  to: 'An',
  copyTo: 'Kopie',
  date: 'Datum',
  subject: 'Betreff',
  noSubject: '(ohne Betreff)',
  moreAddresses: (count) => `und ${count} weitere`,
  textOnly:
    'Von dieser Nachricht wird nur der reine Text gezeigt, weil ihre Gestaltung nicht gedruckt werden konnte. Die Datei message.eml in der verschlüsselten ZIP-Datei enthält die vollständige Nachricht.',
  textShortened:
    'Von dieser Nachricht wird nur der Anfang gezeigt, weil sie sehr lang ist. Die Datei message.eml in der verschlüsselten ZIP-Datei enthält die vollständige Nachricht.',
  partsLeftOut:
    'Diese Nachricht hat mehr Teile, als hier gezeigt werden. Die Datei message.eml in der verschlüsselten ZIP-Datei enthält alle.',
  encryptedInside:
    'Diese Nachricht oder ein Teil davon wurde bereits beim Absenden verschlüsselt (S/MIME oder PGP). Lesbar ist das nur mit dem passenden Schlüssel: Der verschlüsselte Teil liegt in der ZIP-Datei, und message.eml lässt sich in einem Mailprogramm öffnen, das den Schlüssel hat.',
  winmailUnread:
    'Ein Teil dieser Nachricht (winmail.dat, von Outlook erzeugt) konnte nicht gelesen werden. Er liegt unverändert in der ZIP-Datei.',
  pgpBlock: '[verschlüsselter Text, in der ZIP-Datei als encrypted-text.asc]',
}

export const contentTexts = (language: 'de' | 'en'): ContentTexts => (language === 'de' ? german : english)
