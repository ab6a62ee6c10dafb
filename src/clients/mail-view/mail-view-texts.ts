import type { Language } from '../ui/formats.ts'

const english = {
  from: 'From',
  to: 'To',
  copyTo: 'Copy to',
  sent: 'Sent',
  noSubject: '(no subject)',
  messageText: 'Text of the message',
  noText: 'This message has no text.',
  incomplete:
    'This message is not fully displayed, because it is unusually built or unusually large. “Download as EML” saves all of it.',
  encryptedInside:
    'This message, or a part of it, was itself encrypted by its sender (S/MIME or PGP). It can be read with the key it was encrypted for: “Download as EML” saves it for a mail program that has the key.',
  winmailUnread:
    'A part of this message (winmail.dat, made by Outlook) could not be read. It is among the attachments.',
  remoteHidden:
    'Images from other websites are hidden. Loading them tells those websites that you are reading this message.',
  showImages: 'Show images',
  attachments: 'Attachments',
  attachmentCount: (count: number) => (count === 1 ? '1 attachment' : `${count} attachments`),
  download: 'Download',
  downloadNamed: (name: string) => `Download ${name}`,
  downloadAll: 'Download all as ZIP',
  downloadEml: 'Download as EML',
  downloadPdf: 'Download as PDF',
  saveFailed: 'The file could not be saved. Please try again.',
  textOnly:
    'Only the plain text of this message is shown, because its layout could not be printed. The message in the browser shows it completely.',
  saving: 'Preparing the file …',
  allFileName: 'attachments.zip',
  messageFileName: 'message',
}

export type MailViewTexts = typeof english

const german: MailViewTexts = {
  from: 'Von',
  to: 'An',
  copyTo: 'Kopie an',
  sent: 'Gesendet',
  noSubject: '(ohne Betreff)',
  messageText: 'Text der Nachricht',
  noText: 'Diese Nachricht enthält keinen Text.',
  incomplete:
    'Diese Nachricht wird nicht vollständig angezeigt, weil sie ungewöhnlich aufgebaut oder ungewöhnlich groß ist. „Als EML herunterladen“ speichert alles.',
  encryptedInside:
    'Diese Nachricht oder ein Teil davon wurde bereits beim Absenden verschlüsselt (S/MIME oder PGP). Lesbar ist das nur mit dem passenden Schlüssel: „Als EML herunterladen“ speichert sie für ein Mailprogramm, das den Schlüssel hat.',
  winmailUnread:
    'Ein Teil dieser Nachricht (winmail.dat, von Outlook erzeugt) konnte nicht gelesen werden. Er ist unter den Anhängen.',
  remoteHidden:
    'Bilder von anderen Websites sind ausgeblendet. Beim Laden erfahren diese Websites, dass Sie die Nachricht lesen.',
  showImages: 'Bilder anzeigen',
  attachments: 'Anhänge',
  attachmentCount: (count) => (count === 1 ? '1 Anhang' : `${count} Anhänge`),
  download: 'Herunterladen',
  downloadNamed: (name) => `${name} herunterladen`,
  downloadAll: 'Alle als ZIP herunterladen',
  downloadEml: 'Als EML herunterladen',
  downloadPdf: 'Als PDF herunterladen',
  saveFailed: 'Die Datei konnte nicht gespeichert werden. Bitte versuchen Sie es noch einmal.',
  textOnly:
    'Von dieser Nachricht wird nur der reine Text gezeigt, weil ihre Gestaltung nicht gedruckt werden konnte. Vollständig zeigt sie die Nachricht im Browser.',
  saving: 'Die Datei wird vorbereitet …',
  allFileName: 'anhaenge.zip',
  messageFileName: 'nachricht',
}

export const mailViewTexts = (language: Language): MailViewTexts => (language === 'de' ? german : english)
